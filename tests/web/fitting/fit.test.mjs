import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { fitDrawing, fitImage } = await part("fitting/fit");
const { inkInLight } = await part("fitting/light");
const { resample, resized } = await part("fitting/resample");

/** An image of grey levels, `level(x, y)`, or of colours [r, g, b] or [r, g, b, a]. */
function image(width, height, level) {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    const found = level(i % width, Math.floor(i / width));
    const [r, g, b, a = 255] = Array.isArray(found) ? found : [found, found, found];
    data.set([r, g, b, a], 4 * i);
  }
  return { width, height, data };
}
/** A drawing of an L in the lower left of a square. */
function stroke(side) {
  const inked = (x, y) =>
    (y >= side / 2 && x >= side / 20 && x < side / 8) || (y >= 0.9 * side && x >= side / 20 && x < side / 2);
  return Uint8Array.from({ length: side * side }, (_, i) => (inked(i % side, Math.floor(i / side)) ? 255 : 0));
}
const fitted = (grey, side, shape) => fitDrawing(grey, side, shape)[0].levels;
const near = (one, other, most) =>
  one.forEach((value, i) => assert.ok(Math.abs(value - other[i]) <= most, `${i}: ${value}`));
const hows = (fits) => fits.map(({ how }) => how);

test("a picture shrinks by the average of what each pixel covers, and grows between neighbours", () => {
  const plane = { width: 3, height: 1, values: Float32Array.of(0, 30, 90) };
  near(resized(plane, { width: 1, height: 1 }).values, [40], 1e-4);
  near(resized(plane, { width: 2, height: 1 }).values, [10, 70], 1e-4);
  near(resized(plane, { width: 6, height: 1 }).values, [0, 7.5, 22.5, 45, 75, 90], 1e-4);
  near(
    resample(plane, { left: 1, top: 0, wide: 2, tall: 1 }, { width: 2, height: 3 }).values,
    [30, 90, 30, 90, 30, 90],
    1e-4,
  );
  const flat = { width: 7, height: 5, values: new Float32Array(35).fill(9) };
  for (const size of [
    { width: 3, height: 2 },
    { width: 20, height: 11 },
  ])
    near(resized(flat, size).values, new Float32Array(220).fill(9), 1e-4);
});

test("a picture of the own size is perhaps best centred, but not where its ink would stay about where it is", () => {
  const dot = (left, top, side) => (x, y) => (x >= left && x < left + side && y >= top && y < top + side ? 255 : 0);
  const hows = (level) => fitImage(image(28, 28, level), [1, 28, 28]).map(({ how }) => how);
  assert.deepEqual(hows(dot(4, 4, 20)), ["", "centred"]);
  assert.deepEqual(hows(dot(5, 3, 19)), ["", "centred"]);
  assert.deepEqual(hows(dot(8, 8, 12)), ["centred", ""]);
  assert.deepEqual(hows(dot(0, 4, 20)), ["centred", ""]);
  assert.deepEqual(
    hows(() => 9),
    [""],
  );
});

test("a picture of the own size keeps its pixels where it is taken as it is", () => {
  const levels = (x, y) => (x % 27 && y % 27 ? (37 * x + 101 * y) % 256 : 0);
  const own = fitImage(image(28, 28, levels), [1, 28, 28]).find(({ how }) => how === "");
  assert.deepEqual(
    own.levels,
    Uint8Array.from({ length: 784 }, (_, i) => levels(i % 28, Math.floor(i / 28))),
  );
});

test("dark ink of the own size is inverted", () => {
  const [, { levels }] = fitImage(
    image(8, 8, (x, y) => (x === 3 && y === 3 ? 0 : 255)),
    [1, 8, 8],
  );
  assert.equal(levels[27], 255);
  assert.equal(
    levels.reduce((sum, one) => sum + one),
    255,
  );
});

test("a small digit off the centre of a picture of the own size is made large and centred", () => {
  const [{ levels }] = fitImage(
    image(28, 28, (x, y) => (x > 1 && x < 7 && y > 14 && y < 27 ? 20 : 240)),
    [1, 28, 28],
  );
  const rows = [...Array(28).keys()].filter((y) => levels.subarray(28 * y, 28 * y + 28).some((one) => one > 0));
  assert.deepEqual([rows[0], rows.at(-1)], [4, 23]);
  assert.equal(levels[28 * 14 + 14], 255);
});

test("colour is cut to the middle, and said to be", () => {
  const [{ levels, how }] = fitImage(
    image(80, 40, (x) => (x >= 20 && x < 60 ? [255, 0, 128] : [0, 0, 0])),
    [3, 10, 10],
  );
  assert.equal(how, "centre crop");
  assert.deepEqual([...levels], Array(100).fill([255, 0, 128]).flat());
});

test("a colour picture of the own size keeps its pixels", () => {
  const colour = (x, y) => [10 * x, 20 * y, 250];
  const [{ levels, how }] = fitImage(image(6, 4, colour), [3, 4, 6]);
  assert.equal(how, "");
  assert.deepEqual([...levels], Array.from({ length: 24 }, (_, i) => colour(i % 6, Math.floor(i / 6))).flat());
});

test("ink on paper is treated as a drawing, in whatever colour it is", () => {
  const paper = (x, y) => (x >= 150 && x < 170 && y >= 20 && y < 120 ? [20, 20, 20] : [240, 240, 240]);
  const fits = fitImage(image(200, 300, paper), [1, 28, 28]);
  assert.deepEqual(hows(fits), ["centred"]);
  assert.equal(Math.max(...fits[0].levels.subarray(28 * 14, 28 * 15)), 255);
  const red = fitImage(
    image(200, 300, (x, y) => (paper(x, y)[0] === 20 ? [160, 0, 0] : [240, 240, 240])),
    [1, 28, 28],
  );
  assert.deepEqual(red, fits);
});

test("a photograph is cut and scaled, or its light is evened", () => {
  const fits = fitImage(
    image(100, 50, (x) => Math.round((120 * x) / 99)),
    [1, 10, 10],
  );
  assert.equal(fits[0].how, "centre crop");
  const row = fits[0].levels.subarray(0, 10);
  row.slice(1).forEach((level, i) => assert.ok(level > row[i]));
  assert.ok(Math.abs(row[0] - 33) < 8);
});

test("uneven light is taken out of a photo of ink on paper", () => {
  const light = (x, y) => 120 + 0.5 * x + 0.1 * y;
  const inked = (x, y) => x > 70 && x < 90 && y > 50 && y < 150;
  const photo = image(200, 200, (x, y) => Math.round(light(x, y) * (inked(x, y) ? 0.3 : 1)));
  const fits = fitImage(photo, [1, 28, 28]);
  assert.deepEqual(hows(fits), ["lighting evened, centred", "centre crop"]);
  const even = fitImage(
    image(200, 200, (x, y) => (inked(x, y) ? 60 : 200)),
    [1, 28, 28],
  );
  const gap = fits[0].levels.reduce((sum, level, i) => sum + Math.abs(level - even[0].levels[i]), 0) / 784;
  assert.ok(gap < 4, `${gap} levels`);
});

test("so it is where the paper is dark; and paper without ink has none", () => {
  const board = (x, y) => (x > 70 && x < 90 && y > 50 && y < 150 ? 220 : 40 + x / 5);
  assert.ok(
    inkInLight({
      width: 200,
      height: 200,
      values: Float32Array.from({ length: 40_000 }, (_, i) => board(i % 200, Math.floor(i / 200))),
    }),
  );
  assert.equal(
    inkInLight({
      width: 200,
      height: 200,
      values: Float32Array.from({ length: 40_000 }, (_, i) => 120 + (i % 200) / 2),
    }),
    null,
  );
});

for (const [ink, ground] of [
  [0, 255],
  [255, 0],
])
  test(`a transparent picture of level ${ink} stands out from its ground`, () => {
    const [{ levels }] = fitImage(
      image(10, 10, (x, y) => (x > 2 && x < 6 && y > 2 && y < 6 ? [ink, ink, ink, 255] : [ink, ink, ink, 0])),
      [3, 10, 10],
    );
    assert.deepEqual([levels[0], levels[3 * 44]], [ground, ink]);
  });

test("a blank picture fits no way", () => {
  assert.deepEqual(
    fitImage(
      image(30, 30, () => 128),
      [1, 28, 28],
    ),
    [],
  );
});

for (const [side, box] of [
  [28, 20],
  [64, 46],
  [8, 8],
])
  test(`the ink of a drawing fills the box of ${box} of ${side}, its strongest at full level`, () => {
    const levels = fitted(stroke(200), 200, [1, side, side]);
    const inked = [...levels.keys()].filter((i) => levels[i] > 0);
    const extent = (numbers) => Math.max(...numbers) - Math.min(...numbers) + 1;
    assert.equal(Math.max(extent(inked.map((i) => i % side)), extent(inked.map((i) => Math.floor(i / side)))), box);
    assert.equal(Math.max(...levels), 255);
  });

for (const side of [28, 64])
  test(`the centre of mass of a drawing is where MNIST has it, at ${side} x ${side}`, () => {
    const levels = fitted(stroke(200), 200, [1, side, side]);
    const total = levels.reduce((sum, one) => sum + one, 0);
    for (const place of [(i) => i % side, (i) => Math.floor(i / side)])
      assert.ok(Math.abs(levels.reduce((sum, one, i) => sum + one * place(i), 0) / total - side / 2) <= 0.5);
  });

test("where and how large it is drawn does not matter", () => {
  const large = fitted(stroke(240), 240, [1, 28, 28]);
  const moved = new Uint8Array(256 * 256);
  for (let y = 0; y < 240; y++) moved.set(stroke(240).subarray(240 * y, 240 * y + 240), 256 * (y + 16) + 6);
  assert.deepEqual(fitted(moved, 256, [1, 28, 28]), large);
  near(fitted(stroke(120), 120, [1, 28, 28]), large, 64);
});

test("dark ink on light is the same drawing, and faint ink becomes bright", () => {
  const light = fitted(stroke(200), 200, [1, 28, 28]);
  assert.deepEqual(
    fitted(
      stroke(200).map((one) => 255 - one),
      200,
      [1, 28, 28],
    ),
    light,
  );
  near(
    fitted(
      stroke(200).map((one) => one / 4),
      200,
      [1, 28, 28],
    ),
    light,
    1,
  );
});

for (const [x, y] of [
  [0, 0],
  [27, 27],
  [13, 0],
])
  test(`a single dot at (${x}, ${y}) is a drawing`, () => {
    const levels = fitted(
      Uint8Array.from({ length: 784 }, (_, i) => (i === 28 * y + x ? 255 : 0)),
      28,
      [1, 28, 28],
    );
    assert.equal(Math.max(...levels), 255);
  });

test("a colour model gets a drawing in every channel", () => {
  const levels = fitted(stroke(200), 200, [3, 32, 24]);
  assert.equal(levels.length, 3 * 32 * 24);
  for (let i = 0; i < levels.length; i += 3) assert.ok(levels[i] === levels[i + 1] && levels[i] === levels[i + 2]);
});

for (const level of [0, 255, 128])
  test(`a drawing of level ${level} alone is empty`, () => {
    assert.deepEqual(fitDrawing(new Uint8Array(900).fill(level), 30, [1, 28, 28]), []);
  });
