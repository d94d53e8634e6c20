import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { bestOf, openPictures } = await part("runtime/images");
const { Pacing } = await part("runtime/pacing");
const HERE = {
  model: { digest: "d", latent_dim: 1, image_shape: [1, 1, 1], condition: null },
  endpoints: { live: "/live", frame: "/frame", weights: "/weights/d", encoder: "/encoder/d" },
  token: "a b",
};
const NONE = new Float32Array(0);
const settled = () => new Promise((done) => setImmediate(done));

/**
 * Pictures over lines that are answered by hand, and a decoder that comes when told to; its picture of z is the byte z,
 * and its distortion of a picture the first byte.
 */
function setUp({ kept = false, encoderFails = false } = {}) {
  const world = { lines: [], told: [], loads: 0, released: 0, now: 0 };
  const decoder = { most: 16, draw: (z) => Uint8Array.from(z), many: async (z) => Uint8Array.from(z), encodes: false };
  decoder.fetchEncoder = async (...given) => {
    world.encoderGiven = given;
    decoder.encodes = !encoderFails;
    return decoder.encodes;
  };
  decoder.encode = ([distortion]) => ({ mu: [distortion], distortion });
  const env = {
    origin: () => "http://here",
    now: () => world.now,
    opening(address, hello) {
      world.plain = address;
      world.hello = hello;
      return null;
    },
    line: (url, _shape, hear) => {
      const line = { url, hear, asked: [], seq: 0, roundTrip: 7, closed: false };
      line.decode = (z) => {
        line.asked.push(["decode", z[0]]);
        return ++line.seq;
      };
      line.encode = (_, pictures) => {
        line.asked.push(["encode", pictures.length]);
        return ++line.seq;
      };
      line.supersede = () => ++line.seq;
      line.forgetDrawing = () => line.asked.push(["forget"]);
      line.retryNow = () => (line.retried = true);
      line.close = () => (line.closed = true);
      world.lines.push(line);
      return line;
    },
    pacing: (show) =>
      new Pacing(show, (work) => {
        world.frameOver = work;
        return () => {};
      }),
    isKept: () => kept,
    holdDecoder: (...given) => {
      world.loads++;
      world.given = given;
      const found = new Promise((done, failed) =>
        Object.assign(world, { arrive: (one = decoder) => done(one), fail: () => failed(new Error("no")) }),
      );
      return { decoder: found, release: () => world.released++ };
    },
  };
  const hear = {};
  for (const name of ["asked", "picture", "encoded", "encoder", "error", "link", "way"])
    hear[name] = (what) => world.told.push([name, what]);
  world.hear = hear;
  world.pictures = openPictures(HERE, hear, env);
  world.line = world.lines[0];
  world.open = () => world.line.hear.link({ state: "open", way: "socket" });
  world.reply = (seq, value) =>
    world.line.hear.reply({ op: 0, seq, pixels: Uint8Array.of(value), computeMs: 1, roundTripMs: 2 });
  world.all = (kind) => world.told.filter(([name]) => name === kind).map(([, what]) => what);
  return world;
}

test("the line makes pictures until the decoder is there, which is fetched after the first of them", async () => {
  const world = setUp();
  assert.equal(world.line.url, "ws://here/live?model=d&token=a%20b");
  world.open();
  world.pictures.show([5], NONE);
  assert.equal(world.loads, 0);
  world.reply(1, 5);
  assert.deepEqual(world.given, ["d", "/weights/d", "a b"]);
  world.arrive();
  await settled();
  world.pictures.show([6], NONE);
  assert.deepEqual(world.all("way"), ["socket", "page"]);
  assert.deepEqual(
    world.all("picture").map(({ pixels }) => pixels[0]),
    [5, 5, 6],
  );
});

test("in the page a picture is told before show returns, and asked for before it is told", async () => {
  const world = setUp({ kept: true });
  world.arrive();
  await settled();
  world.told.length = 0;
  world.pictures.show([9], NONE);
  assert.deepEqual(
    world.told.map(([name]) => name),
    ["asked", "picture"],
  );
  assert.equal(world.told[0][1], world.told[1][1].seq);
  assert.equal(world.told[1][1].roundTripMs, 7);
});

test("weights that cannot be had leave all as it is", async () => {
  for (const end of [(world) => world.fail(), (world) => world.arrive(null)]) {
    const world = setUp();
    world.open();
    world.pictures.show([1], NONE);
    world.reply(1, 1);
    end(world);
    await settled();
    world.pictures.show([2], NONE);
    assert.deepEqual(
      world.line.asked.filter(([what]) => what === "decode"),
      [
        ["decode", 1],
        ["decode", 2],
      ],
    );
    assert.deepEqual(world.all("way"), ["socket"]);
    world.reply(2, 2);
    assert.equal(world.loads, 1);
  }
});

test("where the line is lost before the first picture, the decoder is fetched all the same", async () => {
  const world = setUp();
  world.pictures.show([3], NONE);
  world.line.hear.link({ state: "waiting" });
  world.arrive();
  await settled();
  assert.deepEqual(
    world.all("picture").map(({ pixels }) => pixels[0]),
    [3],
  );
});

test("while the page makes pictures, the line is asked for one now and then, to be timed", async () => {
  const world = setUp({ kept: true });
  world.arrive();
  await settled();
  const decodes = () => world.line.asked.filter(([what]) => what === "decode").length;
  for (const now of [0, 100, 4000, 5001, 5100]) {
    world.now = now;
    world.pictures.show([1], NONE);
  }
  assert.equal(decodes(), 2);
});

const fitsOf = (...distortions) => distortions.map((first) => ({ levels: Uint8Array.of(first), how: `${first}` }));

test("a hand that moves z lets a drawing's answer go unheard; what the answer itself moves does not", () => {
  const world = setUp();
  world.open();
  const asked = { fits: fitsOf(1, 2), c: Float32Array.of(1), kind: "draw" };
  world.hear.encoded = (reply) => {
    world.told.push(["encoded", reply]);
    world.pictures.show([4], NONE);
  };
  world.pictures.encode(asked);
  assert.deepEqual(world.line.asked, [["encode", 2]]);
  world.line.hear.reply({ op: 1, seq: 1, encodings: [{ distortion: 9 }, { distortion: 3 }] });
  const [heard] = world.all("encoded");
  assert.equal(heard.asked, asked);
  assert.equal(heard.distortion, 3);
  assert.equal(heard.fit, asked.fits[1]);
  assert.ok(!world.line.asked.some(([what]) => what === "forget"));
  world.pictures.show([5], NONE);
  assert.ok(world.line.asked.some(([what]) => what === "forget"));
});

test("once its encoder is there the page encodes at once, and takes the fit that the model explains best", async () => {
  const world = setUp({ kept: true });
  world.arrive();
  await settled();
  assert.deepEqual(world.encoderGiven, ["/encoder/d", "a b"]);
  assert.equal(world.all("encoder").length, 1);
  world.line.asked.length = 0;
  const asked = { fits: fitsOf(5, 2, 7), c: NONE, kind: "upload", name: "your image" };
  world.pictures.encode(asked);
  const [heard] = world.all("encoded");
  assert.equal(heard.fit.how, "2");
  assert.equal(heard.asked, asked);
  assert.equal(heard.roundTripMs, 7);
  assert.deepEqual(world.line.asked, [["forget"]]); // answers on their way are of earlier pictures
});

test("the first fit is taken that the model explains as its data, or else the one that it explains best", () => {
  const encodings = [{ distortion: 120 }, { distortion: 70 }, { distortion: 300 }];
  assert.equal(bestOf(encodings, { typical: 75, far: 235 }), 0);
  assert.equal(bestOf(encodings, { typical: 75, far: 100 }), 1);
  assert.equal(bestOf(encodings, { typical: 5, far: 10 }), 1);
  assert.equal(bestOf(encodings, null), 1);
});

test("an encoder that cannot be had is left to the line, and is asked for again when that opens", async () => {
  const world = setUp({ kept: true, encoderFails: true });
  world.arrive();
  await settled();
  assert.equal(world.all("encoder").length, 0);
  world.pictures.encode({ fits: fitsOf(5), c: NONE, kind: "draw" });
  assert.deepEqual(world.line.asked.at(-1), ["encode", 1]);
  world.encoderGiven = null;
  world.open();
  assert.deepEqual(world.encoderGiven, ["/encoder/d", "a b"]);
});

test("where nobody hears of encodings, no encoder is fetched", async () => {
  const world = setUp({ kept: true });
  delete world.hear.encoder;
  world.arrive();
  await settled();
  assert.equal(world.encoderGiven, undefined);
});

test("batches go over a line of their own, and what is under way is handed to the decoder when it comes", async () => {
  const world = setUp();
  world.open();
  const pixels = world.pictures.many("strip", Float32Array.of(7, 8), NONE, 2);
  assert.equal(world.lines.length, 2);
  world.reply(1, 0);
  world.arrive();
  await settled();
  assert.deepEqual([...(await pixels)], [7, 8]);
  assert.ok(world.lines[1].closed);
  assert.deepEqual([...(await world.pictures.many("strip", Float32Array.of(9), NONE, 1))], [9]);
});

test("closed pictures take no decoder and leave no promise open", async () => {
  const world = setUp();
  world.open();
  world.reply(1, 0);
  const waiting = world.pictures.many("strip", Float32Array.of(7), NONE, 1);
  world.pictures.close();
  assert.equal(await waiting, null);
  assert.equal(world.released, 1, "the decoder is held no longer");
  world.arrive();
  await settled();
  assert.deepEqual(world.all("way"), ["socket"]);
});

test("both lines are tried again, the one of the batches too", () => {
  const world = setUp();
  world.pictures.many("strip", Float32Array.of(7), NONE, 1);
  world.pictures.retry();
  assert.deepEqual(
    world.lines.map(({ retried }) => retried),
    [true, true],
  );
});

test("a picture is asked for whether or not anyone hears of it", () => {
  const world = setUp();
  delete world.hear.asked;
  world.pictures.show([1], NONE);
  assert.deepEqual(
    world.line.asked.filter(([what]) => what === "decode"),
    [["decode", 1]],
  );
});

test("of pictures that come in one frame the first is told at once, the newest after that frame, the others never", () => {
  const world = setUp();
  world.open();
  for (const value of [1, 2, 3]) world.reply(value, value);
  const told = () => world.all("picture").map(({ pixels }) => pixels[0]);
  assert.deepEqual(told(), [1]);
  world.frameOver();
  assert.deepEqual(told(), [1, 3]);
  world.reply(4, 4);
  assert.deepEqual(told(), [1, 3]); // that frame, too, has its picture
  world.frameOver();
  world.frameOver();
  world.reply(5, 5);
  assert.deepEqual(told(), [1, 3, 4, 5]);
});

test("a picture that waits for its frame is not told over one made in the page, nor after the end", async () => {
  const world = setUp();
  world.open();
  world.pictures.show([9], NONE);
  world.reply(1, 1);
  world.reply(2, 2);
  world.arrive();
  await settled();
  world.frameOver();
  assert.deepEqual(
    world.all("picture").map(({ pixels }) => pixels[0]),
    [1, 9],
  );
  const closed = setUp();
  closed.open();
  closed.reply(1, 1);
  closed.reply(2, 2);
  closed.pictures.close();
  closed.frameOver();
  assert.equal(closed.all("picture").length, 1);
});
