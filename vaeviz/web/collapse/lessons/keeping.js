/** Guesses and what they were held against: guesses in the address, both in this browser. */

import { keep, recall } from "../../core/storage.js";

const PLACE = "vaeviz.lessons";

/** The record of all lessons: `guess(name, step)`, `truth(name, step)`, and the ways to set them. */
export function createKeeping(store) {
  const kept = read();
  const key = (name, step) => `${name}.${step}`;
  function write() {
    keep(PLACE, JSON.stringify(kept));
  }
  return {
    guess(name, step) {
      const own = store.get().guesses.find((word) => word.startsWith(`${key(name, step)}.`));
      return own ? parse(own.slice(key(name, step).length + 1)) : (kept[key(name, step)]?.guess ?? null);
    },
    truth: (name, step) => kept[key(name, step)]?.truth ?? null,
    setGuess(name, step, guess) {
      const others = store.get().guesses.filter((word) => !word.startsWith(`${key(name, step)}.`));
      store.set({ guesses: [...others, `${key(name, step)}.${format(guess)}`] });
      kept[key(name, step)] = { guess };
      write();
    },
    /** `told` are the measured values that the step's texts tell: {text, explain}, each key -> value. */
    setTruth(name, step, truth, told = {}) {
      kept[key(name, step)] = { ...kept[key(name, step)], truth, told };
      write();
    },
    told: (name, step) => kept[key(name, step)]?.told ?? {},

    /** How far a lesson of `count` steps has been taken, as the number of the step it was left at; 0: not begun. */
    reached: (name) => kept[name] ?? 0,
    setReached(name, step) {
      kept[name] = step;
      write();
    },

    /** Forget a lesson: it begins anew. */
    forget(name) {
      for (const one of Object.keys(kept)) if (one === name || one.startsWith(`${name}.`)) delete kept[one];
      store.set({ guesses: store.get().guesses.filter((word) => !word.startsWith(`${name}.`)) });
      write();
    },
  };
}

/** What this browser has kept; nothing where that is no record. */
function read() {
  try {
    const found = JSON.parse(recall(PLACE, null) ?? "{}");
    return found && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return {};
  }
}

/** A guess as a word of the address: a number, or x_y of a mark. */
export function format(guess) {
  return Array.isArray(guess) ? guess.map((value) => Number(value.toFixed(2))).join("_") : String(guess);
}

/** The guess that a word says; null where it says none. */
export function parse(word) {
  const values = word.split("_").map(Number);
  if (!word || !values.every(Number.isFinite) || values.length > 2) return null;
  return values.length === 2 ? values : values[0];
}
