import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { part } from "../modules.mjs";

const { C_STEPS, Z_STEPS, snap, snapped } = await part("latents/place");
const { formatC, linkTo, toQuery } = await part("workspace/address");
const { pack, packSteps, polygonOf, snapPolygon, stepsOf } = await part("map/grid");
const { sameQuery } = await part("workspace/rest");
const { EMPTY } = await part("workspace/state");
const { uniform } = await part("latents/gaussian");

const CASES = JSON.parse(await readFile(new URL("grid.json", import.meta.url)));
const POINTS = Float32Array.from({ length: 400 }, (_, i) => 30 * Math.sin(i * 12.9898) + (i % 2 ? 100 : -7));
const STATE = {
  ...EMPTY,
  model: { name: "m z", latent_dim: 2, prior: { mu: [0, 0], logvar: [0, 0] } },
  map: "umap",
  z: snapped([0.5, -1.25]),
  c: Float32Array.of(0, 1),
  codes: { latent: 2, n: 200, mu: POINTS, maps: { umap: { name: "umap", points: POINTS } } },
};

test("page and Python write the same text for the same floats", () => {
  for (const [kind, steps] of [
    ["z", Z_STEPS],
    ["c", C_STEPS],
  ]) {
    for (const { bits, text, steps: whole } of CASES[kind]) {
      const values = new Float32Array(Uint32Array.from(bits).buffer);
      assert.equal(pack(values, steps), text);
      assert.deepEqual([...Float32Array.from(whole, (step) => step / steps)], [...values]);
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

test("an address says what is not at its default, in the order that Python writes", () => {
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
  assert.match(linkTo({ ...STATE, source }, { origin: "http://h", pathname: "/", search: "?code=7" }), /&code=0&/);
});

test("what one page alone has is said where it is not as at first; what is told also where the image is of that class", () => {
  const own = { highlight: 0, drawClass: 0, draw: 9, tab: "encode" };
  assert.deepEqual(Object.entries(toQuery({ ...STATE, ...own })).slice(-4), [
    ["highlight", "0"],
    ["class", "0"],
    ["draw", "9"],
    ["tab", "encode"],
  ]);
  const codes = { ...STATE.codes, labels: Uint8Array.of(0, 4) };
  const given = (label) =>
    toQuery({ ...STATE, codes, drawClass: label, source: { kind: "code", index: 1, text: "" } }).class;
  assert.deepEqual([given(4), given(0), given(null)], ["4", "0", undefined]);
  assert.equal(
    linkTo({ ...STATE, tab: "walk" }, { origin: "", pathname: "/", search: "?tab=encode&highlight=3" }).includes("tab"),
    false,
  );
});

test("conditions: nothing told, a class, a mixture, attributes", () => {
  assert.equal(formatC(Float32Array.of(0, 0)), "none");
  assert.equal(formatC(Float32Array.of(0, 0, 1)), "2");
  assert.equal(formatC(Float32Array.of(0.5, 0.5)), packSteps([13860, 13860]));
  assert.equal(formatC(Float32Array.of(-1, 1)), packSteps([-27720, 27720]));
});

test("a link is absolute and keeps the parameters of others", () => {
  const link = linkTo(STATE, { origin: "http://h:1", pathname: "/explore", search: "?embed=true&z=old&model=other" });
  assert.equal(link, `http://h:1/explore?embed=true&model=m+z&z=${packSteps([1600, -4000])}&c=1&map=umap`);
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

test("addresses are compared but for the second model", () => {
  assert.ok(sameQuery({ z: "a" }, { z: "a", second: "n" }));
  assert.ok(!sameQuery({ z: "a" }, { z: "a", locks: "1" }));
  assert.ok(!sameQuery({ z: "a", locks: "1" }, { z: "a" }));
});
