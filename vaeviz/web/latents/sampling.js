/**
 * Draws from the prior, by seed and temperature: the same two give the same z. Locked dimensions stay where they are.
 */

/** @import { Model, PageStore, State } from "../core/types.js" */
/** @import { Random } from "./gaussian.js" */

import { attributesOf, withChoice, withNumber } from "./attributes.js";
import { priorAt, sample, uniform } from "./gaussian.js";
import { oneHot } from "./moves.js";
import { heldText, placed } from "./place.js";
import { underText } from "./prior-text.js";

export const LARGEST_SEED = 2 ** 32 - 1;
export const SEEDS = 2 ** 20; // of the draws whose seed nobody chose

/**
 * @param {PageStore} store
 * @param {{remember: () => void}} history `remember` is called before a move that undo should take back
 * @param {Random} random for new seeds
 */
export function createSampling(store, { remember }, random = Math.random) {
  /**
   * Draw from the prior by the store's seed and temperature.
   * @param {string} text what it is a draw of
   * @param {string} message
   * @param {Partial<State>} more a condition to draw under
   */
  function draw(text, message, more = {}) {
    const state = { ...store.get(), ...more };
    const { model, c, seed, temperature } = state;
    const drawn = sample(priorAt(model, c), uniform(seed), temperature);
    const heat = temperature === 1 ? "" : `, temperature ${temperature}`;
    const how = `${text}${underText(model, c)}, seed ${seed}${heat}${heldText(state, drawn)}`;
    const source = /** @type {const} */ ({ kind: "prior", text: how, draw: text });
    store.set({ ...more, z: placed(state, drawn), posterior: null, images: null, source, say: message });
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

    /**
     * Set the seed, and draw with it.
     * @param {number} seed
     */
    setSeed(seed) {
      remember();
      store.set({ seed });
      draw("a draw from the prior", `A draw from the prior with seed ${seed}.`);
    },

    /**
     * Set the temperature; a z that was drawn from the prior follows it. The slider announces its own value.
     * @param {number} temperature
     */
    setTemperature(temperature) {
      store.set({ temperature });
      const { source, say } = store.get();
      if (source?.kind === "prior" && source.draw && !source.moved) draw(source.draw, say);
    },
  };
}

/**
 * A random c for `model`, each class or value equally likely; a model without a condition keeps `c`.
 * @param {Model} model
 * @param {Float32Array} c
 * @param {Random} random
 */
function randomCondition(model, c, random) {
  /** @param {number} n */
  const pick = (n) => Math.floor(random() * n);
  if (model.condition?.kind === "class") return oneHot(c.length, pick(c.length));
  return attributesOf(model).reduce(
    (drawn, one) =>
      one.values.length ? withChoice(drawn, one, pick(one.values.length)) : withNumber(drawn, one, 2 * random() - 1),
    c,
  );
}
