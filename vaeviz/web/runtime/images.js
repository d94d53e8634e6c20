/** The pictures of one model. How they are made is chosen here; whoever asks for them does not know it. */

import { Batches } from "./batches.js";
import { BatchLine } from "./batchline.js";
import { LiveClient } from "./client.js";
import { createOpening } from "./opening.js";
import { Pacing } from "./pacing.js";
import { holdDecoder, isKept } from "./page-decoder.js";
import { packDecode } from "./wire.js";

const MOST = 64; // pictures a request
const AT_ONCE_MS = 14; // of a frame of 16.7 that pictures beside the picture may take
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
  const page = createPage(() => env.holdDecoder(model.digest, endpoints.weights, token), arrived);
  const beside = new BatchLine(line);
  const batches = new Batches(
    (z, c, n) => (page.decoder ?? beside).many(z, c, n),
    () => page.decoder?.most ?? MOST,
  );
  const client = line({ reply: heard, error: hear.error, link: linked });
  const pacing = env.pacing(hear.picture);
  const draw = createDraw(client, hear, env);
  let newest = null; // {z, c} last asked for
  let way = null;
  if (env.isKept(model.digest)) page.fetch();

  function linked(link) {
    hear.link(link);
    if (link.state === "open") tellWay(link.way);
    if (link.state === "waiting") page.fetch(); // there is no first picture to wait for
  }
  function tellWay(line) {
    const now = page.decoder ? "page" : line;
    if (now !== way) hear.way((way = now));
  }
  function heard(reply) {
    page.fetch(); // not earlier: it would hold up the first picture
    if (reply.op === 0) pacing.take(reply);
    else drawings.heard(reply);
  }
  function arrived(decoder) {
    tellWay();
    pacing.clear();
    beside.handOver(decoder);
    if (newest) draw(decoder, newest);
  }

  return {
    /** Make the picture of z under c; only the newest one asked for is sure to be told. */
    show(z, c) {
      newest = { z: Float32Array.from(z), c: Float32Array.from(c) };
      if (!drawings.telling) client.forgetDrawing();
      if (page.decoder) return draw(page.decoder, newest);
      const seq = client.decode(newest.z, newest.c);
      hear.asked?.(seq);
    },

    /** Make n pictures at once, within the event at hand; null where the page cannot, or not soon enough. */
    atOnce: (z, c, n) => page.decoder?.drawMany(z, c, n, AT_ONCE_MS) ?? null,

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
      page.close();
      pacing.clear();
      batches.clear();
      client.close();
      beside.close();
    },
  };
}

/** The decoder in the page, `decoder` once it is there; `hold()` as `holdDecoder`. Where it fails, the line goes on. */
function createPage(hold, arrived) {
  let held = null;
  let closed = false;
  const page = {
    decoder: null,

    /** Once. */
    fetch() {
      if (held || closed) return;
      held = hold();
      held.decoder.then(take, () => {});
    },
    close() {
      closed = true;
      held?.release();
    },
  };
  function take(decoder) {
    if (!decoder || closed) return;
    page.decoder = decoder;
    arrived(decoder);
  }
  return page;
}

/** Draws in the page; now and then the line is timed by the way: that answer is superseded by the picture. */
function createDraw(client, hear, env) {
  let measured = -Infinity; // ms
  return (decoder, { z, c }) => {
    const start = env.now();
    if (start - measured > MEASURE_MS) {
      measured = start;
      client.decode(z, c);
    }
    const seq = client.supersede();
    hear.asked?.(seq);
    const begun = env.now();
    const pixels = decoder.draw(z, c);
    hear.picture({ pixels, seq, computeMs: env.now() - begun, roundTripMs: client.roundTrip });
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

const browser = {
  origin: () => location.origin,
  now: () => performance.now(),
  opening: createOpening,
  line: (url, shape, hear, open) => new LiveClient(url, shape, hear, open),
  pacing: (show) => new Pacing(show),
  isKept,
  holdDecoder,
};
