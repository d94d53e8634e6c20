/** The matrix product in plain JavaScript, for a browser without WebAssembly SIMD: the same as in kernel.wat. */

/**
 * Returns `multiply(a, b, out, rows, inner, panels)` on one block of memory; addresses are in bytes. b lies in panels
 * of 16 columns, which are gone through four at a time.
 */
export function plainMultiply(buffer) {
  const memory = new Float32Array(buffer);
  return (a, b, out, rows, inner, panels) => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < 16 * panels; column += 4) {
        let [s0, s1, s2, s3] = [0, 0, 0, 0];
        let from = a / 4 + row * inner;
        const stop = from + inner;
        for (let at = b / 4 + (column >> 4) * 16 * inner + (column & 15); from < stop; from++, at += 16) {
          const x = memory[from];
          s0 += x * memory[at];
          s1 += x * memory[at + 1];
          s2 += x * memory[at + 2];
          s3 += x * memory[at + 3];
        }
        const to = out / 4 + row * 16 * panels + column;
        memory[to] = s0;
        memory[to + 1] = s1;
        memory[to + 2] = s2;
        memory[to + 3] = s3;
      }
    }
  };
}
