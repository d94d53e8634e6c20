import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { sizeOf } = await part("fitting/formats");
const { FileError, openImage } = await part("fitting/open");

/** The first bytes of a PNG of this size: all that is looked at. */
function png(width, height) {
  const view = new DataView(new ArrayBuffer(24));
  [0x89504e47, 0x0d0a1a0a, 13, 0x49484452, width, height].forEach((word, i) => view.setUint32(4 * i, word));
  return view.buffer;
}
const bytes = (...values) => Uint8Array.from(values).buffer;
const text = (string) => new TextEncoder().encode(string).buffer;
const fileOf = (buffer, name = "a.png") => new File([buffer], name);

/** A browser that decodes by hand. */
function browser(decode = async () => ({ close: () => {} })) {
  const env = { timers: new Map(), decode, read: (bitmap) => bitmap };
  env.setTimeout = (call, ms) => {
    env.timers.set(ms, call);
    return ms;
  };
  env.clearTimeout = (id) => env.timers.delete(id);
  return env;
}

test("the size is read from the header of a PNG", () => {
  assert.deepEqual(sizeOf(png(50_000, 3)), { width: 50_000, height: 3 });
});

test("a JPEG says its size behind other segments, which may hold the bytes of a marker", () => {
  const exif = [0xff, 0xe1, 0, 8, 0xff, 0xc0, 0, 1, 0xff, 0xda];
  const frame = [0xff, 0xff, 0xc2, 0, 11, 8, 0x01, 0x02, 0x03, 0x04, 1, 1, 0x11, 0];
  assert.deepEqual(sizeOf(bytes(0xff, 0xd8, ...exif, ...frame)), { width: 0x304, height: 0x102 });
});

for (const [name, buffer] of [
  ["nothing", new ArrayBuffer(0)],
  ["zeros", new ArrayBuffer(100)],
  ["an SVG", text("<svg xmlns='http://www.w3.org/2000/svg'/>")],
  ["PostScript", text("%!PS-Adobe-3.0 EPSF-3.0\n")],
  ["a TIFF", bytes(0x49, 0x49, 42, 0, 8, 0, 0, 0, 0, 0)],
  ["a sound", text("RIFF0000WAVEfmt 0000000000000000000000")],
  ["a PNG of no width", png(0, 5)],
  ["a JPEG of markers alone", bytes(0xff, 0xd8, 0xff, 0xff, 0xff)],
  ["a JPEG whose segment leads outside", bytes(0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff)],
])
  test(`${name} has no size`, async () => {
    assert.equal(sizeOf(buffer), null);
    const env = browser(() => assert.fail("it is not to be decoded"));
    await assert.rejects(
      openImage(fileOf(buffer), env),
      /"a.png" cannot be read as an image.*Send a PNG, JPEG, WebP, GIF or BMP file/,
    );
  });

for (const [width, height] of [
  [5000, 5000],
  [60_000, 60_000],
  [2 ** 31 - 1, 1],
])
  test(`a bomb of ${width} x ${height} is refused before it is decoded`, async () => {
    const env = browser(() => assert.fail("it is not to be decoded"));
    await assert.rejects(openImage(fileOf(png(width, height)), env), /at most 24 million pixels are read/);
  });

test("too many bytes are refused unread", async () => {
  const file = { name: "huge.png", size: 21 * 2 ** 20, arrayBuffer: () => assert.fail("it is not to be read") };
  await assert.rejects(openImage(file, browser()), (error) => {
    assert.ok(error instanceof FileError);
    assert.match(error.message, /"huge.png" has 21.0 MB; at most 20 MB are read/);
    return true;
  });
});

test("what the browser cannot decode is said to be damaged, what takes too long to be slow", async () => {
  const damaged = browser(async () => {
    throw new DOMException("no image", "InvalidStateError");
  });
  await assert.rejects(openImage(fileOf(png(5, 5)), damaged), /truncated, damaged or of another format/);
  assert.equal(damaged.timers.size, 0);
  let asked;
  const decoding = new Promise((reached) => (asked = reached));
  const slow = browser(() => {
    asked();
    return new Promise(() => {});
  });
  const opening = openImage(fileOf(png(5, 5)), slow);
  await decoding;
  await null;
  slow.timers.get(8000)();
  await assert.rejects(opening, /took longer than 8 s to open/);
});

test("an image is decoded, read and let go", async () => {
  let closed = false;
  const bitmap = { close: () => (closed = true) };
  assert.equal(
    await openImage(
      fileOf(png(5, 5)),
      browser(async () => bitmap),
    ),
    bitmap,
  );
  assert.ok(closed);
});
