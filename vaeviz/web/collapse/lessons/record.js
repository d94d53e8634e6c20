/** The record of guesses and what was measured: guesses in the address, both in this browser. */

/** @import { CollapseStore } from "../../core/types.js" */
/** @import { Found, Guess, Truth } from "./types.js" */

import { keep, recall } from "../../core/storage.js";

const PLACE = "vaeviz.lessons";

/** @typedef {{ guess: Guess; truth?: Truth | null; values?: { text?: Found; explain?: Found } }} Entry of a step */
/** @typedef {ReturnType<typeof createLessonRecord>} LessonRecord */

/**
 * The record of all lessons: guesses and truths by the name of the lesson and the number of the step.
 * @param {CollapseStore} store
 */
export function createLessonRecord(store) {
  /** @type {Record<string, any>} */
  const kept = read(); // "lesson.step" -> Entry; "lesson" -> the step it was left at
  const key = (/** @type {string} */ name, /** @type {number} */ step) => `${name}.${step}`;
  /** @returns {string[]} */
  const guesses = () => store.get().guesses;
  const write = () => keep(PLACE, JSON.stringify(kept));
  return {
    /** @param {string} name @param {number} step @returns {Guess | null} */
    guess(name, step) {
      const own = guesses().find((word) => word.startsWith(`${key(name, step)}.`));
      return own ? parse(own.slice(key(name, step).length + 1)) : (kept[key(name, step)]?.guess ?? null);
    },
    /** @param {string} name @param {number} step @returns {Truth | null} */
    truth: (name, step) => kept[key(name, step)]?.truth ?? null,
    /** @param {string} name @param {number} step @param {Guess} guess */
    setGuess(name, step, guess) {
      const others = guesses().filter((word) => !word.startsWith(`${key(name, step)}.`));
      store.set({ guesses: [...others, `${key(name, step)}.${format(guess)}`] });
      kept[key(name, step)] = { guess };
      write();
    },
    /**
     * Keep a truth with the measured values in the step's texts.
     * @param {string} name @param {number} step @param {Truth} truth @param {Entry["values"]} [values]
     */
    setTruth(name, step, truth, values = {}) {
      kept[key(name, step)] = { ...kept[key(name, step)], truth, values };
      write();
    },
    /** @param {string} name @param {number} step @returns {NonNullable<Entry["values"]>} */
    values: (name, step) => kept[key(name, step)]?.values ?? {},

    /**
     * The number of the step that a lesson was left at; 0: not begun.
     * @param {string} name @returns {number}
     */
    reached: (name) => kept[name] ?? 0,
    /** @param {string} name @param {number} step */
    setReached(name, step) {
      kept[name] = step;
      write();
    },

    /**
     * Forget a lesson, so that it begins anew.
     * @param {string} name
     */
    forget(name) {
      for (const one of Object.keys(kept)) if (one === name || one.startsWith(`${name}.`)) delete kept[one];
      store.set({ guesses: guesses().filter((word) => !word.startsWith(`${name}.`)) });
      write();
    },
  };
}

/** What this browser has kept; nothing where that is not a record. */
function read() {
  try {
    const found = JSON.parse(recall(PLACE) ?? "{}");
    return found && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return {};
  }
}

/**
 * A guess as a word of the address: a number, or x_y of a mark.
 * @param {Guess} guess
 */
export function format(guess) {
  return Array.isArray(guess) ? guess.map((value) => Number(value.toFixed(2))).join("_") : String(guess);
}

/**
 * The guess that a word of the address stands for; null where it stands for none.
 * @param {string} word
 * @returns {Guess | null}
 */
export function parse(word) {
  const values = word.split("_").map(Number);
  if (!word || !values.every(Number.isFinite) || values.length > 2) return null;
  return values.length === 2 ? values : values[0];
}
