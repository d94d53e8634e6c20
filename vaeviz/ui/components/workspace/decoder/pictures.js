/** The pictures of one model. How they are made is chosen here; whoever asks for them does not know it. */

import { Batches } from "./batches.js";
import { LiveClient } from "./client.js";

/**
 * Open the pictures of `model`, as the session of `token` may see them. `hear` is told:
 * `asked(seq)`, optional, before a picture is made; `picture({pixels, seq, computeMs, roundTripMs})`; `encoded(reply)`,
 * with `reply.c` the condition it was encoded under; `error(text)`; `link(link)`, see client.js; `way(name)`: page,
 * socket or requests. A picture may be told before `show` returns.
 */
export function openPictures({ model, endpoints, token }, hear) {
  const shape = { latentDim: model.latent_dim, imageShape: model.image_shape };
  const conditions = new Map(); // seq of an encode under way -> c
  let beside = null; // a second line, for batches: the picture never waits behind them
  let settle = null; // {done, failed} of the batch under way
  const batches = new Batches(send);
  const client = new LiveClient(address(), shape, { reply: heard, error: hear.error, link: linked });

  function address() {
    return `${location.origin.replace(/^http/, "ws")}${endpoints.live}?model=${model.digest}&token=${encodeURIComponent(token)}`;
  }
  function linked(link) {
    hear.link(link);
    if (link.state === "open") hear.way("socket");
  }
  function heard(reply) {
    if (reply.op === 0) return hear.picture(reply);
    hear.encoded({ ...reply, c: conditions.get(reply.seq) });
    for (const seq of [...conditions.keys()]) if (seq <= reply.seq) conditions.delete(seq);
  }
  function send(z, c, n) {
    beside ??= new LiveClient(address(), shape, { reply: ({ pixels }) => settle.done(pixels), error: (text) => settle.failed(new Error(text)), link: () => {} });
    return new Promise((done, failed) => {
      settle = { done, failed };
      beside.decode(z, c, n);
    });
  }

  return {
    /** Make the picture of z under c; only the newest one asked for is sure to be told. */
    show(z, c) {
      hear.asked?.(client.decode(z, c));
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
      batches.clear();
      client.close();
      beside?.close();
    },
  };
}
