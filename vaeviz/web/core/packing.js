/** One binary body of arrays, as vaeviz/server/http/packing.py joins it: u32 length, JSON padded to 4 bytes, the arrays it lists. */

import { widen } from "./half.js";

const VIEWS = {
  float16: Uint16Array,
  float32: Float32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
};

/** Returns `{head, arrays}`, the arrays as views on the body; float16 alone is copied, to float32. */
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const arrays = {};
  for (const { name, dtype, shape, offset } of head.arrays) {
    const View = VIEWS[dtype];
    if (!View) throw new RangeError(`The body holds an array of unknown kind ${dtype}.`);
    const view = new View(
      buffer,
      4 + length + offset,
      shape.reduce((product, side) => product * side, 1),
    );
    arrays[name] = dtype === "float16" ? widen(view) : view;
  }
  return { head, arrays };
}
