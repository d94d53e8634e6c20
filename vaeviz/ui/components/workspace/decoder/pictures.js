/** The pictures of one model. How they are made is chosen here; whoever asks for them does not know it. */

import { Batches } from "./batches.js";
import { BatchLine } from "./batchline.js";
import { LiveClient } from "./client.js";
import { createOpening } from "./opening.js";
import { isKept, loadDecoder } from "./page.js";
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
  const shape = { latentDim: model.latent_dim, imageShape: model.image_shape };
  const query = `model=${model.digest}&token=${encodeURIComponent(token)}`;
  const socket = `${env.origin().replace(/^http/, "ws")}${endpoints.live}?${query}`;
  const hello = packDecode(0, new Float32Array(model.latent_dim), new Float32Array(model.condition?.names.length ?? 0));
  const opening = env.opening(`${endpoints.frame}?${query}`, hello);
  const line = (told) => env.line(socket, shape, told, opening);
  const conditions = new Map(); // seq of an encode under way -> c
  let page = null; // the decoder in the page, once it is there
  let loading = null;
  let newest = null; // {z, c} last asked for
  let encoded = false; // while an answer to a drawing is told: what it moves, the hand has not
  let way = null;
  let measured = -Infinity; // when the line was measured last, ms
  let closed = false;

  const beside = new BatchLine(line);
  const batches = new Batches((z, c, n) => (page ?? beside).many(z, c, n), () => page?.most ?? MOST);
  const client = line({ reply: heard, error: hear.error, link: linked });
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
    if (reply.op === 0) return hear.picture(reply);
    encoded = true;
    hear.encoded({ ...reply, c: conditions.get(reply.seq) });
    encoded = false;
    for (const seq of [...conditions.keys()]) if (seq <= reply.seq) conditions.delete(seq);
  }
  /** Once; where it fails, the line goes on making the pictures. */
  function fetchDecoder() {
    loading ??= env.loadDecoder(model.digest, endpoints.weights, token).then(take, () => {});
  }
  function take(decoder) {
    if (!decoder || closed) return;
    page = decoder;
    tellWay();
    beside.handOver(decoder);
    if (newest) draw();
  }
  function draw() {
    const start = env.now();
    if (start - measured > MEASURE_MS) {
      measured = start;
      client.decode(newest.z, newest.c); // its answer is timed, and superseded by the picture
    }
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
      if (!encoded) client.forgetDrawing();
      if (page) draw();
      else hear.asked?.(client.decode(newest.z, newest.c));
    },

    /** Make n pictures, see `Batches.many`. */
    many: (slot, z, c, n) => batches.many(slot, z, c, n),

    /** Ask for the posterior of a drawing under c. */
    encode(c, grey, side) {
      const seq = client.encode(c, grey, side);
      conditions.set(seq, c);
      hear.asked?.(seq);
    },

    /** Try the line again at once, also after a refusal. */
    retry: () => client.retryNow(),

    /** Leave for good; what waits is given null. */
    close() {
      closed = true;
      batches.clear();
      client.close();
      beside.close();
    },
  };
}

const browser = {
  origin: () => location.origin,
  now: () => performance.now(),
  opening: createOpening,
  line: (url, shape, hear, open) => new LiveClient(url, shape, hear, open),
  isKept,
  loadDecoder,
};
