import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createOverlay } = await part("map/overlay");
const { Plane } = await part("map/plane");
const { EMPTY } = await part("workspace/state");

/** A canvas that keeps the texts that are written on it. */
function paper() {
  const written = [];
  const pen = {
    fillText: (text, x, y) => written.push({ text, x, y }),
    measureText: (text) => ({ width: 8 * text.length }),
  };
  for (const name of ["scale", "setLineDash", "beginPath", "moveTo", "lineTo", "closePath", "stroke", "fill"])
    pen[name] = () => {};
  for (const name of ["arc", "rect", "strokeText", "fillRect"]) pen[name] = () => {};
  return { canvas: { getContext: () => pen }, written };
}

test("a group's badge is drawn after the names of classes, and none is written into it", () => {
  const points = Float32Array.of(-1, -1, 1, 1, 0, 0);
  const map = { name: "umap", points };
  const codes = { n: 3, latent: 1, maps: { umap: map } };
  const plane = new Plane();
  plane.resize(200, 200);
  plane.fit(points);
  const all = Object.freeze({ map: "umap", polygon: [-2, -2, 2, -2, 2, 2, -2, 2] });
  const { canvas, written } = paper();
  const view = { map, codes, names: ["boots", "coats"], places: [[0, 0], null] };
  const state = { ...EMPTY, codes, model: {}, map: "umap", selections: [all, null] };
  createOverlay(canvas, plane)(state, view, { scale: 1, share: 1, stroke: null, hovered: -1 });
  assert.deepEqual(
    written.map(({ text }) => text),
    ["boots", "A"],
  );
  const [name, badge] = written;
  assert.deepEqual([badge.x, badge.y], [100, 100.5]);
  assert.ok(Math.abs(name.y - 100) >= 17.9 || Math.abs(name.x - 100) >= (46 + 18) / 2 - 0.1, `${name.x}, ${name.y}`);
});
