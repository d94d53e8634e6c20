/** Pins: points kept under a letter. They are exact, and are restored whatever is locked. */

/** @import { Change, PageStore, Pin } from "../core/types.js" */
/** @import { Point } from "./path.js" */

import { heldText, placed, sameNumbers } from "../latents/place.js";

export const LETTERS = "ABCDEFGH"; // as many pins

/** @param {readonly Pin[]} pins */
const freeLetter = (pins) => [...LETTERS].find((letter) => pins.every(({ name }) => name !== letter));

/**
 * z_a - z_b + z_c: the step from b to a, taken from c.
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number>} b
 * @param {ArrayLike<number>} c
 */
export function analogy(a, b, c) {
  return Float32Array.from(a, (value, j) => value - b[j] + c[j]);
}

/**
 * The actions of pins.
 * @param {PageStore} store
 * @param {{remember: (change?: Change) => void}} history `remember` is called before z is moved
 */
export function createPinned(store, { remember }) {
  /** @param {string} wanted @returns {Pin} */
  function find(wanted) {
    const pin = store.get().pins.find(({ name }) => name === wanted);
    if (!pin) throw new RangeError(`There is no pin ${wanted}.`);
    return pin;
  }
  /** @param {Point} point @param {string} text @param {string} message */
  function move(point, text, message) {
    remember();
    store.set({ ...point, posterior: null, images: null, source: { kind: "pin", text }, say: message });
  }
  return {
    /** Pin the current point under the next free letter; undo removes the pin. */
    pin() {
      const { pins, z, c } = store.get();
      const there = pinAt(pins, { z, c });
      if (there) return store.set({ say: `This point is already pin ${there.name}.` });
      const name = freeLetter(pins);
      if (!name) return store.set({ say: `All ${LETTERS.length} pins are used; remove one to pin another point.` });
      const pin = { name, z, c };
      remember(pinning(pin, pins.length));
      store.set({ pins: Object.freeze([...pins, pin]), say: `Pinned as ${name}.` });
    },

    /**
     * Remove a pin; undo restores it.
     * @param {string} name
     */
    unpin(name) {
      const pin = find(name);
      const change = removal(pin, store.get().pins.indexOf(pin));
      remember(change);
      store.set(change.on(store.get()));
    },

    /**
     * Go back to a pin.
     * @param {string} name
     */
    recall(name) {
      const { z, c } = find(name);
      move({ z, c }, `pin ${name}`, `Back at pin ${name}.`);
    },

    /**
     * Show a pin's image beside the current one, or stop showing it.
     * @param {string} name
     */
    compare(name) {
      const compared = store.get().compared === name ? null : name;
      store.set({ compared, say: compared ? `Compared with pin ${name}.` : "No longer compared." });
    },

    /**
     * Go to a - b + c of three pins, under the condition of c; locked dimensions stay.
     * @param {string} first
     * @param {string} second
     * @param {string} third
     */
    goAnalogy(first, second, third) {
      const [a, b, c] = [first, second, third].map(find);
      const text = `the analogy ${a.name} \u2212 ${b.name} + ${c.name}`;
      const wanted = analogy(a.z, b.z, c.z);
      move({ z: placed(store.get(), wanted), c: c.c }, `${text}${heldText(store.get(), wanted)}`, `At ${text}.`);
    },
  };
}

/**
 * The pin at a point.
 * @param {readonly Pin[]} pins
 * @param {Point} point
 */
export function pinAt(pins, { z, c }) {
  return pins.find((pin) => sameNumbers(pin.z, z) && sameNumbers(pin.c, c));
}

/**
 * A pin that is made, for the history: a removal turned around; a point that was pinned since is not pinned twice.
 * @param {Pin} pin
 * @param {number} at
 * @returns {Change}
 */
export function pinning(pin, at) {
  const { back, on } = removal(pin, at);
  return { back: on, on: (state) => (pinAt(state.pins, pin) ? {} : back(state)) };
}

/**
 * A pin that is removed, for the history: it is restored to its place among the others, and under a free letter where
 * its own is taken. Read from an address again, a pin is another object at the same point.
 * @param {Pin} pin
 * @param {number} at
 * @returns {Change}
 */
function removal(pin, at) {
  return {
    back({ pins }) {
      const name = pins.some((one) => one.name === pin.name) ? freeLetter(pins) : pin.name;
      if (!name) return { say: `Pin ${pin.name} cannot be restored: all ${LETTERS.length} pins are used.` };
      return {
        pins: Object.freeze([...pins.slice(0, at), name === pin.name ? pin : { ...pin, name }, ...pins.slice(at)]),
        say: `Pin ${name} restored.`,
      };
    },
    on({ pins, compared }) {
      const gone = pins.find(({ z, c }) => z === pin.z && c === pin.c) ?? pinAt(pins, pin);
      if (!gone) return {};
      return {
        pins: Object.freeze(pins.filter((one) => one !== gone)),
        ...(compared === gone.name && { compared: null }),
        say: `Pin ${gone.name} removed.`,
      };
    },
  };
}
