/** What is done to a decoder's numbers beside the loops of its kernel. */

/** Bring what is added to a product's columns up to date with the condition c. */
export function tell({ shift, bias, told }, c) {
  if (!told) return;
  shift.set(bias);
  for (let i = 0; i < c.length; i++) {
    if (c[i] === 0) continue;
    for (let j = 0; j < shift.length; j++) shift[j] += c[i] * told[i * shift.length + j];
  }
}

/** Add to each number of a row. */
export function add(memory, at, shift) {
  for (let j = 0; j < shift.length; j++) memory[at + j] += shift[j];
}

/** Fill `size` numbers with `shift`, again and again: each round copies all that is there. */
export function fill(memory, at, size, shift) {
  memory.set(shift, at);
  for (let done = shift.length; done < size; done *= 2)
    memory.copyWithin(at + done, at, at + Math.min(done, size - done));
}

/** The pixel means as bytes. A clamped array rounds half to even, and 255 times a number is a double: as `to_uint8` of vaeviz/data/imaging.py. */
export function toBytes(memory, at, pixels) {
  for (let i = 0; i < pixels.length; i++) pixels[i] = 255 * memory[at + i];
}
