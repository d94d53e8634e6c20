import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { part } from "../modules.mjs";

const { C_STEPS, Z_STEPS, snap, snapped } = await part("latents/place");
const { pack, packSteps, polygonOf, snapPolygon, stepsOf, unpack, unpackSteps } = await part("map/grid");
const { formatC } = await part("workspace/view-values");
const { KEYS, nameKey, queryOf, readView, wholeKey, writeView } = await part("workspace/view-keys");
const { EMPTY } = await part("workspace/state");
const { uniform } = await part("latents/gaussian");

const CASES = JSON.parse(await readFile(new URL("grid.json", import.meta.url)));
const POINTS = Float32Array.from({ length: 400 }, (_, i) => 30 * Math.sin(i * 12.9898) + (i % 2 ? 100 : -7));
const OWN = {
  highlight: wholeKey("A class", "highlight", () => 3, null),
  draw: wholeKey("draw", "draw", () => 9),
  tab: nameKey("tab", ["interpolation", "encode"]),
};
const ALL = { ...KEYS, ...OWN };
const toQuery = (state) => writeView(state, ALL);
const STATE = {
  ...EMPTY,
  model: { name: "m z", latent_dim: 2, prior: { mu: [0, 0], logvar: [0, 0] } },
  map: "umap",
  z: snapped([0.5, -1.25]),
  c: Float32Array.of(0, 1),
  codes: { latent: 2, n: 200, mu: POINTS, maps: { umap: { name: "umap", points: POINTS } } },
};

test("the text of a number is the same as ever, and gives the same floats", () => {
  for (const [kind, steps] of [
    ["z", Z_STEPS],
    ["c", C_STEPS],
  ]) {
    for (const { bits, text, steps: whole } of CASES[kind]) {
      const values = new Float32Array(Uint32Array.from(bits).buffer);
      assert.equal(pack(values, steps), text);
      assert.deepEqual([...Float32Array.from(whole, (step) => step / steps)], [...values]);
      assert.deepEqual([...Float32Array.from(unpack(text, steps))], [...values]);
    }
  }
});

test("every step of z is its own value and stays it", () => {
  for (let step = -32000; step <= 32000; step++) {
    const value = Math.fround(step / Z_STEPS);
    assert.equal(Math.round(value * Z_STEPS), step);
    assert.equal(Math.fround(snap(value)), value);
  }
});

test("a URL has what is not at its default", () => {
  assert.deepEqual(toQuery(STATE), { model: "m z", z: packSteps([1600, -4000]), c: "1", map: "umap" });
  const full = toQuery({
    ...STATE,
    seed: 7,
    temperature: 0.7000000001,
    locks: [1],
    compared: "A",
    second: { model: { name: "n" } },
    pins: [{ name: "A", z: snapped([1, 0]), c: Float32Array.of(0, 0) }],
    selections: [null, { map: "z1-z0", polygon: snapPolygon([0, 0, 9, 0, 9, 9], POINTS) }],
  });
  assert.deepEqual(Object.keys(full), [
    "model",
    "z",
    "c",
    "map",
    "seed",
    "t",
    "locks",
    "b",
    "pins",
    "compared",
    "second",
  ]);
  assert.equal(full.t, "0.7");
  assert.equal(full.pins, `A.${packSteps([3200, 0])}.none`);
  assert.match(full.b, /^z1-z0\.[\w-]+$/);
});

test("the code that z is, is said until z moves away from it", () => {
  const source = { kind: "code", index: 0, text: "test image 0" };
  assert.deepEqual(Object.keys(toQuery({ ...STATE, source })), ["model", "z", "c", "code", "map"]);
  assert.equal(toQuery({ ...STATE, source }).code, "0");
  assert.equal(toQuery({ ...STATE, source: { ...source, moved: true } }).code, undefined);
  assert.equal(toQuery({ ...STATE, source: { kind: "map", text: "" } }).code, undefined);
  assert.match(queryOf({ ...STATE, source }, ALL, "?code=7"), /&code=0&/);
});

test("keys of one page are left out at their default", () => {
  const own = toQuery({ ...STATE, highlight: 0, draw: 9, tab: "encode" });
  assert.deepEqual([own.highlight, own.draw, own.tab], ["0", "9", "encode"]);
  assert.deepEqual(
    Object.keys(OWN).filter((key) => key in toQuery(STATE)),
    [],
  );
});

test("conditions: nothing told, a class, a mixture, attributes", () => {
  assert.equal(formatC(Float32Array.of(0, 0)), "none");
  assert.equal(formatC(Float32Array.of(0, 0, 1)), "2");
  assert.equal(formatC(Float32Array.of(0.5, 0.5)), packSteps([13860, 13860]));
  assert.equal(formatC(Float32Array.of(-1, 1)), packSteps([-27720, 27720]));
});

test("a query keeps the parameters of others", () => {
  const query = queryOf(STATE, ALL, "?embed=true&z=old&model=other&tab=encode");
  assert.equal(query, `?embed=true&model=m+z&z=${packSteps([1600, -4000])}&c=1&map=umap`);
});

test("selections of a link are passed on while they wait for the codes", () => {
  const linked = [{ map: "umap", steps: [0, 0, 5, 0, 5, 5] }, null];
  assert.equal(toQuery({ ...STATE, codes: null, linked }).a, `umap.${packSteps(linked[0].steps)}`);
});

test("a snapped polygon stays as it is: corners, steps and back", () => {
  const random = uniform(1);
  for (let round = 0; round < 200; round++) {
    const stroke = Array.from(
      { length: 2 * Math.ceil(3 + 300 * random()) },
      (_, i) => (i % 2 ? 100 : -7) + 200 * (random() - 0.5),
    );
    const kept = snapPolygon(stroke, POINTS);
    assert.ok(kept.length >= 6 && kept.length <= 128);
    assert.deepEqual(snapPolygon(kept, POINTS), kept);
    assert.deepEqual(polygonOf(stepsOf(kept, POINTS), POINTS), kept);
  }
});

test("a polygon keeps to its stroke, and one without an area is none", () => {
  const round = Array.from({ length: 1000 }, (_, i) =>
    i % 2 ? 100 + 20 * Math.sin(i / 159) : -7 + 20 * Math.cos((i + 1) / 159),
  );
  const kept = snapPolygon(round, POINTS);
  for (let i = 0; i < kept.length; i += 2) assert.ok(Math.abs(Math.hypot(kept[i] + 7, kept[i + 1] - 100) - 20) < 0.05);
  assert.equal(kept.length, 128);
  assert.equal(snapPolygon([1, 1, 1, 1, 2, 2], POINTS), null);
  assert.equal(snapPolygon([], POINTS), null);
});

test("maps of one point, or of none, still have a grid", () => {
  assert.deepEqual(snapPolygon([0, 0, 1, 0, 1, 1], Float32Array.of(0, 0)).length, 6);
  assert.deepEqual(snapPolygon([0, 0, 1, 0, 1, 1], new Float32Array(0)).length, 6);
});

const MODEL = {
  name: "m",
  latent_dim: 3,
  condition: { kind: "class", names: ["a", "b", "c", "d"] },
  maps: ["pca", "umap"],
};
const FRAME = { model: MODEL, others: ["beside"] };
const read = (query, frame = FRAME) => readView(new URLSearchParams(query), frame, ALL);
const z = (...values) => pack(values, Z_STEPS);
const steps = (n) => packSteps(Array(n).fill(0));

/** A state with everything in it, on the grid. */
function full(latent = 3, classes = 4) {
  const random = uniform(7);
  const at = () => snapped(Array.from({ length: latent }, () => 4 * random() - 2));
  const c = Float32Array.from({ length: classes }, (_, i) => Number(i === 1));
  const unit = Float32Array.from({ length: latent }, () => 1 / Math.sqrt(latent));
  const lasso = Array.from({ length: 128 }, () => Math.floor(60000 * random()) - 30000);
  const model = { ...MODEL, latent_dim: latent, condition: { kind: "class", names: Array(classes).fill("x") } };
  const state = {
    ...EMPTY,
    model,
    z: at(),
    c,
    map: "z2-z0",
    source: { kind: "code", index: 123, text: "" },
    seed: 1048575,
    temperature: 0.75,
    locks: [2, 0],
    linked: [
      { map: "umap", steps: lasso },
      { map: "z0-z1", steps: [0, 0, 5, 0, 5, 5] },
    ],
    pins: [..."ABCDEFGH"].map((name) => ({ name, z: at(), c })),
    compared: "B",
    second: { model: { name: "beside" } },
    directions: [{ name: "a.b <i>", vector: unit }],
    convention: "absolute",
    path: { method: "slerp", t: 0.25, playing: false, speed: 4 },
    highlight: 0,
    draw: 9,
    tab: "encode",
  };
  return { state, frame: { model, others: ["beside"] } };
}

for (const [latent, classes] of [
  [3, 4],
  [32, 10],
  [512, 40],
]) {
  test(`everything comes back from a URL: ${latent} dimensions, ${classes} classes`, () => {
    const { state, frame } = full(latent, classes);
    const query = toQuery(state);
    const { view, problems } = read(query, frame);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      Object.keys(ALL).filter((key) => !(key in query)),
      [],
    );
    const { wanted, directions, ...rest } = view;
    assert.equal(wanted, "beside");
    assert.equal(directions[0].name, "a.b <i>");
    directions[0].vector.forEach((value) => assert.ok(Math.abs(value - 1 / Math.sqrt(latent)) < 1e-4));
    assert.deepEqual(rest, Object.fromEntries(Object.keys(rest).map((key) => [key, state[key]])));
    assert.equal(String(new URLSearchParams(toQuery({ ...state, ...view }))), String(new URLSearchParams(query)));
  });
}

test("sixteen dimensions, eight pins and a lasso stay under what any browser takes", () => {
  const { state } = full(16, 10);
  assert.ok(new URLSearchParams(toQuery(state)).toString().length < 2000);
});

test("what is left out is open, and extreme values are clipped", () => {
  assert.deepEqual(read({}), { view: {}, problems: [] });
  assert.deepEqual([...read({ z: packSteps([-32768, 32767, 0]) }).view.z], [-10, 10, 0]);
});

test("the prior's plane is a map of two dimensions only", () => {
  const flat = { model: { ...MODEL, latent_dim: 2, maps: ["axes"] }, others: [] };
  assert.equal(read({ map: "manifold" }, flat).view.map, "manifold");
  const bare = { model: { ...MODEL, maps: [] }, others: [] };
  assert.match(read({ map: "pca" }, bare).problems[0], /no maps/);
});

const DAMAGED = [
  ...["", "AA", "A", "!!!!", "<script>alert(1)</script>", "\u00e9", "../../etc/passwd", "AAAAAAAAAA"].map((text) => [
    "z",
    text,
    /3 dimensions/,
  ]),
  ...["", "4", "-1", "\u00b2", "0x1", "9999999999", "~", "~!", "AAAA", "none ", "01"].map((text) => [
    "c",
    text,
    /class from 0 to 3/,
  ]),
  ...["", "-1", "1.5", "x", "\u0661", "1111111111"].map((text) => ["code", text, /stored code/]),
  ...["umpa", "", "z0-z0", "z0-z3", "z00-z1", "z-1-z0", "z0-z1 ", "manifold", "<b>"].map((text) => [
    "map",
    text,
    /pca, umap.*z0 to z2/,
  ]),
  ["seed", "-1", /from 0 to 4294967295/],
  ["seed", "4294967296", /from 0 to 4294967295/],
  ["seed", "1e3", /whole number/],
  ["t", "nan", /0 to 4/],
  ["t", "4.01", /0 to 4/],
  ["t", "-1", /hundredths/],
  ["locks", "3", /from 0 to 2/],
  ["locks", "1-1", /each once/],
  ["locks", "0--1", /from 0 to 2/],
  ["a", "umap", /3 to 64 corners/],
  ["a", `umap.${steps(4)}`, /3 to 64 corners/],
  ["b", `umap.${steps(130)}`, /3 to 64 corners/],
  ["b", `umap.${steps(7)}`, /3 to 64 corners/],
  ["b", `moon.${steps(6)}`, /Unknown map 'moon'/],
  ["pins", "A", /at most 8/],
  ["pins", `A.${z(0, 0, 0)}.0.A.${z(0, 0, 0)}.1`, /a different letter/],
  ["pins", `<b>.${z(0, 0, 0)}.0`, /pins in the URL/],
  ["pins", `A.${z(0, 0)}.0`, /3 dimensions/],
  ["pins", `A.${z(0, 0, 0)}.9`, /class from 0 to 3/],
  ["pins", Array.from({ length: 9 }, (_, i) => `P${i}.${z(0, 0, 0)}.0`).join("."), /at most 8/],
  ["compared", "A", /no such pin/],
  ["second", "nobody", /Unknown second model 'nobody'.*beside/],
  ["directions", "up", /at most 16/],
  ["directions", `up.${pack([1, 1, 1], 32767)}`, /each with a name and 3 numbers/],
  ["directions", `%.${pack([1, 0, 0], 32767)}`, /directions in the URL/],
  ["traversal", "prior", /quantiles, posterior, absolute/],
  ["path", "slerp", /path in the URL/],
  ["path", "arc.1.1", /lerp, slerp, nearest/],
  ["path", "lerp.1001.1", /from 0 to 1000/],
  ["highlight", "4", /A class in the URL is '4'; allowed: a whole number from 0 to 3/],
  ["draw", "10", /from 0 to 9/],
  ["tab", "interpolate", /allowed: interpolation, encode/],
  ["z", "A".repeat(100_000), /100,000 characters; at most 2,000/],
];

for (const [key, text, words] of DAMAGED) {
  test(`damaged ${key}: '${text.slice(0, 30)}' has its default, says what is allowed, and leaves the rest`, () => {
    const { view, problems } = read(key === "c" ? { c: text, seed: "1" } : { [key]: text, c: "1" });
    assert.equal(problems.length, 1);
    assert.match(problems[0], words);
    assert.deepEqual(view, key === "c" ? { seed: 1 } : { c: Float32Array.of(0, 1, 0, 0) });
  });
}

test("any text in any key gives a view that fits and can be written", () => {
  const random = uniform(3);
  const alphabet = "AZaz09-_.~%+/=& <>\u00e9\u0661\ud7ff\0";
  const { state } = full();
  const good = toQuery(state);
  for (let round = 0; round < 3000; round++) {
    const query = { ...good };
    for (let n = 1 + Math.floor(4 * random()); n; n--) {
      const key = Object.keys(ALL)[Math.floor(random() * Object.keys(ALL).length)];
      const at = Math.floor(random() * (query[key].length + 1));
      const noise = Array.from({ length: 6 * random() }, () => alphabet[Math.floor(random() * alphabet.length)]);
      query[key] = query[key].slice(0, at) + noise.join("") + query[key].slice(at + Math.floor(4 * random()));
    }
    const { view, problems } = read(query);
    assert.ok(problems.every((problem) => typeof problem === "string"));
    if (view.z) assert.ok(view.z.length === 3 && view.z.every((value) => Math.abs(value) <= 10));
    assert.deepEqual(read(toQuery({ ...state, ...view })).problems, []);
  }
});

test("every step comes back; text that is no code is null and never an error", () => {
  for (let first = -32768; first < 32768; first += 1024) {
    const some = Array.from({ length: 1024 }, (_, i) => first + i);
    assert.deepEqual(unpackSteps(packSteps(some)), some);
  }
  const random = uniform(11);
  for (let round = 0; round < 3000; round++) {
    const text = String.fromCodePoint(
      ...Array.from({ length: 12 * random() }, () => Math.floor(random() * (random() < 0.5 ? 128 : 0x110000))),
    );
    const found = unpackSteps(text);
    assert.ok(found === null || found.length <= text.length);
  }
});
