import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { classLines, exportAddress, rateText } = await part("map/group");
const { averageImage, rowsOf, spread } = await part("map/group-mean");

test("classes are sorted by number, and the rest is one line, so that they add up", () => {
  assert.deepEqual(classLines([3, 0, 5], ["a", "b", "c"]), [
    { name: "c", number: 5 },
    { name: "a", number: 3 },
  ]);
  const many = classLines([1, 2, 3, 4, 5, 6, 7, 8], [..."abcdefgh"]);
  assert.deepEqual(
    many.map(({ name }) => name),
    ["h", "g", "f", "others"],
  );
  assert.equal(
    many.reduce((sum, { number }) => sum + number, 0),
    36,
  );
  assert.equal(classLines([1, 2, 3, 4], [..."abcd"]).length, 4);
});

test("the mean KL is given beside the data set's", () => {
  assert.equal(rateText({ total: 3.25 }, { rate: [1, 2.5] }), "KL: 3.3 nats on average (data set 3.5)");
  assert.equal(rateText({ total: 3 }, { rate: null }), "KL: 3.0 nats on average");
});

test("members whose images are averaged are spread over the group", () => {
  assert.deepEqual(spread(Uint32Array.of(2, 4, 6, 8), 2), [2, 6]);
  assert.deepEqual(spread(Uint32Array.of(2, 4), 64), [2, 4]);
});

test("the mean code is decoded under the group's class, members each under their own", () => {
  const codes = {
    latent: 1,
    mu: Float32Array.of(1, 2, 6),
    logvar: new Float32Array(3),
    labels: Uint16Array.of(0, 1, 1),
  };
  const model = {
    prior: { mu: [0], logvar: [0] },
    class_names: ["a", "b"],
    condition: { kind: "class", names: ["a", "b"] },
  };
  const [z, c, n] = rowsOf({ codes, model, c: Float32Array.of(1, 0) }, Uint32Array.of(0, 1, 2), Float32Array.of(0, 1));
  assert.equal(n, 4);
  assert.deepEqual([...z], [3, 1, 2, 6]);
  assert.deepEqual([...c], [0, 1, 1, 0, 0, 1, 0, 1]);
});

test("images are averaged byte by byte", () => {
  assert.deepEqual([...averageImage(Uint8Array.of(0, 10, 255, 21), 2)], [128, 16]);
});

test("a file's address holds the polygon as the server reads it", () => {
  const address = exportAddress(
    { endpoints: { export: "/vaeviz/export/abc" }, token: "t&" },
    "npz",
    { map: "z0-z1", polygon: [-0.5, 1, 2, 3, 4, 5] },
    "B",
  );
  const query = new URL(address, "http://page").searchParams;
  assert.equal(query.get("group"), "B");
  assert.ok(address.startsWith("/vaeviz/export/abc.npz?token=t%26&map=z0-z1&polygon="));
  const bytes = Uint8Array.from(atob(query.get("polygon").replace(/-/g, "+").replace(/_/g, "/")), (one) =>
    one.charCodeAt(0),
  );
  assert.deepEqual([...new Float32Array(bytes.buffer)], [-0.5, 1, 2, 3, 4, 5]);
});
