/** The page's dealings with the server for the open model: its pictures, its codes, uploads. */

import { fetchCodes, refusal } from "../map/codes.js";
import { openPictures } from "./pictures.js";
import { unpackReply } from "./wire.js";

const MAX_UPLOAD = 5 * 2 ** 20; // bytes
const MAX_MARKS = 4000; // user-timing marks kept

/**
 * Make the session; it asks for a picture whenever z or c change. `got(reply, kind, c)` is told every picture that
 * arrives: "decode", or "draw" or "upload" encoded under c.
 */
export function createSession(store, got) {
  let pictures = null;
  let here = null; // {model, endpoints, token} of the open model
  let fetching = null;
  let troubled = false; // a notice of the decoder's stands; the next picture takes it away

  const fail = (text) => store.set({ notice: text, say: "" });
  const hear = {
    asked: createMarks(),
    picture(reply) {
      calm(reply);
      got(reply, "decode");
    },
    encoded(reply) {
      calm(reply);
      got(reply, "draw", reply.c);
    },
    error(text) {
      troubled = true;
      fail(text);
    },
    link(link) {
      const lost = link.state === "waiting" && store.get().way === "page" && store.get().link.state === "open";
      store.set({ link, ...(lost && { say: "The connection is lost. Sliders keep working; drawing and uploads wait for it." }) });
    },
    way: (way) => store.set({ way }),
  };
  store.watch(["z", "c"], ask);

  function ask() {
    const { z, c, model } = store.get();
    if (pictures && model?.digest === here.model.digest) pictures.show(z, c);
  }
  function calm({ computeMs, roundTripMs }) {
    store.set({ latency: { computeMs, roundTripMs }, ...(troubled && { notice: null }) });
    troubled = false;
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
      here = { model, endpoints, token };
      pictures?.close();
      store.set({ way: null });
      pictures = openPictures(here, hear);
      ask();
      if (other) loadCodes();
    },

    /** Connect anew after a refusal. */
    reopen() {
      pictures?.retry();
      ask();
    },

    /** Make many pictures, see pictures.js; null where no model is open. */
    many: (slot, z, c, n) => (pictures ? pictures.many(slot, z, c, n) : Promise.resolve(null)),

    /** Ask for the posterior of a drawing. */
    encode: (grey, side) => pictures?.encode(store.get().c, grey, side),

    /** Send a picture file to be encoded. */
    async upload(file) {
      if (file.size > MAX_UPLOAD) return fail(`"${file.name}" has ${(file.size / 2 ** 20).toFixed(1)} MB; at most 5 MB are taken. Scale it down.`);
      const { c } = store.get();
      const { model } = here;
      store.set({ say: "Sending the picture." });
      try {
        const response = await fetch(uploadAddress(here, c), { method: "POST", body: file });
        if (!response.ok) return fail(await refusal(response));
        const reply = unpackReply(await response.arrayBuffer(), { latentDim: model.latent_dim, imageShape: model.image_shape });
        if (here.model.digest === model.digest) got(reply, "upload", c);
      } catch {
        fail("The picture did not reach the server. Check the connection and send it again.");
      }
    },

    retry() {
      if (store.get().link.state === "refused") location.reload();
      else pictures?.retry();
    },

    close() {
      fetching?.abort();
      pictures?.close();
    },
  };
}

function uploadAddress({ endpoints, model, token }, c) {
  return `${endpoints.image}?model=${model.digest}&token=${encodeURIComponent(token)}${c.length ? `&c=${[...c].join(",")}` : ""}`;
}

/** Mark the moment of each request for the browser's timeline, without letting the marks pile up. */
function createMarks() {
  let marks = 0;
  return (seq) => {
    if (++marks % MAX_MARKS === 0) ["vaeviz:input", "vaeviz:paint"].forEach((name) => performance.clearMarks(name));
    performance.mark("vaeviz:input", { detail: { seq } });
  };
}
