/**
 * The frames of the decode socket: values to bytes, answers to values. Little-endian, exact lengths.
 * The same layout as vaeviz/server/decode/wire.py; nothing here knows the DOM or the network.
 */

/** @import { Encoding, ImageShape, Vector } from "../core/types.js" */

/** @typedef {{ seq: number, n: number, computeMs: number }} Head of an answer */
/** @typedef {Head & { op: 0, pixels: Uint8Array }} DecodeReply */
/** @typedef {Head & { op: 1, encodings: Encoding[] }} EncodeReply */
/** @typedef {DecodeReply | EncodeReply} Reply */

/** @typedef {{ latentDim: number, imageShape: ImageShape }} ModelShape */

export const DECODE = 0;
export const ENCODE = 1;
const REQUEST_HEADER = 8; // u32 seq, u16 op, u16 n
const REPLY_HEADER = 12; // u32 seq, u16 op, u16 n, f32 compute_ms

/**
 * Ask for the pictures of `n` codes: each row z, then c (empty for a model without a condition).
 * @param {number} seq
 * @param {Vector} z
 * @param {Vector} c
 */
export function packDecode(seq, z, c = [], n = 1) {
  const view = request(seq, DECODE, n, 4 * (z.length + c.length));
  const row = (/** @type {Vector} */ from, /** @type {number} */ i) =>
    from.slice((i * from.length) / n, ((i + 1) * from.length) / n);
  for (let i = 0, at = REQUEST_HEADER; i < n; i++) at = writeFloats(view, writeFloats(view, at, row(z, i)), row(c, i));
  return view.buffer;
}

/**
 * Ask for the posteriors of pictures under c, each rows of HWC bytes in the model's shape.
 * @param {number} seq
 * @param {Vector} c
 * @param {Uint8Array[]} pictures
 */
export function packEncode(seq, c, pictures) {
  const size = pictures[0].length;
  const view = request(seq, ENCODE, pictures.length, 4 * c.length + pictures.length * size);
  const at = writeFloats(view, REQUEST_HEADER, c);
  pictures.forEach((levels, i) => new Uint8Array(view.buffer).set(levels, at + i * size));
  return view.buffer;
}

/**
 * Read an answer for a model of `latentDim` and `imageShape` [C, H, W].
 * A decode gives `pixels` (n images, rows of HWC); an encode `encodings`, see encoder.js, one a picture.
 * @param {ArrayBuffer} buffer
 * @param {ModelShape} shape
 * @returns {Reply}
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
    return { ...head, op: DECODE, pixels: new Uint8Array(buffer, REPLY_HEADER) };
  }
  if (head.op !== ENCODE) throw new RangeError(`The answer has an unknown operation ${head.op}.`);
  const each = 4 * (2 * latentDim + 1) + size;
  requireLength(buffer, REPLY_HEADER + head.n * each);
  const encodings = Array.from({ length: head.n }, (_, i) => {
    const at = REPLY_HEADER + i * each;
    const distortion = at + 8 * latentDim;
    return {
      mu: readFloats(view, at, latentDim),
      logvar: readFloats(view, at + 4 * latentDim, latentDim),
      distortion: view.getFloat32(distortion, true),
      reconstruction: new Uint8Array(buffer, distortion + 4, size),
    };
  });
  return { ...head, op: ENCODE, encodings };
}

/**
 * @param {number} seq
 * @param {number} op
 * @param {number} n
 * @param {number} bytes
 */
function request(seq, op, n, bytes) {
  const view = new DataView(new ArrayBuffer(REQUEST_HEADER + bytes));
  view.setUint32(0, seq, true);
  view.setUint16(4, op, true);
  view.setUint16(6, n, true);
  return view;
}

/**
 * @param {DataView} view
 * @param {number} at
 * @param {Vector} values
 */
function writeFloats(view, at, values) {
  for (const value of values) {
    view.setFloat32(at, value, true);
    at += 4;
  }
  return at;
}

/**
 * @param {DataView} view
 * @param {number} at
 * @param {number} count
 */
function readFloats(view, at, count) {
  return Float32Array.from({ length: count }, (_, i) => view.getFloat32(at + 4 * i, true));
}

/** @param {ArrayBuffer} buffer @param {number} expected */
function requireLength(buffer, expected) {
  if (buffer.byteLength !== expected) {
    throw new RangeError(`The answer has ${buffer.byteLength} bytes, ${expected} were expected.`);
  }
}
