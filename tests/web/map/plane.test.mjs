import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { Plane } = await part("map/plane");

const close = (got, want, gap = 1e-5) =>
  want.forEach((value, i) => assert.ok(Math.abs(got[i] - value) < gap, `${[...got]} is not ${want}`));

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
