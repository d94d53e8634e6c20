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

/** @import { DataDistortion, Encoding, Fit, Link, OpenModel } from "../core/types.js" */
/** @import { PageDecoder } from "./page-decoder.js" */
/** @import { Answer, Hear } from "./client.js" */
/** @import { EncodeReply, ModelShape } from "./wire.js" */

/** @typedef {{ z: Float32Array, c: Float32Array }} Code */
/** @typedef {{ fits: Fit[], c: Float32Array, kind: string, name?: string }} Asked - what is to be encoded */
/** @typedef {{ computeMs: number, roundTripMs: number | null }} Times */
/** @typedef {Times & { pixels: Uint8Array, seq: number }} Picture */
/** @typedef {Times & Encoding & { fit: Fit, asked: Asked }} Encoded */

/**
 * @typedef {object} Hearing
 * @property {(seq: number) => void} [asked]
 * @property {(picture: Picture) => void} picture
 * @property {(reply: Encoded) => void} encoded
 * @property {() => void} [encoder]
 * @property {(text: string) => void} error
 * @property {(link: Link) => void} link
 * @property {(name: "page" | "socket" | "requests") => void} way
 */

/**
 * Open the pictures of `model`, as the session of `token` may see them: over the line to the server, and once the
 * decoder has been fetched, in the page; the line then stays open for what the page cannot do itself. `hear` is told:
 * `asked(seq)`, optional, before a picture is made; `picture({pixels, seq, computeMs, roundTripMs})`; `error(text)`;
 * `link(link)`, see client.js; `way(name)`: page, socket or requests. Where pictures are to be encoded, also
 * `encoded(reply)`: an encoding (encoder.js), `fit`, which of the fits it is of (see `bestOf`), and `asked`, what was
 * asked for; and `encoder()` once the encoder is in the page. A picture may be told before `show`
 * returns, an encoding before `encode` returns.
 * @param {OpenModel} open
 * @param {Hearing} hear
 */
export function openPictures({ model, endpoints, token }, hear, env = browser) {
  const line = createLines({ model, endpoints, token }, env);
  const drawings = createDrawings(hear, model.distortion);
  const page = createPage(() => env.holdDecoder(model.digest, endpoints.weights, token), arrived);
  const fetchEncoder = () => page.fetchEncoder(endpoints.encoder, token, hear.encoder);
  const beside = new BatchLine(line);
  const batches = new Batches(
    (z, c, n) => (page.decoder ?? beside).many(z, c, n),
    () => page.decoder?.most ?? MOST,
  );
  const client = line({ reply: heard, error: hear.error, link: linked });
  const pacing = env.pacing(hear.picture);
  const draw = createDraw(client, hear, env);
  /** @type {Code | null} */
  let newest = null; // last asked for
  /** @type {Parameters<Hearing["way"]>[0] | null} */
  let way = null;
  if (env.isKept(model.digest)) page.fetch();

  /** @param {Link} link */
  function linked(link) {
    hear.link(link);
    if (link.state === "open") tellWay(link.way);
    if (link.state === "open" && page.decoder) fetchEncoder(); // it may not have come the first time
    if (link.state === "waiting") page.fetch(); // there is no first picture to wait for
  }
  /** @param {Link["way"]} [other] the line's, where there is no decoder */
  function tellWay(other) {
    const now = /** @type {NonNullable<typeof way>} */ (page.decoder ? "page" : other);
    if (now === way) return;
    way = now;
    hear.way(now);
  }
  /** @param {Answer} reply */
  function heard(reply) {
    page.fetch(); // not earlier: it would hold up the first picture
    if (reply.op === 0) pacing.take(reply);
    else drawings.heard(reply);
  }
  /** @param {PageDecoder} decoder */
  function arrived(decoder) {
    tellWay();
    pacing.clear();
    beside.handOver(decoder);
    if (newest) draw(decoder, newest);
    fetchEncoder();
  }

  return {
    /**
     * Make the picture of z under c; only the newest one asked for is sure to be told.
     * @param {Float32Array} z
     * @param {Float32Array} c
     */
    show(z, c) {
      newest = { z: Float32Array.from(z), c: Float32Array.from(c) };
      if (!drawings.telling) client.forgetDrawing();
      if (page.decoder) return draw(page.decoder, newest);
      const seq = client.decode(newest.z, newest.c);
      hear.asked?.(seq);
    },

    /**
     * Make n pictures at once, within the event at hand; null where the page cannot, or not soon enough.
     * @param {Float32Array} z
     * @param {Float32Array} c
     * @param {number} n
     */
    atOnce: (z, c, n) => page.decoder?.drawMany(z, c, n, AT_ONCE_MS) ?? null,

    /**
     * Make n pictures, see `Batches.many`.
     * @param {string} slot
     * @param {Float32Array} z
     * @param {Float32Array} c
     * @param {number} n
     */
    many: (slot, z, c, n) => batches.many(slot, z, c, n),

    /**
     * Encode a picture, `asked.fits` of it (see fitting/fit.js), under `asked.c`; the newest one asked for is told.
     * @param {Asked} asked
     */
    encode(asked) {
      const pictures = asked.fits.map(({ levels }) => levels);
      const decoder = page.decoder;
      if (!decoder?.encodes) return drawings.sent(client.encode(asked.c, pictures), asked);
      client.forgetDrawing();
      const begun = env.now();
      const encodings = pictures.map((levels) => decoder.encode(levels, asked.c));
      drawings.tell({ computeMs: env.now() - begun, roundTripMs: client.roundTrip }, encodings, asked);
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

/**
 * The decoder in the page, `decoder` once it is there; `hold()` as `holdDecoder`. Where it fails, the line goes on.
 * @param {() => ReturnType<typeof holdDecoder>} hold
 * @param {(decoder: PageDecoder) => void} arrived
 */
function createPage(hold, arrived) {
  /** @type {ReturnType<typeof hold> | null} */
  let held = null;
  let closed = false;
  const page = {
    /** @type {PageDecoder | null} */
    decoder: null,

    /** Once. */
    fetch() {
      if (held || closed) return;
      held = hold();
      held.decoder.then(take, () => {});
    },
    /**
     * The encoder, where anyone wants to hear of it.
     * @param {string} address
     * @param {string} token
     * @param {(() => void) | undefined} there
     */
    async fetchEncoder(address, token, there) {
      if (there && (await page.decoder?.fetchEncoder(address, token)) && !closed) there();
    },
    close() {
      closed = true;
      held?.release();
    },
  };
  /** @param {PageDecoder | null} decoder */
  function take(decoder) {
    if (!decoder || closed) return;
    page.decoder = decoder;
    arrived(decoder);
  }
  return page;
}

/**
 * Draws in the page; now and then the line is timed by the way: that answer is superseded by the picture.
 * @param {LiveClient} client
 * @param {Hearing} hear
 * @param {Env} env
 * @returns {(decoder: PageDecoder, code: Code) => void}
 */
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

/**
 * What opens a line to the model: `line(hear)` gives a LiveClient.
 * @param {OpenModel} open
 * @param {Env} env
 * @returns {(hear: Hear) => LiveClient}
 */
function createLines({ model, endpoints, token }, env) {
  const shape = { latentDim: model.latent_dim, imageShape: model.image_shape };
  const query = `model=${model.digest}&token=${encodeURIComponent(token)}`;
  const socket = `${env.origin().replace(/^http/, "ws")}${endpoints.live}?${query}`;
  const hello = packDecode(0, new Float32Array(model.latent_dim), new Float32Array(model.condition?.names.length ?? 0));
  const opening = env.opening(`${endpoints.frame}?${query}`, hello);
  return (hear) => env.line(socket, shape, hear, opening);
}

/**
 * Which of a picture's encodings is taken: of the first fit that the model explains as it does its data (`ofData`), or
 * else of the one that it explains best. Distortions alone do not decide: they grow with the ink.
 * @param {{distortion: number}[]} encodings of its fits, the likelier first
 * @param {{far: number} | null | undefined} ofData
 */
export function bestOf(encodings, ofData) {
  const first = ofData ? encodings.findIndex(({ distortion }) => distortion <= ofData.far) : -1;
  if (first >= 0) return first;
  return encodings.reduce((low, { distortion }, i) => (distortion < encodings[low].distortion ? i : low), 0);
}

/**
 * The encodings under way, and what was asked for.
 * @param {Hearing} hear
 * @param {DataDistortion | null} ofData
 */
function createDrawings(hear, ofData) {
  /** @type {Map<number, Asked>} */
  const waiting = new Map(); // seq -> what was asked for
  return {
    telling: false, // while an answer is told: what it moves, the hand has not
    /** @param {number} seq @param {Asked} asked */
    sent(seq, asked) {
      waiting.set(seq, asked);
      hear.asked?.(seq);
    },
    /** @param {EncodeReply & Times} reply */
    heard({ encodings, ...reply }) {
      this.tell(reply, encodings, /** @type {Asked} */ (waiting.get(reply.seq)));
      for (const seq of [...waiting.keys()]) if (seq <= reply.seq) waiting.delete(seq);
    },
    /** @param {Times} reply @param {Encoding[]} encodings @param {Asked} asked */
    tell(reply, encodings, asked) {
      const best = bestOf(encodings, ofData);
      this.telling = true;
      hear.encoded({ ...reply, ...encodings[best], fit: asked.fits[best], asked });
      this.telling = false;
    },
  };
}

/** @typedef {typeof browser} Env */

const browser = {
  origin: () => location.origin,
  now: () => performance.now(),
  opening: createOpening,
  /**
   * @param {string} url
   * @param {ModelShape} shape
   * @param {Hear} hear
   * @param {ReturnType<typeof createOpening>} open
   */
  line: (url, shape, hear, open) => new LiveClient(url, shape, hear, open),
  pacing: (/** @type {Hearing["picture"]} */ show) => new Pacing(show),
  isKept,
  holdDecoder,
};
