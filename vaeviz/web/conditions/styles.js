/** The rows of the grid: the current z, pins, and samples from the prior. */

import { LETTERS, pinAt, pinning } from "../history/pinned.js";
import { priorAt, sample, uniform } from "../latents/gaussian.js";
import { moved } from "../latents/moves.js";
import { sameNumbers, snapped } from "../latents/place.js";
import { zUnder } from "./columns.js";

/**
 * @import { Actions, PageStore, Source, State } from "../core/types.js"
 * @import { Input } from "./columns.js"
 * @typedef {{ key: string, name: string } & Input & ({ kind: "now" } | { kind: "pin", letter: string }
 *   | { kind: "draw", seed: number })} Row c is what z was found under
 */

const SEEDS = 1000; // of samples that nobody named: short enough for the name of a row
export const FIRST_SEEDS = [1, 2, 3, 4, 5, 6]; // of the rows on a first visit
export const MOST = 12; // samples

/** The rows, from top to bottom. @param {Pick<State, "z" | "c" | "pins" | "styles">} state @returns {Row[]} */
export function rowsOf({ z, c, pins, styles }) {
  /** @type {Row[]} */
  const rows = [{ key: "now", name: "current z", kind: "now", z, c }];
  for (const pin of pins)
    rows.push({ key: `pin-${pin.name}`, name: `pin ${pin.name}`, kind: "pin", letter: pin.name, z: pin.z, c: pin.c });
  for (const { seed, ...input } of styles ?? [])
    rows.push({ key: `seed-${seed}`, name: `seed ${seed}`, kind: "draw", seed, ...input });
  return rows;
}

/**
 * A sample: the same model, seed, temperature and, where the prior depends on it, c give the same z.
 * @param {Pick<State, "model" | "c" | "temperature">} state
 * @param {number} seed
 */
export function drawStyle({ model, c, temperature }, seed) {
  return { seed, c, z: snapped(sample(priorAt(model, c), uniform(seed), temperature)) };
}

/** Whether the rows are those of a first visit under the present c. @param {State} state */
export function isFirst(state) {
  const { styles } = state;
  return (
    styles?.length === FIRST_SEEDS.length &&
    FIRST_SEEDS.every((seed, i) => sameNumbers(styles[i].z, drawStyle(state, seed).z))
  );
}

/**
 * The actions of rows; each is a step for undo. `random` gives uniform numbers for new seeds.
 * @param {PageStore} store
 * @param {Actions} actions
 */
export function createStyles(store, { remember }, random = Math.random) {
  const stylesNow = () => store.get().styles ?? [];
  const find = (/** @type {number} */ seed) => stylesNow().find((style) => style.seed === seed);
  function fresh() {
    for (;;) {
      const seed = Math.floor(random() * SEEDS);
      if (!find(seed)) return seed;
    }
  }

  store.watch(["model", "styles"], (state) => {
    if (state.model && state.styles === null) store.set({ styles: FIRST_SEEDS.map((seed) => drawStyle(state, seed)) });
  });

  /** Change the samples, and let undo take it back. @param {NonNullable<State["styles"]>} styles @param {string} say */
  function change(styles, say) {
    const before = stylesNow();
    remember({ back: () => ({ styles: before }), on: () => ({ styles }) });
    store.set({ styles, say });
  }
  return {
    /** Add a sample from the prior as a row. */
    addStyle() {
      const styles = stylesNow();
      if (styles.length >= MOST) return store.set({ say: `There are ${MOST} samples; remove one to add another.` });
      const style = drawStyle(store.get(), fresh());
      change([...styles, style], `Added a sample from the prior, seed ${style.seed}.`);
    },

    /** Resample all rows that are not pins. */
    renewStyles() {
      const styles = stylesNow().map(() => drawStyle(store.get(), fresh()));
      change(styles.length ? styles : [drawStyle(store.get(), fresh())], "Resampled from the prior.");
    },

    removeStyle(/** @type {number} */ seed) {
      change(
        stylesNow().filter((style) => style.seed !== seed),
        `Removed the row of seed ${seed}.`,
      );
    },

    /** Turn a row into a pin, which has a letter and is in the URL. */
    keepStyle(/** @type {number} */ seed) {
      const { pins, styles } = store.get();
      const style = find(seed);
      if (!style) return;
      const { z, c } = style;
      const there = pinAt(pins, { z, c });
      if (there) return store.set({ say: `This row is already pin ${there.name}.` });
      const name = [...LETTERS].find((letter) => pins.every((pin) => pin.name !== letter));
      if (!name) return store.set({ say: `All ${LETTERS.length} pins are used; remove one to keep another row.` });
      const pin = { name, z, c };
      const kept = pinning(pin, pins.length);
      const rest = stylesNow().filter((one) => one !== style);
      remember({
        back: (/** @type {State} */ state) => ({ ...kept.back(state), styles }),
        on: (/** @type {State} */ state) => ({ ...kept.on(state), styles: rest }),
      });
      store.set({ pins: Object.freeze([...pins, pin]), styles: rest, say: `Kept as pin ${name}.` });
    },

    /** Take a column of the strip: its c, and its z where that differs. @param {Float32Array} c @param {string} say */
    takeColumn(c, say) {
      remember();
      const state = store.get();
      const z = zUnder(state, state.z, state.c, c);
      store.set({ z, c, say, ...(z !== state.z && moved(state)) });
    },

    /** Take a row under c, whatever is locked. @param {Row} row @param {Float32Array} c @param {string} say */
    takeStyle(row, c, say) {
      if (row.kind === "now") return this.takeColumn(c, say);
      remember();
      /** @type {Source} */
      const source =
        row.kind === "pin"
          ? { kind: "pin", text: row.name }
          : { kind: "prior", text: `a draw from the prior, seed ${row.seed}` };
      store.set({ z: zUnder(store.get(), row.z, row.c, c), c, posterior: null, images: null, source, say });
    },
  };
}
