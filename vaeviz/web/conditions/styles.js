/** The rows of the grid: the z at hand, what is pinned, draws from the prior that were asked for. */

import { priorAt, sample, uniform } from "../latents/gaussian.js";
import { moved } from "../latents/moves.js";
import { sameNumbers, snapped } from "../latents/place.js";
import { LETTERS, pinAt, pinning } from "../history/pinned.js";
import { zUnder } from "./columns.js";

const SEEDS = 1000; // of draws that nobody named: short enough for the name of a row
export const FIRST_SEEDS = [1, 2, 3, 4, 5, 6]; // of the rows that are there at first
export const MOST = 12; // draws

/** The rows of a state, from top to bottom: {key, name, kind: now|pin|draw, z, c}; c is what z was found under. */
export function rowsOf({ z, c, pins, styles }) {
  return [
    { key: "now", name: "z now", kind: "now", z, c },
    ...pins.map((pin) => ({
      key: `pin-${pin.name}`,
      name: `pin ${pin.name}`,
      kind: "pin",
      letter: pin.name,
      z: pin.z,
      c: pin.c,
    })),
    ...(styles ?? []).map((style) => ({
      key: `seed-${style.seed}`,
      name: `seed ${style.seed}`,
      kind: "draw",
      seed: style.seed,
      z: style.z,
      c: style.c,
    })),
  ];
}

/** A row of a draw: the same model, seed, temperature and, where the prior follows it, c give the same z. */
export function drawStyle({ model, c, temperature }, seed) {
  return { seed, c, z: snapped(sample(priorAt(model, c), uniform(seed), temperature)) };
}

/** Whether the rows are those that a first visit draws under the present c. */
export function isFirst(state) {
  return (
    state.styles.length === FIRST_SEEDS.length &&
    FIRST_SEEDS.every((seed, i) => sameNumbers(state.styles[i].z, drawStyle(state, seed).z))
  );
}

/** The actions of rows; each is a step for undo. `random` gives uniform numbers for new seeds. */
export function createStyles(store, { remember }, random = Math.random) {
  const used = (seed) => store.get().styles.some((style) => style.seed === seed);
  function fresh() {
    for (;;) {
      const seed = Math.floor(random() * SEEDS);
      if (!used(seed)) return seed;
    }
  }
  const find = (seed) => store.get().styles.find((style) => style.seed === seed);

  store.watch(["model", "styles"], (state) => {
    if (state.model && state.styles === null) store.set({ styles: FIRST_SEEDS.map((seed) => drawStyle(state, seed)) });
  });

  /** Change keys of the state, say so, and let undo take it back. */
  function change(patch, say) {
    const state = store.get();
    const before = Object.fromEntries(Object.keys(patch).map((key) => [key, state[key]]));
    remember({ back: () => before, on: () => patch });
    store.set({ ...patch, say });
  }
  return {
    /** Add a draw from the prior as a row. */
    addStyle() {
      const { styles } = store.get();
      if (styles.length >= MOST) return store.set({ say: `There are ${MOST} draws; remove one to add another.` });
      const style = drawStyle(store.get(), fresh());
      change({ styles: [...styles, style] }, `Another row: a draw from the prior, seed ${style.seed}.`);
    },

    /** Draw all rows anew that are not kept. */
    renewStyles() {
      const styles = store.get().styles.map(() => drawStyle(store.get(), fresh()));
      change({ styles: styles.length ? styles : [drawStyle(store.get(), fresh())] }, "New styles from the prior.");
    },

    removeStyle(seed) {
      change(
        { styles: store.get().styles.filter((style) => style.seed !== seed) },
        `The row of seed ${seed} is removed.`,
      );
    },

    /** Make a pin of a row: it then is in the address, and has a letter. */
    keepStyle(seed) {
      const { pins, styles } = store.get();
      const { z, c } = find(seed);
      const there = pinAt(pins, { z, c });
      if (there) return store.set({ say: `This row is pin ${there.name} already.` });
      const name = [...LETTERS].find((letter) => pins.every((pin) => pin.name !== letter));
      if (!name) return store.set({ say: `All ${LETTERS.length} pins are used; remove one to keep another row.` });
      const pin = { name, z, c };
      const kept = pinning(pin, pins.length);
      const rest = styles.filter((style) => style.seed !== seed);
      remember({
        back: (state) => ({ ...kept.back(state), styles }),
        on: (state) => ({ ...kept.on(state), styles: rest }),
      });
      store.set({ pins: Object.freeze([...pins, pin]), styles: rest, say: `Kept as pin ${name}.` });
    },

    /** Take a column of the strip: its condition, and its z where that is another. */
    takeColumn(c, say) {
      remember();
      const state = store.get();
      const z = zUnder(state, state.z, state.c, c);
      store.set({ z, c, say, ...(z !== state.z && moved(state)) });
    },

    /** Take a row under c: as a pin it is recalled whatever is locked. */
    takeStyle(row, c, say) {
      if (row.kind === "now") return this.takeColumn(c, say);
      remember();
      const source =
        row.kind === "pin"
          ? { kind: "pin", text: row.name }
          : { kind: "prior", text: `a draw from the prior, seed ${row.seed}` };
      store.set({ z: zUnder(store.get(), row.z, row.c, c), c, posterior: null, images: null, source, say });
    },
  };
}
