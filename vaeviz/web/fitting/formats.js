/** What an image file says of its size in its first bytes, before anything is decoded. */

/** @typedef {{width: number, height: number}} Size */

const HEADERS = [
  { name: "PNG", starts: "\x89PNG\r\n\x1a\n", size: pngSize },
  { name: "JPEG", starts: "\xff\xd8", size: jpegSize },
  { name: "WebP", starts: "RIFF", size: webpSize },
  {
    name: "GIF",
    starts: "GIF8",
    size: (/** @type {DataView} */ view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  },
  { name: "BMP", starts: "BM", size: bmpSize },
];

/** The formats that are read, in words. */
export const FORMATS = "PNG, JPEG, WebP, GIF or BMP";

/**
 * The size of an image file; null where it is of another format, or ends before it says it.
 * @param {ArrayBuffer} file
 * @returns {Size | null}
 */
export function sizeOf(file) {
  const view = new DataView(file);
  const header = HEADERS.find(({ starts }) => textAt(view, 0, starts.length) === starts);
  try {
    const size = header ? header.size(view) : null;
    return size && size.width > 0 && size.height > 0 ? size : null;
  } catch (error) {
    if (error instanceof RangeError) return null; // it ends before
    throw error;
  }
}

/** @param {DataView} view */
function pngSize(view) {
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/**
 * Of the frame's header, past the segments before it.
 * @param {DataView} view
 */
function jpegSize(view) {
  for (let at = 2; ; ) {
    while (view.getUint8(at) !== 0xff) at++;
    while (view.getUint8(at) === 0xff) at++;
    const marker = view.getUint8(at++);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(at + 5), height: view.getUint16(at + 3) };
    if (marker !== 0x01 && (marker < 0xd0 || marker > 0xd8)) at += view.getUint16(at);
  }
}

/** @param {DataView} view */
function webpSize(view) {
  if (textAt(view, 8, 4) !== "WEBP") return null;
  const three = (/** @type {number} */ at) => view.getUint16(at, true) + 0x10000 * view.getUint8(at + 2);
  switch (textAt(view, 12, 4)) {
    case "VP8 ":
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { width: three(24) + 1, height: three(27) + 1 };
    default:
      return null;
  }
}

/** @param {DataView} view */
function bmpSize(view) {
  if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
}

/**
 * @param {DataView} view
 * @param {number} at
 * @param {number} length
 */
function textAt(view, at, length) {
  if (view.byteLength < at + length) return "";
  return String.fromCharCode(...new Uint8Array(view.buffer, at, length));
}
