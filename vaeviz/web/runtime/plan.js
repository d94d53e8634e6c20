/** Where everything of a program lies in one block of memory; places count numbers of four bytes. */

export const PANEL = 16; // columns of a panel of a matrix
export const SIDE = 4; // of a convolution's kernel, transposed or not

/** @typedef {{ rows: number, inner: number, columns: number, panels: number, size: number }} Sizes of a product */
/** @typedef {Sizes & { op: "dense" }} Dense */
/** @typedef {Sizes & { op: "enlarge", out: number, height: number, width: number }} Enlarge */
/** @typedef {Sizes & { op: "convolve", channels: number, out: number, height: number, width: number }} Convolve */

/**
 * Where a product's numbers lie, and those that do not.
 * @typedef {object} Laid
 * @property {Float32Array} [matrix] - until it is brought into the memory
 * @property {number} weight
 * @property {Float32Array} bias
 * @property {Float32Array} [told] - a row per column of c
 * @property {Float32Array} shift
 */

/** @typedef {(Dense | Enlarge | Convolve) & Laid} Product */
/** @typedef {Product | { op: "silu", size: number }} Step */

/** @typedef {{ in: number, out: number, height: number, width: number }} Told - of a product, by the server */

const PRODUCTS = { dense, enlarge, convolve };

/**
 * Plan the run of an unpacked program, see page_program.py and encoder_program.py of vaeviz/families; it takes `given`
 * numbers, a code's or a picture's. Each step of the plan has its `op`; a product also `weight`, the place of its
 * matrix in panels, and `shift`, what is added to each column under the condition at hand.
 * @param {{ head: any, arrays: Record<string, any> }} program
 */
export function planOf({ head, arrays }) {
  const { latent, condition, image } = head;
  /** @type {number} */
  const given = head.posterior
    ? image.reduce((/** @type {number} */ product, /** @type {number} */ side) => product * side)
    : latent;
  let next = 0;
  const reserve = (/** @type {number} */ count) => {
    const place = next;
    next += Math.ceil(count / 4) * 4; // at a multiple of 16 bytes
    return place;
  };
  const sizes = [given]; // of what is handed from step to step
  let [taps, windows] = [0, 0];
  const last = () => /** @type {number} */ (sizes.at(-1));
  /** @type {(Told & { op: "silu" | keyof typeof PRODUCTS })[]} */
  const listed = head.steps;
  /** @type {Step[]} */
  const steps = listed.map((told, i) => {
    if (told.op === "silu") return { op: "silu", size: last() };
    const product = PRODUCTS[told.op](told);
    const { inner, panels, rows } = product;
    sizes.push(product.size);
    if (told.op !== "dense") taps = Math.max(taps, rows * panels * PANEL);
    if (told.op === "convolve") windows = Math.max(windows, rows * inner);
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
  const places = { held, taps: reserve(taps), windows: reserve(windows) };
  return { head, condition, given, size: last(), steps, ...places, numbers: next };
}

/**
 * Lay a matrix [inner, columns] out in panels of 16 columns, the last filled up with zeros.
 * @param {Float32Array} memory
 * @param {Sizes & { matrix: Float32Array, weight: number }} product
 */
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

/** @param {Told} told @returns {Dense} */
function dense({ in: inner, out }) {
  return { op: "dense", rows: 1, inner, columns: out, panels: Math.ceil(out / PANEL), size: out };
}

/** @param {Told} told @returns {Enlarge} */
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

/** @param {Told} told @returns {Convolve} */
function convolve({ in: channels, out, height, width }) {
  const rows = (height * width) / 4;
  return {
    op: "convolve",
    rows,
    inner: SIDE * SIDE * channels,
    columns: out,
    panels: Math.ceil(out / PANEL),
    size: rows * out,
    channels,
    out,
    height,
    width,
  };
}

/** @param {Float32Array | undefined} array @param {number} expected @param {string} name */
function requireLength(array, expected, name) {
  if (array?.length !== expected)
    throw new RangeError(`${name} has ${array?.length ?? "no"} numbers, ${expected} were expected.`);
}
