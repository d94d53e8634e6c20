/** The pictures of one model. How they are made is chosen here; whoever asks for them does not know it. */

import { Batches } from "./batches.js";
import { BatchLine } from "./batchline.js";
import { LiveClient } from "./client.js";
import { createOpening } from "./opening.js";
import { holdDecoder, isKept } from "./page.js";
import { packDecode } from "./wire.js";

const MOST = 64; // pictures a request
const MEASURE_MS = 5000; // between two requests that only measure the line

/**
 * Open the pictures of `model`, as the session of `token` may see them: over the line to the server, and once the
 * decoder has been fetched, in the page; the line then stays open for drawings. `hear` is told:
 * `asked(seq)`, optional, before a picture is made; `picture({pixels, seq, computeMs, roundTripMs})`; `encoded(reply)`,
 * with `reply.c` the condition it was encoded under; `error(text)`; `link(link)`, see client.js; `way(name)`: page,
 * socket or requests. A picture may be told before `show` returns.
 */
export function openPictures({ model, endpoints, token }, hear, env = browser) {
  const line = createLines({ model, endpoints, token }, env);
  const drawings = createDrawings(hear);
  let page = null; // the decoder in the page, once it is there
  let held = null; // what keeps it open
  let newest = null; // {z, c} last asked for
  let way = null;
  let closed = false;

  const beside = new BatchLine(line);
  const batches = new Batches((z, c, n) => (page ?? beside).many(z, c, n), () => page?.most ?? MOST);
  const client = line({ reply: heard, error: hear.error, link: linked });
  const measure = createMeasure(client, env);
  if (env.isKept(model.digest)) fetchDecoder();

  function linked(link) {
    hear.link(link);
    if (link.state === "open") tellWay(link.way);
    if (link.state === "waiting") fetchDecoder(); // there is no first picture to wait for
  }
  function tellWay(line) {
    const now = page ? "page" : line;
    if (now !== way) hear.way((way = now));
  }
  function heard(reply) {
    fetchDecoder(); // not earlier: it would hold up the first picture
    if (reply.op === 0) hear.picture(reply);
    else drawings.heard(reply);
  }
  /** Once; where it fails, the line goes on making the pictures. */
  function fetchDecoder() {
    if (held || closed) return;
    held = env.holdDecoder(model.digest, endpoints.weights, token);
    held.decoder.then(take, () => {});
  }
  function take(decoder) {
    if (!decoder || closed) return;
    page = decoder;
    tellWay();
    beside.handOver(decoder);
    if (newest) draw();
  }
  function draw() {
    measure(newest);
    const seq = client.supersede();
    hear.asked?.(seq);
    const begun = env.now();
    const pixels = page.draw(newest.z, newest.c);
    hear.picture({ pixels, seq, computeMs: env.now() - begun, roundTripMs: client.roundTrip });
  }

  return {
    /** Make the picture of z under c; only the newest one asked for is sure to be told. */
    show(z, c) {
      newest = { z: Float32Array.from(z), c: Float32Array.from(c) };
      if (!drawings.telling) client.forgetDrawing();
      if (page) return draw();
      const seq = client.decode(newest.z, newest.c);
      hear.asked?.(seq);
    },

    /** Make n pictures, see `Batches.many`. */
    many: (slot, z, c, n) => batches.many(slot, z, c, n),

    /** Ask for the posterior of a drawing under c. */
    encode(c, grey, side) {
      const seq = client.encode(c, grey, side);
      drawings.sent(seq, c);
      hear.asked?.(seq);
    },

    /** Try the lines again at once, also after a refusal. */
    retry() {
      client.retryNow();
      beside.retry();
    },

    /** Leave for good; what waits is given null. */
    close() {
      closed = true;
      held?.release();
      batches.clear();
      client.close();
      beside.close();
    },
  };
}

/** What opens a line to the model: `line(hear)` gives a LiveClient. */
function createLines({ model, endpoints, token }, env) {
  const shape = { latentDim: model.latent_dim, imageShape: model.image_shape };
  const query = `model=${model.digest}&token=${encodeURIComponent(token)}`;
  const socket = `${env.origin().replace(/^http/, "ws")}${endpoints.live}?${query}`;
  const hello = packDecode(0, new Float32Array(model.latent_dim), new Float32Array(model.condition?.names.length ?? 0));
  const opening = env.opening(`${endpoints.frame}?${query}`, hello);
  return (hear) => env.line(socket, shape, hear, opening);
}

/** The drawings under way, and what each was told. */
function createDrawings(hear) {
  const conditions = new Map(); // seq -> c
  return {
    telling: false, // while an answer is told: what it moves, the hand has not
    sent: (seq, c) => conditions.set(seq, c),
    heard(reply) {
      this.telling = true;
      hear.encoded({ ...reply, c: conditions.get(reply.seq) });
      this.telling = false;
      for (const seq of [...conditions.keys()]) if (seq <= reply.seq) conditions.delete(seq);
    },
  };
}

/** Times the line now and then while the page makes the pictures: the answer is timed, and superseded by the picture. */
function createMeasure(client, env) {
  let measured = -Infinity; // ms
  return ({ z, c }) => {
    const now = env.now();
    if (now - measured <= MEASURE_MS) return;
    measured = now;
    client.decode(z, c);
  };
}

const browser = {
  origin: () => location.origin,
  now: () => performance.now(),
  opening: createOpening,
  line: (url, shape, hear, open) => new LiveClient(url, shape, hear, open),
  isKept,
  holdDecoder,
};
