/** Where everything of a decoder's program lies in one block of memory; places count numbers of four bytes. */

const PANEL = 16; // columns of a panel of a matrix
export const SIDE = 4; // of a transposed convolution's kernel

/**
 * Plan the run of an unpacked program, see vaeviz/families/page_program.py. Each step of the plan has its `op`; a product also
 * `weight`, the place of its matrix in panels, and `shift`, what is added to each column under the condition at hand.
 */
export function planOf({ head, arrays }) {
  const { latent, condition, image, link } = head;
  let next = 0;
  const reserve = (count) => {
    const place = next;
    next += Math.ceil(count / 4) * 4; // at a multiple of 16 bytes
    return place;
  };
  const sizes = [latent]; // of what is handed from step to step
  let taps = 0;
  const steps = head.steps.map((told, i) => {
    if (told.op === "silu") return { op: "silu", size: sizes.at(-1) };
    const product = told.op === "dense" ? dense(told) : enlarge(told);
    const { inner, panels, rows } = product;
    sizes.push(product.size);
    if (told.op === "enlarge") taps = Math.max(taps, rows * panels * PANEL);
    const [matrix, bias] = [arrays[`${i}.weight`], arrays[`${i}.bias`]];
    requireLength(matrix, inner * product.columns, `${i}.weight`);
    requireLength(bias, told.out, `${i}.bias`);
    return {
      ...product,
      matrix,
      weight: reserve(inner * panels * PANEL),
      bias,
      told: arrays[`${i}.told`],
      shift: Float32Array.from(bias),
    };
  });
  const widest = Math.max(...sizes) + PANEL; // a product's last panel may reach beyond its last column
  const held = [reserve(widest), reserve(widest)]; // a step reads one and writes the other
  return { latent, condition, image, link, size: sizes.at(-1), steps, held, taps: reserve(taps), numbers: next };
}

/** Lay a matrix [inner, columns] out in panels of 16 columns, the last filled up with zeros. */
export function toPanels(memory, { matrix, weight, inner, columns, panels }) {
  let to = weight;
  for (let panel = 0; panel < panels; panel++) {
    const first = panel * PANEL;
    const width = Math.min(PANEL, columns - first);
    for (let row = 0; row < inner; row++, to += PANEL) {
      const from = row * columns + first;
      memory.set(matrix.subarray(from, from + width), to);
    }
  }
}

function dense({ in: inner, out }) {
  return { op: "dense", rows: 1, inner, columns: out, panels: Math.ceil(out / PANEL), size: out };
}

function enlarge({ in: inner, out, height, width }) {
  return {
    op: "enlarge",
    rows: height * width,
    inner,
    columns: SIDE * SIDE * out,
    panels: out,
    size: 4 * height * width * out,
    out,
    height,
    width,
  };
}

function requireLength(array, expected, name) {
  if (array?.length !== expected)
    throw new RangeError(`${name} has ${array?.length ?? "no"} numbers, ${expected} were expected.`);
}
