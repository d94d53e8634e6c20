/**
 * The frames of the decode socket: values to bytes, answers to values. Little-endian, exact lengths.
 * The same layout as vaeviz/server/decode/wire.py; nothing here knows the DOM or the network.
 */

export const DECODE = 0;
export const ENCODE = 1;
const REQUEST_HEADER = 8; // u32 seq, u16 op, u16 n
const REPLY_HEADER = 12; // u32 seq, u16 op, u16 n, f32 compute_ms

/** Ask for the pictures of `n` codes: each row z, then c (empty for a model without a condition). */
export function packDecode(seq, z, c = [], n = 1) {
  const view = request(seq, DECODE, n, 4 * (z.length + c.length));
  const row = (from, i) => from.slice((i * from.length) / n, ((i + 1) * from.length) / n);
  for (let i = 0, at = REQUEST_HEADER; i < n; i++) at = writeFloats(view, writeFloats(view, at, row(z, i)), row(c, i));
  return view.buffer;
}

/** Ask for the posterior of a drawing: `grey` holds side * side bytes, bright ink on black. */
export function packEncode(seq, c, grey, side) {
  if (grey.length !== side * side) throw new RangeError(`A drawing of side ${side} has ${side * side} pixels.`);
  const view = request(seq, ENCODE, side, 4 * c.length + grey.length);
  const at = writeFloats(view, REQUEST_HEADER, c);
  new Uint8Array(view.buffer, at).set(grey);
  return view.buffer;
}

/**
 * Read an answer for a model of `latentDim` and `imageShape` [C, H, W].
 * A decode gives `pixels` (n images, rows of HWC); an encode the posterior and both pictures; rate and distortion in nats.
 */
export function unpackReply(buffer, { latentDim, imageShape }) {
  if (buffer.byteLength < REPLY_HEADER) throw new RangeError(`An answer of ${buffer.byteLength} bytes has no header.`);
  const view = new DataView(buffer);
  const head = {
    seq: view.getUint32(0, true),
    op: view.getUint16(4, true),
    n: view.getUint16(6, true),
    computeMs: view.getFloat32(8, true),
  };
  const size = imageShape.reduce((product, side) => product * side, 1);
  if (head.op === DECODE) {
    requireLength(buffer, REPLY_HEADER + head.n * size);
    return { ...head, pixels: new Uint8Array(buffer, REPLY_HEADER) };
  }
  if (head.op !== ENCODE) throw new RangeError(`The answer has an unknown operation ${head.op}.`);
  const pictures = REPLY_HEADER + 4 * (3 * latentDim + 1);
  requireLength(buffer, pictures + 2 * size);
  const floats = (part) => readFloats(view, REPLY_HEADER + 4 * part * latentDim, latentDim);
  return {
    ...head,
    mu: floats(0),
    logvar: floats(1),
    rate: floats(2),
    distortion: view.getFloat32(pictures - 4, true),
    input: new Uint8Array(buffer, pictures, size),
    reconstruction: new Uint8Array(buffer, pictures + size, size),
  };
}

function request(seq, op, n, bytes) {
  const view = new DataView(new ArrayBuffer(REQUEST_HEADER + bytes));
  view.setUint32(0, seq, true);
  view.setUint16(4, op, true);
  view.setUint16(6, n, true);
  return view;
}

function writeFloats(view, at, values) {
  for (const value of values) {
    view.setFloat32(at, value, true);
    at += 4;
  }
  return at;
}

function readFloats(view, at, count) {
  return Float32Array.from({ length: count }, (_, i) => view.getFloat32(at + 4 * i, true));
}

function requireLength(buffer, expected) {
  if (buffer.byteLength !== expected) {
    throw new RangeError(`The answer has ${buffer.byteLength} bytes, ${expected} were expected.`);
  }
}
