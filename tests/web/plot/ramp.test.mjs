import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { oklch, rampOf, SHADES, shadeOf } = await part("plot/ramp");

/** The lightness of an RGB colour as CIE has it, 0 to 100: another measure than the one the ramp is made by. */
function lightness([r, g, b]) {
  const linear = [r, g, b].map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  const y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  return 116 * Math.cbrt(y) - 16;
}

test("grey of OKLab is grey, black and white are their ends", () => {
  assert.deepEqual(oklch(0, 0, 0), [0, 0, 0]);
  assert.deepEqual(oklch(1, 0, 0), [255, 255, 255]);
  const [r, g, b] = oklch(0.5, 0, 1);
  assert.ok(r === g && g === b);
});

test("each shade is as far from the next as the others are, on both grounds", () => {
  for (const dark of [false, true]) {
    const shades = rampOf(dark);
    const at = (i) => lightness(shades.subarray(3 * i, 3 * i + 3));
    const whole = at(SHADES - 1) - at(0);
    assert.ok(dark ? whole > 50 : whole < -50, `from ${at(0)} to ${at(SHADES - 1)}`);
    for (let part = 0; part < 8; part++) {
      const gone = (at(32 * part + 31) - at(32 * part)) / whole;
      assert.ok(gone > 0.07 && gone < 0.18, `an eighth is ${gone} of the way`);
    }
  }
});

test("a value's shade is its share of the maximum, and what is not a number has the first one", () => {
  assert.equal(shadeOf(0, 2), 0);
  assert.equal(shadeOf(2, 2), SHADES - 1);
  assert.equal(shadeOf(9, 2), SHADES - 1);
  assert.equal(shadeOf(1, 2), 128);
  assert.equal(shadeOf(NaN, 2), 0);
  assert.equal(shadeOf(1, 0), 0);
});
