/** Draws from the prior, by seed and temperature: the same two give the same z. Locked dimensions stay where they are. */

import { priorAt, sample, uniform } from "./gaussian.js";
import { heldText, placed } from "./place.js";
import { underText } from "./prior-text.js";
import { randomCondition } from "./random-condition.js";

export const LARGEST_SEED = 2 ** 32 - 1;
export const SEEDS = 2 ** 20; // of the draws that nobody named

/** `remember()` is called before a move that undo should take back; `random` gives uniform numbers for new seeds. */
export function createSampling(store, { remember }, random = Math.random) {
  /** Draw from the prior by the store's seed and temperature. */
  function draw(text, say, more = {}) {
    const { model, c, seed, temperature } = { ...store.get(), ...more };
    const drawn = sample(priorAt(model, c), uniform(seed), temperature);
    const z = placed(store.get(), drawn);
    const how = `${text}${underText(model, c)}, seed ${seed}${temperature === 1 ? "" : `, temperature ${temperature}`}${heldText(store.get(), drawn)}`;
    store.set({ ...more, z, posterior: null, images: null, source: { kind: "prior", text: how, draw: text }, say });
  }
  function renew() {
    remember();
    store.set({ seed: Math.floor(random() * SEEDS) });
  }

  return {
    /** Another z from the prior. */
    samplePrior() {
      renew();
      draw("a draw from the prior", "A draw from the prior.");
    },

    /** A new z and a new condition: another class, or other attributes. */
    randomise() {
      renew();
      const { model, c } = store.get();
      draw("a random draw", "Randomised.", { c: randomCondition(model, c, random) });
    },

    /** Set the seed, and draw by it. */
    setSeed(seed) {
      remember();
      store.set({ seed });
      draw("a draw from the prior", `A draw from the prior by seed ${seed}.`);
    },

    /** Set the temperature; a z that was drawn from the prior follows it. The slider says its value itself. */
    setTemperature(temperature) {
      store.set({ temperature });
      const { source, say } = store.get();
      if (source?.kind === "prior" && source.draw && !source.moved) draw(source.draw, say);
    },
  };
}
