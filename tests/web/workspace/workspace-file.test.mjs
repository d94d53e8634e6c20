import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { snapped, snappedCondition } = await part("latents/place");
const { uniform } = await part("latents/gaussian");
const { snapPolygon } = await part("map/grid");
const { EMPTY } = await part("workspace/state");
const { takeView } = await part("workspace/view");
const { KEYS: URL_KEYS } = await part("workspace/view-keys");
const { FileError, queryIn, readWorkspace, writeWorkspace } = await part("workspace/workspace-file");

const MODEL = {
  name: "m",
  digest: "0123456789abcdef",
  latent_dim: 2,
  condition: { kind: "class", names: ["a", "b", "c"] },
  class_names: [],
  prior: { mu: [0, 0], logvar: [0, 0] },
  has_codes: true,
  maps: ["umap"],
  first_map: "umap",
  start: null,
};
const POINTS = Float32Array.from({ length: 60 }, (_, i) => Math.sin(i * 12.9898));
const CODES = { latent: 2, n: 30, mu: POINTS, maps: { umap: { name: "umap", points: POINTS } } };
const STATE = {
  ...EMPTY,
  model: MODEL,
  codes: CODES,
  map: "z1-z0",
  z: snapped([0.1, -3.3333]),
  c: snappedCondition([1 / 3, 1 / 3, 1 / 3]),
  seed: 12,
  temperature: 0.5,
  locks: [1],
  pins: [{ name: "B", z: snapped([1, 2]), c: snappedCondition([0, 1, 0]) }],
  compared: "B",
  second: { model: { name: "other" } },
  models: [{ name: "m" }, { name: "other" }],
  selections: [null, { map: "umap", polygon: snapPolygon([0, 0, 1, 0, 1, 1], POINTS) }],
  directions: [{ name: "<b>up</b>", vector: Float32Array.of(0, 1) }],
};
const KEYS = ["z", "c", "seed", "temperature", "locks", "map", "selections", "pins", "compared", "directions"];

/** What a file's text sets of a state, as the page takes it. */
function load(text, state = STATE) {
  const found = readWorkspace(text);
  const { taken, second, problems } = takeView(state, { model: state.model }, queryIn(found, state), URL_KEYS);
  if (problems.length) throw new FileError(problems.join(" "));
  return { taken, second };
}
const written = () => writeWorkspace(STATE, URL_KEYS);
const changed = (edit, text = written()) => {
  const file = JSON.parse(text);
  edit(file);
  return JSON.stringify(file);
};
const FIRST = JSON.stringify({
  format: "vaeviz workspace",
  version: 1,
  model: { name: "m", digest: "0123456789abcdef" },
  view: {
    z: [...STATE.z],
    c: [...STATE.c],
    seed: 12,
    temperature: 0.5,
    locks: [1],
    map: "z1-z0",
    compared: "B",
    second: "other",
    selections: [null, { map: "umap", polygon: [...STATE.selections[1].polygon] }],
    pins: [{ name: "B", z: [1, 2], c: [0, 1, 0] }],
  },
  directions: [{ name: "<b>up</b>", vector: [0, 1] }],
});

for (const [version, text] of [
  ["the present version", written()],
  ["the first version", FIRST],
]) {
  test(`what was saved comes back to the last bit: ${version}`, () => {
    const { taken, second } = load(text);
    assert.deepEqual(
      Object.fromEntries(KEYS.map((key) => [key, taken[key]])),
      Object.fromEntries(KEYS.map((key) => [key, STATE[key]])),
    );
    assert.equal(second, "other");
    assert.deepEqual(readWorkspace(text).model, { name: "m", digest: "0123456789abcdef" });
  });

  test(`whatever is put in a file gives a state or words, never another error: ${version}`, () => {
    const random = uniform(5);
    const odd = [null, -1, 1e308, "x", [], {}, [[]], true, "__proto__", 0.5];
    const wreck = (node) => {
      for (const key of Object.keys(node)) {
        if (random() < 0.05) node[key] = odd[Math.floor(random() * odd.length)];
        else if (node[key] && typeof node[key] === "object") wreck(node[key]);
      }
    };
    for (let round = 0; round < 2000; round++) {
      try {
        const { taken } = load(changed(wreck, text));
        assert.ok(taken.z.every(Number.isFinite) && taken.c.length === 3);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
      }
    }
  });

  test(`a model without codes takes all but the selections: ${version}`, () => {
    const { taken } = load(text, { ...STATE, codes: null });
    assert.deepEqual(taken.selections, [null, null]);
    assert.deepEqual(taken.pins, STATE.pins);
  });
}

test("each damaged field is refused with its name, what was found and what is allowed", () => {
  const cases = [
    [(file) => delete file.format, /format is missing; a workspace has "vaeviz workspace"/],
    [(file) => (file.version = 3), /version 3; this page reads versions up to 2\. Update/],
    [(file) => (file.version = "1"), /version is "1"/],
    [(file) => (file.model = null), /model is null; it has to be an object/],
    [(file) => (file.model.digest = 5), /model\.digest is 5/],
    [(file) => (file.view = []), /view is \[\]/],
    [(file) => (file.view.z = [1, 2]), /view\.z is \[1,2\]; allowed: a text, as in a link/],
    [(file) => (file.view.z = "AAA"), /z in the URL is 1 numbers; this model has 2 dimensions/],
    [(file) => (file.view.c = "7"), /allowed: none, or a class from 0 to 2/],
    [(file) => (file.view.seed = "1.5"), /allowed: a whole number/],
    [(file) => (file.view.t = "-1"), /allowed: 0 to 4/],
    [(file) => (file.view.locks = "2"), /dimensions from 0 to 1/],
    [(file) => (file.view.map = "moon"), /Unknown map 'moon'/],
    [(file) => (file.view.map = "__proto__"), /Unknown map '__proto__'/],
    [(file) => (file.view.b = "umap.AAAA"), /3 to 64 corners/],
    [(file) => (file.view.pins = "Z.AAAAAA.0"), /a different letter/],
    [(file) => (file.view.compared = "C"), /no such pin/],
    [(file) => (file.view.directions = "up.AAAA"), /each with a name and 2 numbers/],
  ];
  for (const [edit, words] of cases)
    assert.throws(
      () => load(changed(edit)),
      (error) => error instanceof FileError && words.test(error.message),
      String(words),
    );
});

test("the first version's fields are checked as well", () => {
  const cases = [
    [(file) => file.view.z.push(1), /3 numbers; this model has 2 dimensions/],
    [(file) => (file.view.z[0] = "1"), /not a list of numbers/],
    [(file) => (file.view.selections = null), /selections: null; allowed: a list/],
    [(file) => (file.directions[0].name = ""), /direction is ""/],
  ];
  for (const [edit, words] of cases)
    assert.throws(
      () => load(changed(edit, FIRST)),
      (error) => error instanceof FileError && words.test(error.message),
      String(words),
    );
});

test("text that is no workspace is refused in words", () => {
  assert.throws(() => readWorkspace("not json"), /not valid JSON/);
  assert.throws(() => readWorkspace("[]"), /has to be an object/);
  assert.throws(() => readWorkspace(" ".repeat(2 ** 20 + 1)), /at most 1 MB/);
});

test("a prototype in a file is a word like any other", () => {
  const text = written().replace(
    '"view": {',
    '"__proto__": {"polluted": true}, "view": {"__proto__": {"second": "evil"},',
  );
  assert.throws(() => load(text), /view\.__proto__ is \{"second":"evil"\}; allowed: a text/);
  assert.equal({}.polluted, undefined);
});
