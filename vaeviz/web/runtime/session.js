/** The page's dealings with the decoder of the open model: its pictures, its drawings, the state of its line. */

import { EMPTY_DRAWING, fitDrawing } from "../fitting/fit.js";
import { Desk } from "./pending-images.js";
import { openPictures } from "./images.js";

/** @import { Fit, Link, OpenModel, PageStore, State } from "../core/types.js" */
/** @import { Asked, Encoded, Picture } from "./images.js" */

/** @typedef {(reply: Picture | Encoded, kind: string, c?: Float32Array, name?: string) => void} Got */

const MAX_MARKS = 4000; // user-timing marks kept
const MARKS = ["vaeviz:input", "vaeviz:paint", "vaeviz:strip"];

/**
 * Make the session; it asks for a picture whenever z or c change. `got(reply, kind, c, name)` is told every picture
 * that arrives: "decode", or "draw" or "upload" encoded under c, and what to call it. `open` is `openPictures`.
 * @param {PageStore} store
 * @param {Got} got
 */
export function createSession(store, got, open = openPictures) {
  const hear = createHearing(store, got);
  const desk = new Desk();
  /** @type {ReturnType<typeof open> | null} */
  let pictures = null;
  /** @type {{ digest: string, token: string } | null} */
  let here = null; // what is open
  const unwatch = store.watch(["z", "c"], ask);

  function ask() {
    const { z, c, model } = store.get();
    if (pictures && model?.digest === here?.digest) pictures.show(z, c);
  }
  /** @param {Asked} asked */
  function encode(asked) {
    if (pictures && store.get().model?.digest === here?.digest) pictures.encode(asked);
  }
  /** Leave the model: nobody can ask its decoder any more while the parts of the page hear that its line is closed. */
  function leave() {
    const left = pictures;
    pictures = here = null;
    left?.close();
  }

  return {
    /** Turn to a model; the same model under the same token stays as it is. @param {OpenModel} data */
    open({ model, endpoints, token }) {
      if (here?.digest === model.digest && here.token === token) return;
      leave();
      store.set({ way: null, encodes: false });
      here = { digest: model.digest, token };
      pictures = open({ model, endpoints, token }, hear);
      ask();
      desk.open(pictures, model.digest);
    },

    /** Connect anew after a refusal. */
    reopen() {
      pictures?.retry();
      ask();
    },

    /**
     * The number of the last picture that was asked for: what comes of the same z and c can be told to belong to it.
     */
    get seq() {
      return hear.asked.last;
    },

    /**
     * The pictures of n codes of the store's model at once; null where they are to be had by `many` alone.
     * @param {Float32Array} z
     * @param {Float32Array} c
     * @param {number} n
     */
    atOnce: (z, c, n) => (pictures && store.get().model?.digest === here?.digest ? pictures.atOnce(z, c, n) : null),

    /**
     * Make many pictures of the store's model, see `Desk.many`.
     * @param {string} slot
     * @param {Float32Array} z
     * @param {Float32Array} c
     * @param {number} n
     */
    many: (slot, z, c, n) => desk.many(store.get().model?.digest, slot, z, c, n),

    /**
     * Encode a drawing, grey levels of side x side, under c or another condition.
     * @param {Uint8Array} grey
     * @param {number} side
     */
    encode(grey, side, condition = store.get().c) {
      if (!pictures) return;
      const fits = fitDrawing(grey, side, store.get().model.image_shape);
      if (fits.length) encode({ fits, c: condition, kind: "draw" });
      else hear.error(EMPTY_DRAWING);
    },

    /**
     * Encode a picture, fitted as fitting/fit.js does, under `condition`; `name` is what to call it.
     * @param {Fit[]} fits
     * @param {Float32Array} condition
     * @param {string} name
     */
    encodePicture: (fits, condition, name) => encode({ fits, c: condition, kind: "upload", name }),

    retry() {
      if (store.get().link.state === "refused") location.reload();
      else pictures?.retry();
    },

    close() {
      unwatch();
      leave();
      desk.close();
    },
  };
}

/** What the pictures tell, as the store has it. @param {PageStore} store @param {Got} got */
function createHearing(store, got) {
  let troubled = false; // a notice of the decoder's stands; the next picture takes it away
  /** @param {{ computeMs: number, roundTripMs: number | null }} reply */
  function calm({ computeMs, roundTripMs }) {
    store.set({ latency: { computeMs, roundTripMs }, ...(troubled && { notice: null }) });
    troubled = false;
  }
  return {
    asked: createMarks(),
    /** @param {Picture} reply */
    picture(reply) {
      calm(reply);
      got(reply, "decode");
    },
    /** @param {Encoded} reply */
    encoded(reply) {
      const { kind, c, name } = reply.asked;
      calm(reply);
      got(reply, kind, c, name);
    },
    encoder: () => store.set({ encodes: true }),
    /** @param {string} text */
    error(text) {
      troubled = true;
      store.set({ notice: text, say: "" });
    },
    /** @param {Link} link */
    link(link) {
      const { way, encodes, link: before } = store.get();
      const lost = link.state === "waiting" && way === "page" && before.state === "open";
      const rest = encodes ? "This model keeps working." : "Sliders keep working; drawing and uploads wait for it.";
      store.set({ link, ...(lost && { say: `The connection is lost. ${rest}` }) });
    },
    way: (/** @type {State["way"]} */ way) => store.set({ way }),
  };
}

/** Mark the moment of each request for the browser's timeline, without letting the marks pile up. */
function createMarks() {
  let marks = 0;
  /** @param {number} seq */
  function asked(seq) {
    asked.last = seq;
    if (++marks % MAX_MARKS === 0) MARKS.forEach((name) => performance.clearMarks(name));
    performance.mark("vaeviz:input", { detail: { seq } });
  }
  asked.last = 0;
  return asked;
}
