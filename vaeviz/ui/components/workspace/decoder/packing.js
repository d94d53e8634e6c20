/** One binary body of arrays, as vaeviz/live/packing.py joins it: u32 length, JSON padded to 4 bytes, the arrays it lists. */

const VIEWS = { float16: Uint16Array, float32: Float32Array, uint16: Uint16Array, uint32: Uint32Array };

/** Returns `{head, arrays}`, the arrays as views on the body; float16 alone is copied, to float32. */
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const arrays = {};
  for (const { name, dtype, shape, offset } of head.arrays) {
    const View = VIEWS[dtype];
    if (!View) throw new RangeError(`The body holds an array of unknown kind ${dtype}.`);
    const view = new View(buffer, 4 + length + offset, shape.reduce((product, side) => product * side, 1));
    arrays[name] = dtype === "float16" ? toSingle(view) : view;
  }
  return { head, arrays };
}

/** Half to single precision: exponent and mantissa move into place, and the exponents' different zero is multiplied away. */
function toSingle(halves) {
  const bits = new Uint32Array(halves.length);
  const singles = new Float32Array(bits.buffer);
  for (let i = 0; i < halves.length; i++) {
    bits[i] = ((halves[i] & 0x8000) << 16) | ((halves[i] & 0x7fff) << 13);
    singles[i] *= 2 ** 112;
  }
  return singles;
}
