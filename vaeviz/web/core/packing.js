/** One binary body, as vaeviz/server/http/packing.py makes it: u32 length, JSON padded to 4 bytes, then arrays. */

const VIEWS = {
  float16: Uint16Array,
  float32: Float32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
};

/**
 * Returns `{head, arrays}`, the arrays as views on the body; float16 alone is copied, to float32.
 * @param {ArrayBuffer} buffer
 * @returns {{ head: any; arrays: Record<string, any> }} the JSON header, and typed arrays by name
 */
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  /** @type {{ name: string; dtype: keyof typeof VIEWS; shape: number[]; offset: number }[]} */
  const listed = head.arrays;
  const arrays = listed.map(({ name, dtype, shape, offset }) => {
    const View = VIEWS[dtype];
    if (!View) throw new RangeError(`The body holds an array of unknown kind ${dtype}.`);
    const size = shape.reduce((product, side) => product * side, 1);
    const view = new View(buffer, 4 + length + offset, size);
    return [name, view instanceof Uint16Array && dtype === "float16" ? widen(view) : view];
  });
  return { head, arrays: Object.fromEntries(arrays) };
}

/** @type {Float32Array | null} */
let table = null; // the value of each of the 65,536 patterns

/**
 * Numbers of half precision (IEEE 754 binary16), given as their bit patterns; not every browser reads them by itself.
 * @param {Uint16Array} halves
 */
export function widen(halves) {
  table ??= makeTable();
  const out = new Float32Array(halves.length);
  for (let i = 0; i < out.length; i++) out[i] = table[halves[i]];
  return out;
}

function makeTable() {
  const values = new Float32Array(65536);
  for (let bits = 0; bits < values.length; bits++) {
    const [exponent, part] = [(bits >> 10) & 31, bits & 1023];
    const size =
      exponent === 31 ? (part ? NaN : Infinity) : exponent ? 2 ** (exponent - 25) * (1024 + part) : 2 ** -24 * part;
    values[bits] = bits >> 15 ? -size : size;
  }
  return values;
}
