/** The page's dealings with the server for one model: the picture's line, batches, codes, uploads. */

import { fetchCodes, refusal } from "../map/codes.js";
import { Batches } from "./batches.js";
import { LiveClient } from "./client.js";
import { unpackReply } from "./wire.js";

const MAX_UPLOAD = 5 * 2 ** 20; // bytes
const MAX_MARKS = 4000; // user-timing marks kept

/**
 * Make the session; it asks for a picture whenever z or c change. `got(reply, kind, c)` is told every picture that
 * arrives: "decode", or "draw" or "upload" encoded under c.
 */
export function createSession(store, got) {
  let client = null;
  let beside = null; // a second line, for batches: the picture never waits behind them
  let here = null; // {model, shape, endpoints, token} of the open model
  let fetching = null;
  let marks = 0;
  let settle = null; // {done, failed} of the batch under way
  const told = new Map(); // seq of an encode under way -> the condition it was sent under
  const batches = new Batches(sendBatch);

  const query = () => `model=${here.model.digest}&token=${encodeURIComponent(here.token)}`;
  let troubled = false; // a notice of the socket's stands; the next answer takes it away
  const fail = (text) => store.set({ notice: text, say: "" });

  store.watch(["z", "c"], ask);

  function mark(seq) {
    if (++marks % MAX_MARKS === 0) ["vaeviz:input", "vaeviz:paint"].forEach((name) => performance.clearMarks(name));
    performance.mark("vaeviz:input", { detail: { seq } });
  }
  function ask() {
    const { z, c, model } = store.get();
    if (client && model?.digest === here.model.digest) mark(client.decode(z, c));
  }
  function trouble(text) {
    troubled = true;
    fail(text);
  }
  function heard(reply) {
    if (troubled) store.set({ notice: null });
    troubled = false;
    store.set({ latency: { computeMs: reply.computeMs, roundTripMs: reply.roundTripMs } });
    got(reply, reply.op === 0 ? "decode" : "draw", told.get(reply.seq));
    for (const seq of [...told.keys()]) if (seq <= reply.seq) told.delete(seq);
  }
  const address = () => `${location.origin.replace(/^http/, "ws")}${here.endpoints.live}?${query()}`;
  function connect() {
    client?.close();
    beside?.close();
    beside = null;
    client = new LiveClient(address(), here.shape, { reply: heard, error: trouble, link: (link) => store.set({ link, way: "socket" }) });
  }
  function sendBatch(z, c, n) {
    beside ??= new LiveClient(address(), here.shape, { reply: ({ pixels }) => settle.done(pixels), error: (text) => settle.failed(new Error(text)), link: () => {} });
    return new Promise((done, failed) => {
      settle = { done, failed };
      beside.decode(z, c, n);
    });
  }
  async function loadCodes() {
    fetching?.abort();
    fetching = new AbortController();
    store.set({ codes: null, codesError: null });
    if (!here.model.has_codes) return;
    const { digest } = here.model;
    try {
      const codes = await fetchCodes(`${here.endpoints.codes}?token=${encodeURIComponent(here.token)}`, fetching.signal);
      if (here.model.digest === digest) store.set({ codes });
    } catch (error) {
      if (error.name !== "AbortError") store.set({ codesError: error.message });
    }
  }

  return {
    /** Turn to the model of `data`; the same model under the same token stays as it is. */
    open({ model, endpoints, token }) {
      if (here && here.model.digest === model.digest && here.token === token) return;
      const other = here?.model.digest !== model.digest;
      here = { model, endpoints, token, shape: { latentDim: model.latent_dim, imageShape: model.image_shape } };
      batches.clear();
      connect();
      ask();
      if (other) loadCodes();
    },

    /** Connect anew after a refusal. */
    reopen() {
      connect();
      ask();
    },

    /** See `Batches.many`. */
    many: (slot, z, c, n) => batches.many(slot, z, c, n),

    /** Ask for the posterior of a drawing. */
    encode(grey, side) {
      if (!client) return;
      const { c } = store.get();
      const seq = client.encode(c, grey, side);
      told.set(seq, c);
      mark(seq);
    },

    /** Send a picture file to be encoded. */
    async upload(file) {
      if (file.size > MAX_UPLOAD) return fail(`"${file.name}" has ${(file.size / 2 ** 20).toFixed(1)} MB; at most 5 MB are taken. Scale it down.`);
      const { c } = store.get();
      const told = c.length ? `&c=${[...c].join(",")}` : "";
      const { digest } = here.model;
      store.set({ say: "Sending the picture." });
      try {
        const response = await fetch(`${here.endpoints.image}?${query()}${told}`, { method: "POST", body: file });
        if (!response.ok) return fail(await refusal(response));
        const reply = unpackReply(await response.arrayBuffer(), here.shape);
        if (here.model.digest === digest) got(reply, "upload", c);
      } catch {
        fail("The picture did not reach the server. Check the connection and send it again.");
      }
    },

    retry() {
      if (store.get().link.state === "refused") location.reload();
      else client?.retryNow();
    },

    close() {
      fetching?.abort();
      client?.close();
      beside?.close();
    },
  };
}
