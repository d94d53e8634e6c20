/** Numbers of half precision (IEEE 754 binary16), which not every browser reads by itself. */

let table = null; // the value of each of the 65,536 patterns

/** Widen halves, given as their bit patterns. */
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
