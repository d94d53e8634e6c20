import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { snapped, snappedCondition } = await part("latents/place");
const { uniform } = await part("latents/gaussian");
const { snapPolygon } = await part("map/grid");
const { numbers, pythonText } = await part("workspace/python-text");
const { EMPTY } = await part("workspace/state");
const { FileError, fitWorkspace, readWorkspace, writeWorkspace } = await part("workspace/workspace-file");

const MODEL = {
  name: "m",
  digest: "0123456789abcdef",
  latent_dim: 2,
  condition: { kind: "class", names: ["a", "b", "c"] },
  class_names: [],
  prior: { mu: [0, 0], logvar: [0, 0] },
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
  selections: [null, { map: "umap", polygon: snapPolygon([0, 0, 1, 0, 1, 1], POINTS) }],
  directions: [{ name: "<b>up</b>", vector: Float32Array.of(Math.SQRT1_2, Math.SQRT1_2) }],
};
const KEYS = ["z", "c", "seed", "temperature", "locks", "map", "selections", "pins", "compared", "directions"];

const load = (text, state = STATE) => fitWorkspace(readWorkspace(text), state);
const changed = (edit) => {
  const file = JSON.parse(writeWorkspace(STATE));
  edit(file);
  return JSON.stringify(file);
};

test("what was saved comes back to the last bit", () => {
  const { patch, second } = load(writeWorkspace(STATE));
  assert.deepEqual(patch, Object.fromEntries(KEYS.map((key) => [key, STATE[key]])));
  assert.equal(second, "other");
  assert.deepEqual(readWorkspace(writeWorkspace(STATE)).model, { name: "m", digest: "0123456789abcdef" });
});

test("each damaged field is refused with its name, what was found and what is allowed", () => {
  const cases = [
    [(file) => delete file.format, /The file says it is missing; a workspace says "vaeviz workspace"/],
    [(file) => (file.version = 2), /version 2; this page reads up to 1\. Update/],
    [(file) => (file.version = "1"), /version is "1"/],
    [(file) => (file.model = null), /model is null; it has to be an object/],
    [(file) => (file.model.digest = 5), /model\.digest is 5/],
    [(file) => (file.view = []), /view is \[\]/],
    [(file) => file.view.z.push(1), /view\.z has 3 numbers; this model needs 2/],
    [(file) => (file.view.z[0] = "1"), /view\.z is "1"; allowed: a number/],
    [(file) => (file.view.z[0] = null), /view\.z is null/],
    [(file) => (file.view.c = [1]), /view\.c has 1 numbers; this model needs 3/],
    [(file) => (file.view.seed = 1.5), /seed is 1\.5; allowed: a whole number/],
    [(file) => (file.view.temperature = -1), /temperature is -1; allowed: a number from 0 to 4/],
    [(file) => (file.view.locks = [2]), /a lock is 2; allowed: a whole number from 0 to 1/],
    [(file) => (file.view.map = "moon"), /The map is "moon"; this model has umap/],
    [(file) => (file.view.map = "__proto__"), /The map is "__proto__"/],
    [(file) => (file.view.selections = [null]), /There are 1 selections/],
    [(file) => (file.view.selections[0] = { map: "umap", polygon: [0, 0, 1] }), /selection A has 3 numbers/],
    [(file) => (file.view.selections[0] = { map: "umap", polygon: [0, 0, 0, 0, 0, 0] }), /selection A has no area/],
    [(file) => (file.view.pins[0].name = "Z"), /pin 1 is called "Z"; allowed: a letter from A to H/],
    [(file) => file.view.pins.push(file.view.pins[0]), /Two pins have the same letter/],
    [(file) => (file.view.compared = "C"), /compared is "C"/],
    [(file) => (file.view.second = {}), /second is \{\}/],
    [(file) => (file.directions[0].vector = [3, 4]), /direction 1 has length 5\.00; a direction has length 1/],
    [(file) => (file.directions[0].name = ""), /direction 1\.name is ""/],
    [(file) => file.directions.push(file.directions[0]), /Two directions have the same name/],
    [
      (file) => (file.directions = Array(17).fill(file.directions[0])),
      /directions: 17 entries; allowed: a list of at most 16/,
    ],
  ];
  for (const [edit, words] of cases)
    assert.throws(
      () => load(changed(edit)),
      (error) => error instanceof FileError && words.test(error.message),
      String(words),
    );
});

test("text that is no workspace is refused in words", () => {
  assert.throws(() => readWorkspace("not json"), /no JSON/);
  assert.throws(() => readWorkspace("[]"), /has to be an object/);
  assert.throws(() => readWorkspace(" ".repeat(2 ** 20 + 1)), /at most 1 MB/);
});

test("a prototype in a file is a word like any other", () => {
  const text = writeWorkspace(STATE).replace(
    '"view": {',
    '"__proto__": {"polluted": true}, "view": {"__proto__": {"second": "evil"},',
  );
  const { second } = load(text);
  assert.equal(second, "other");
  assert.equal({}.polluted, undefined);
});

test("whatever is put in a file gives a state or words, never another error", () => {
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
      const { patch } = load(changed(wreck));
      assert.ok(patch.z.every(Number.isFinite) && patch.c.length === 3);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
    }
  }
});

test("a model without codes takes all but map and selections", () => {
  const { patch } = load(writeWorkspace(STATE), { ...STATE, codes: null });
  assert.ok(!("map" in patch) && !("selections" in patch));
  assert.deepEqual(patch.pins, STATE.pins);
});

test("numbers in Python are short and give the same float32", () => {
  const random = uniform(3);
  const z = snapped(Array.from({ length: 500 }, () => 20 * random() - 10));
  assert.deepEqual(Float32Array.from(JSON.parse(`[${numbers(z, 3200)}]`)), z);
  assert.equal(numbers(snapped([0.1, -2.5, -0.00001]), 3200), "0.1, -2.5, 0");
  assert.equal(numbers(Float32Array.of(0.12345), 3200), String(Math.fround(0.12345)));
});

const SHOWN = { ...STATE, model: { ...MODEL, image_shape: [3, 8, 8] }, c: snappedCondition([0, 1, 0]), way: "page" };

test("the Python lines name the model, its digest and its class, and ask for the page's arithmetic", () => {
  assert.equal(
    pythonText({ ...SHOWN, z: snapped([0.1, -2.5]) }),
    [
      "import numpy as np",
      "import vaeviz",
      "from PIL import Image",
      "",
      'model = vaeviz.load("m")',
      'assert model.digest == "0123456789abcdef", "another model file than the image was made with"',
      "z = np.array([[0.1, -2.5]], np.float32)",
      "c = np.array([[0, 1, 0]], np.float32)  # b",
      'levels = vaeviz.to_uint8(vaeviz.decode(model, z, c, arithmetic="page"))[0]' +
        "  # channel, height, width: the page's own bytes",
      'Image.fromarray(levels.transpose(1, 2, 0)).save("image.png")',
      "",
    ].join("\n"),
  );
});

test("the Python lines leave c out where there is none, and save a grey image as one", () => {
  const model = { ...MODEL, condition: null, image_shape: [1, 8, 8] };
  const text = pythonText({ ...SHOWN, model, c: new Float32Array(0) });
  assert.ok(!text.includes("c ="));
  assert.match(text, /vaeviz\.decode\(model, z, arithmetic="page"\)/);
  assert.match(text, /^Image\.fromarray\(levels\[0\]\)/m);
});

test("an image that came over the line is PyTorch's", () => {
  for (const way of ["socket", "requests"]) {
    const text = pythonText({ ...SHOWN, way });
    assert.match(text, /arithmetic="torch"\)\)\[0\] {2}# .* as PyTorch on the server computes it$/m);
  }
});

test("hostile names stay text", () => {
  const condition = { kind: "class", names: ["x\nimport os", "b", "c"] };
  const model = { ...SHOWN.model, name: 'a"]\nimport os\n#', condition };
  const hostile = pythonText({ ...SHOWN, model, c: snappedCondition([1, 0, 0]) });
  assert.ok(!/^import os/m.test(hostile));
});
