/** Pins: places kept under a letter. What they hold is exact, and comes back whatever is locked. */

import { heldText, placed, sameNumbers } from "../latents/place.js";

export const LETTERS = "ABCDEFGH"; // as many pins

const freeLetter = (pins) => [...LETTERS].find((letter) => pins.every(({ name }) => name !== letter));

/** z_a - z_b + z_c: what leads from b to a, from c on. */
export function analogy(a, b, c) {
  return Float32Array.from(a, (value, j) => value - b[j] + c[j]);
}

/** The actions of pins; `remember()` is called before z is moved. */
export function createPinned(store, { remember }) {
  const find = (name) => store.get().pins.find((pin) => pin.name === name);
  function move(next, text, say) {
    remember();
    store.set({ ...next, posterior: null, images: null, source: { kind: "pin", text }, say });
  }
  return {
    /** Pin where we are under the next free letter; undo takes the pin away. */
    pin() {
      const { pins, z, c } = store.get();
      const there = pinAt(pins, { z, c });
      if (there) return store.set({ say: `This place is pin ${there.name} already.` });
      const name = freeLetter(pins);
      if (!name) return store.set({ say: `All ${LETTERS.length} pins are used; remove one to pin another place.` });
      const pin = { name, z, c };
      remember(pinning(pin, pins.length));
      store.set({ pins: Object.freeze([...pins, pin]), say: `Pinned as ${name}.` });
    },

    /** Take a pin away; undo brings it back. */
    unpin(name) {
      const pin = find(name);
      const change = removal(pin, store.get().pins.indexOf(pin));
      remember(change);
      store.set(change.on(store.get()));
    },

    /** Go back to a pin. */
    recall(name) {
      const { z, c } = find(name);
      move({ z, c }, `pin ${name}`, `Back at pin ${name}.`);
    },

    /** Put a pin's picture beside the picture, or take it away again. */
    compare(name) {
      const compared = store.get().compared === name ? null : name;
      store.set({ compared, say: compared ? `Compared with pin ${name}.` : "No longer compared." });
    },

    /** Go to a - b + c of three pins, under the condition of c; locked dimensions stay. */
    goAnalogy(...names) {
      const [a, b, c] = names.map(find);
      const text = `the analogy ${a.name} \u2212 ${b.name} + ${c.name}`;
      const wanted = analogy(a.z, b.z, c.z);
      move({ z: placed(store.get(), wanted), c: c.c }, `${text}${heldText(store.get(), wanted)}`, `At ${text}.`);
    },
  };
}

/** The pin that is at a place, {z, c}. */
export const pinAt = (pins, { z, c }) => pins.find((pin) => sameNumbers(pin.z, z) && sameNumbers(pin.c, c));

/** A pin that is made, for the history: a removal turned around; what was pinned there since is not pinned twice. */
export function pinning(pin, at) {
  const { back, on } = removal(pin, at);
  return { back: on, on: (state) => (pinAt(state.pins, pin) ? {} : back(state)) };
}

/**
 * A pin that is taken away, for the history: it comes back to its place among the others, and under a free letter where its
 * own is taken. Read from an address again, a pin is another object at the same place.
 */
function removal(pin, at) {
  return {
    back({ pins }) {
      const name = pins.some((one) => one.name === pin.name) ? freeLetter(pins) : pin.name;
      if (!name) return { say: `Pin ${pin.name} cannot come back: all ${LETTERS.length} pins are used.` };
      return {
        pins: Object.freeze([...pins.slice(0, at), name === pin.name ? pin : { ...pin, name }, ...pins.slice(at)]),
        say: `Pin ${name} is back.`,
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
