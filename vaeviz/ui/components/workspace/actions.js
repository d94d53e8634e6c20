/** Everything a visitor can do, in one place: each action patches the store and asks for one picture. */

import { codeSource, row } from "./codes.js";
import { toldText } from "./format.js";
import { rate, sample } from "./gaussian.js";
import { NEIGHBOURS, blend, nearest } from "./neighbours.js";

export const MAX_Z = 10; // the server clips there
const MAX_PAST = 100;
const KEPT = ["z", "c", "posterior", "images", "source"];

/** `ask()` requests the picture of the store's z and c; `random` gives uniform numbers. */
export function createActions(store, ask, random = Math.random) {
  const clip = (value) => Math.max(-MAX_Z, Math.min(MAX_Z, value));
  const pick = (n) => Math.floor(random() * n);
  const oneHot = (size, i) => Float32Array.from({ length: size }, (_, j) => (j === i ? 1 : 0));

  /** Remember where we are, so that undo leads back here. */
  function remember() {
    const state = store.get();
    const now = Object.fromEntries(KEPT.map((key) => [key, state[key]]));
    const last = state.past.at(-1);
    if (last && last.z === now.z && last.c === now.c) return;
    store.set({ past: [...state.past.slice(1 - MAX_PAST), now] });
  }

  function move(patch, say = null) {
    store.set(say ? { ...patch, say } : patch);
    ask();
  }

  function conditionOfLabel(label) {
    const { model, c } = store.get();
    return model.condition?.kind === "class" && label < c.length ? oneHot(c.length, label) : c;
  }

  return {
    remember,

    /** Move one dimension; everything else, the image's posterior too, stays. */
    setDim(dim, value) {
      const z = store.get().z.slice();
      z[dim] = clip(value);
      const { source } = store.get();
      move(source?.kind && source.kind !== "mean" && !source.moved ? { z, source: { ...source, moved: true } } : { z });
    },

    resetDim(dim) {
      remember();
      this.setDim(dim, store.get().model.prior.mu[dim]);
    },

    setCondition(c, say) {
      remember();
      move({ c }, say);
    },

    samplePrior() {
      remember();
      const z = sample(store.get().model.prior, random).map(clip);
      move({ z, posterior: null, images: null, source: { kind: "prior", text: "a draw from the prior" } }, "A draw from the prior.");
    },

    /** A new z and, where the model takes a class, a new class. */
    randomise() {
      remember();
      const { model, c } = store.get();
      const z = sample(model.prior, random).map(clip);
      const named = model.condition?.kind === "class";
      const source = { kind: "prior", text: "a random draw" };
      move({ z, c: named ? oneHot(c.length, pick(c.length)) : c, posterior: null, images: null, source }, "Randomised.");
    },

    /** Back to the prior's mean; the condition stays. */
    reset() {
      remember();
      const z = Float32Array.from(store.get().model.prior.mu);
      move({ z, posterior: null, images: null, source: { kind: "mean", text: "the prior's mean" } }, "Reset to the prior's mean.");
    },

    /** Load stored code i: its posterior mean, its band, its label as the condition. */
    loadCode(i) {
      remember();
      const { codes, model } = store.get();
      const [mu, logvar] = [row(codes.mu, codes.latent, i), row(codes.logvar, codes.latent, i)];
      const posterior = { mu, logvar, rate: rate(mu, logvar, model.prior) };
      const source = codeSource(codes, i, model.class_names);
      move(
        { z: Float32Array.from(mu, clip), c: conditionOfLabel(codes.labels[i]), posterior, images: null, source },
        `Loaded ${source.text}.`,
      );
    },

    loadRandomCode() {
      this.loadCode(pick(store.get().codes.n));
    },

    /** Go to a place on the map: exactly where the map is two of the axes, else the average of the real codes near it. */
    goTo(x, y, spoken = false) {
      const { codes, map, z } = store.get();
      const shown = codes.maps[map];
      let next;
      if (shown.name === "axes") {
        next = z.slice();
        next[shown.params.x] = clip(x);
        next[shown.params.y] = clip(y);
      } else {
        next = blend(codes.mu, codes.latent, nearest(shown.points, 2, [x, y], NEIGHBOURS)).map(clip);
      }
      const text = shown.name === "axes" ? "a place on the map" : `the average of ${NEIGHBOURS} codes near a place on the map`;
      move({ z: next, posterior: null, images: null, source: { kind: "map", text } }, spoken ? sentence(shown) : null);
    },

    /** Take over the posterior of a picture encoded under `told`, a condition; its reconstruction is already the picture. */
    loadEncoded(reply, kind, told) {
      const { mu, logvar, rate: own, distortion, input, reconstruction } = reply;
      const as = toldText(told, store.get().model.condition);
      store.set({
        z: mu.map(clip),
        posterior: { mu, logvar, rate: own },
        images: { input, reconstruction, distortion, told: as.trim() },
        source: { kind, text: `${kind === "draw" ? "your drawing" : "your picture"}${as}` },
      });
    },

    undo() {
      const { past } = store.get();
      if (!past.length) return;
      move({ ...past.at(-1), past: past.slice(0, -1) }, "Undone.");
    },
  };
}

function sentence({ name, params }) {
  return name === "axes" ? `z${params.x} and z${params.y} of the place.` : `Average of the ${NEIGHBOURS} nearest codes.`;
}

/** Whether reset would change anything. */
export function canReset({ z, posterior, model }) {
  return posterior !== null || z.some((value, j) => Math.abs(value - model.prior.mu[j]) > 5e-3);
}
