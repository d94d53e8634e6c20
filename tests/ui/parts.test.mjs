import assert from "node:assert/strict";
import test from "node:test";
import { part } from "./modules.mjs";

const { parseCodes, row } = await part("map/codes");
const { nearest, blend } = await part("map/neighbours");
const { rate, sample } = await part("latents/gaussian");
const { fixed, parseNumber, conditionText } = await part("shell/format");
const { chosen } = await part("picture/conditions");
const { byRate } = await part("latents/order");
const { totalText } = await part("latents/pad");
const { Plane } = await part("map/plane");
const { axesOf, ticks } = await part("map/axes");
const { placeOf, placeOfNow, classPlaces, densePlaces, apartness } = await part("map/marker");
const { sizeAt } = await part("map/layer");
const { apart } = await part("map/names");
const { veilText } = await part("picture/picture");
const { styleOf } = await part("map/palette");

const close = (got, want, gap = 1e-5) => want.forEach((value, i) => assert.ok(Math.abs(got[i] - value) < gap, `${[...got]} is not ${want}`));

test("codes are read from one body, as views on it", () => {
  const head = {
    n: 2, latent: 1, maps: ["pca"], maps_info: { pca: { seed: 3, trustworthiness: 0.9, params: {} } },
    arrays: [["mu", "float32", [2, 1], 0], ["logvar", "float32", [2, 1], 8], ["labels", "uint16", [2], 16], ["map.pca", "float32", [2, 2], 20], ["basis", "float32", [2, 1], 36], ["centre", "float32", [1], 44]]
      .map(([name, dtype, shape, offset]) => ({ name, dtype, shape, offset })),
  };
  let text = JSON.stringify(head);
  text += " ".repeat((4 - (text.length % 4)) % 4);
  const buffer = new ArrayBuffer(4 + text.length + 48);
  new DataView(buffer).setUint32(0, text.length, true);
  new Uint8Array(buffer, 4).set(new TextEncoder().encode(text));
  new Float32Array(buffer, 4 + text.length, 12).set([0.5, -0.5, -1, -2]);
  new Uint16Array(buffer, 4 + text.length + 16, 2).set([7, 1]);
  const codes = parseCodes(buffer);
  assert.deepEqual([...row(codes.mu, 1, 1)], [-0.5]);
  assert.deepEqual([...codes.labels], [7, 1]);
  assert.equal(codes.maps.pca.seed, 3);
  assert.equal(codes.maps.pca.basis.length, 2);
  assert.equal(codes.mu.buffer, buffer);
});

test("nearest neighbours agree with sorting all distances", () => {
  const points = Float32Array.from({ length: 300 }, (_, i) => Math.sin(i * 12.9898) * 3);
  const distances = Array.from({ length: 100 }, (_, i) => [0, 1, 2].reduce((sum, j) => sum + (points[3 * i + j] - 0.5) ** 2, 0));
  const want = [...distances.keys()].sort((a, b) => distances[a] - distances[b]).slice(0, 5);
  assert.deepEqual([...nearest(points, 3, [0.5, 0.5, 0.5], 5).index], want);
});

test("fewer points than neighbours give what there is", () => {
  assert.deepEqual([...nearest(Float32Array.of(0, 0, 1, 1), 2, [1, 1], 8).index], [1, 0]);
});

test("a blend at a point is that point, and between two alike points their middle", () => {
  const points = Float32Array.of(0, 0, 2, 0);
  close(blend(points, 2, nearest(points, 2, [2, 0], 2)), [2, 0]);
  close(blend(points, 2, nearest(points, 2, [1, 0], 2)), [1, 0]);
  close(blend(points, 2, nearest(points, 2, [0.5, 0], 2)), [0.5, 0], 1e-6);
});

test("the rate is zero at the prior, and the closed form elsewhere", () => {
  const prior = { mu: [0, 1], logvar: [0, Math.log(4)] };
  close(rate([0, 1], [0, Math.log(4)], prior), [0, 0]);
  close(rate([1, 1], [0, 0], prior), [0.5, 0.5 * (0.25 - 1 + Math.log(4))]);
});

test("draws follow the prior's mean and deviation", () => {
  let state = 1;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const draws = Array.from({ length: 4000 }, () => sample({ mu: [3], logvar: [Math.log(4)] }, random)[0]);
  const mean = draws.reduce((a, b) => a + b) / draws.length;
  const deviation = Math.sqrt(draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length);
  assert.ok(Math.abs(mean - 3) < 0.15 && Math.abs(deviation - 2) < 0.1, `${mean} ${deviation}`);
});

test("numbers keep a real minus sign and zero has none", () => {
  assert.equal(fixed(-1.234), "\u22121.23");
  assert.equal(fixed(-0.001), "0.00");
  assert.equal(parseNumber("\u22121,5"), -1.5);
  assert.equal(parseNumber("nonsense"), null);
  assert.equal(parseNumber(" "), null);
});

test("a click takes one class; with Shift classes mix evenly and leave again", () => {
  assert.deepEqual([...chosen([0, 1, 0], 2, false)], [0, 0, 1]);
  assert.deepEqual([...chosen([0, 1, 0], 2, true)], [0, 0.5, 0.5]);
  assert.deepEqual([...chosen([0, 1, 0], 1, true)], [0, 0, 0]);
  assert.equal(conditionText([0, 0.5, 0.5], ["a", "b", "c"]), "50% b + 50% c");
  assert.equal(conditionText([0, 0, 0], ["a", "b", "c"]), "none");
});

test("dimensions go by falling rate, and in order where it is unknown", () => {
  assert.deepEqual(byRate({ latent_dim: 3, rate: [0.1, 2, 0.5] }), [1, 2, 0]);
  assert.deepEqual(byRate({ latent_dim: 3, rate: [0, 1, 0] }), [1, 0, 2]);
  assert.deepEqual(byRate({ latent_dim: 3, rate: null }), [0, 1, 2]);
});

test("the totals say the unit, of what, and the threshold", () => {
  const text = totalText({ rate: [1, 2], active: [true, false], latent_dim: 2 }, { rate: [2, 2] });
  assert.match(text, /^Total rate: 3\.0 nats data-set mean \| 4\.0 this image\. /);
  assert.match(text, /1 of 2 active \(variance of .* over the stored codes above 0\.01\)/);
  assert.match(totalText({ rate: null }, null), /unknown/);
});

test("a window shows all points, and zooms about the pointer", () => {
  const plane = new Plane();
  plane.resize(200, 100);
  plane.fit([-1, -1, 3, 1]);
  close(plane.toScreen(1, 0), [100, 50]);
  close(plane.toData(...plane.toScreen(0.3, 0.7)), [0.3, 0.7]);
  const before = plane.toData(30, 20);
  plane.zoomAt(30, 20, 2);
  close(plane.toData(30, 20), before);
  assert.ok(Math.abs(plane.zoom - 2) < 1e-9);
  plane.zoomAt(30, 20, 1e9);
  assert.equal(Math.round(plane.zoom), 60);
});

test("the marker is exact on PCA and on axes, and a neighbours' average elsewhere", () => {
  const codes = { mu: Float32Array.of(0, 0, 1, 1, 2, 0), latent: 2 };
  const pca = { name: "pca", basis: Float32Array.of(0, 1, 1, 0), centre: Float32Array.of(1, 2) };
  close(placeOf(Float32Array.of(4, 4), pca, codes), [2, 3]);
  close(placeOf(Float32Array.of(4, 5), { name: "axes", params: { x: 1, y: 0 } }, codes), [5, 4]);
  const umap = { name: "umap", points: Float32Array.of(10, 10, 20, 20, 30, 30) };
  close(placeOf(Float32Array.of(1, 1), umap, codes), [20, 20], 1e-2);
});

test("a place is found once for the z of now, on each map", () => {
  const codes = { mu: Float32Array.of(0, 0, 1, 1), latent: 2 };
  const [one, other] = [10, 20].map((shift) => ({ name: "umap", points: Float32Array.of(shift, 0, shift, 5) }));
  const z = Float32Array.of(0, 0);
  const place = placeOfNow(z, one, codes);
  close(placeOfNow(z, other, codes), [20, 0]);
  assert.equal(placeOfNow(z, one, codes), place);
  close(placeOfNow(Float32Array.of(1, 1), one, codes), [10, 5]);
});

test("class names stand where most of the class is, and none runs into another", () => {
  assert.deepEqual(classPlaces(Float32Array.of(0, 0, 2, 2, 100, 100, 5, 5), Uint16Array.of(0, 0, 0, 1), 3), [[2, 2], [5, 5], null]);
  assert.deepEqual(densePlaces(Float32Array.of(0, 0, 1, 0, 2, 0, 90, 0, 99, 0, 5, 5), Uint16Array.of(0, 0, 0, 0, 0, 1), 3), [[1, 0], [5, 5], null]);
  const [first, second, third, none] = apart([[0, 0], [50, 0], [52, 0], null], [12, 12, 12, 12]);
  assert.deepEqual(first, [0, 0]);
  assert.ok(third[0] - second[0] >= 11.9 || Math.abs(third[1] - second[1]) >= 17.9);
  assert.equal(none, null);
});

test("axes carry round numbers, and only where they mean something", () => {
  assert.deepEqual(ticks(-2.2, 3.1, 6).map(({ text }) => text), ["\u22122", "\u22121", "0", "1", "2", "3"]);
  assert.deepEqual(ticks(0.11, 0.29, 4).map(({ text }) => text), ["0.15", "0.20", "0.25"]);
  assert.deepEqual(axesOf({ name: "axes", params: { x: 1, y: 0 } }), ["z1", "z0"]);
  assert.deepEqual(axesOf({ name: "pca", basis: [] }), ["PC 1", "PC 2"]);
  assert.equal(axesOf({ name: "umap" }), null);
});

test("classes that lie apart are told from classes in one heap", () => {
  const apart = Float32Array.of(0, 0, 1, 0, 9, 0, 10, 0);
  assert.equal(apartness(apart, Uint16Array.of(0, 0, 1, 1), [[0.5, 0], [9.5, 0]]), 1);
  assert.equal(apartness(apart, Uint16Array.of(0, 1, 0, 1), [[0, 0], [10, 0]]), 0.5);
});

test("points grow with zoom and shrink with number", () => {
  assert.ok(sizeAt(1, 10000) < sizeAt(1, 300));
  assert.ok(sizeAt(8, 10000) > sizeAt(1, 10000));
});

test("a broken line is said, and a stale picture is not hidden by a mere reconnect", () => {
  assert.match(veilText({ state: "waiting" }, null, true).text, /No connection/);
  assert.equal(veilText({ state: "connecting" }, null, true).text, "");
  assert.match(veilText({ state: "refused", reason: "" }, null, true).action, /Reload/);
});

test("no two of forty classes look alike, and of ten no two have the same colour", () => {
  const styles = Array.from({ length: 40 }, (_, i) => styleOf(i));
  assert.equal(new Set(styles.map((style) => JSON.stringify(style))).size, 40);
  assert.equal(new Set(styles.slice(0, 10).map(({ colour }) => colour)).size, 10);
  assert.deepEqual(styles.slice(8, 10).map(({ shape }) => shape), ["triangle", "square"]);
});
