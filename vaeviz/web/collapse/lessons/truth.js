/** What was measured, and how far a guess was from it. No truth is typed in: all come from the store's `found`. */

/** @import { ChoiceAnswer, Found, Guess, Question, Step, Truth, Wait } from "./types.js" */
/** @import { Parts } from "./words.js" */

import { valueText } from "./words.js";

/**
 * Whether a step asks for a guess.
 * @param {Step} step
 * @returns {step is Question}
 */
export function isQuestion(step) {
  return step.truth !== undefined;
}

/**
 * The truth of a step, or null while it is not measured.
 * @param {Question} step
 * @param {Found} found
 * @returns {Truth | null}
 */
export function truthOf(step, found) {
  const values = step.truth.map(([key, less]) => {
    const [value, subtracted] = [found[key] ?? null, less ? (found[less] ?? null) : 0];
    if (value === null || subtracted === null) return null;
    return less ? value - subtracted : value;
  });
  if (values.includes(null)) return null;
  return step.answer.kind === "mark" ? values : values[0];
}

/**
 * The keys of `found` that a truth is made of.
 * @param {Step} step
 */
export function keysOf(step) {
  return (step.truth ?? []).flat();
}

/**
 * Whether what a step waits for has come.
 * @param {{ wait?: Wait }} step
 * @param {Found} found
 * @param {Found} [before] what was found when the wait began, for a wait for so many more
 */
export function hasCome({ wait }, found, before = {}) {
  if (!wait) return true;
  const value = found[wait.key];
  if (typeof value !== "number") return false;
  if (wait.most !== undefined) return value <= wait.most;
  const { least = 0 } = wait;
  const from = wait.more ? (before[wait.key] ?? 0) : 0;
  return wait.more && value < from ? value >= least : value >= from + least; // lower than before: a fresh run
}

/**
 * How far a wait has come: ": 120 of 600"; nothing where it does not count upwards.
 * @param {Wait} wait
 * @param {Found} found
 * @param {Found} before
 */
export function progressText({ key, least, more }, found, before) {
  const value = found[key];
  if (least === undefined || typeof value !== "number") return "";
  const from = more && value >= (before[key] ?? 0) ? (before[key] ?? 0) : 0;
  return `: ${valueText(Math.min(least, Math.max(0, value - from)))} of ${valueText(least)}`;
}

/**
 * The index of the option that is right for the truth; -1 where none is.
 * @param {ChoiceAnswer} answer
 * @param {Truth} truth
 */
export function rightOption({ options }, truth) {
  return options.findIndex(({ is, min = null, max = null }) => {
    if (is !== undefined) return String(truth) === is;
    return (min === null || Number(truth) >= min) && (max === null || Number(truth) <= max);
  });
}

/**
 * Whether a guess was right: within `near`, the right option, or for a mark within a tenth of both axes.
 * @param {Pick<Question, "answer" | "near">} step
 * @param {Guess} guess
 * @param {Truth} truth
 */
export function isRight({ answer, near = 0 }, guess, truth) {
  if (answer.kind === "number") return Math.abs(Number(guess) - Number(truth)) <= near + 1e-9;
  if (answer.kind === "choice") return guess === rightOption(answer, truth);
  const [at, measured] = [[guess].flat(), [truth].flat().map(Number)];
  return [answer.x, answer.y].every((axis, k) => Math.abs(at[k] - measured[k]) <= (axis.max - axis.min) / 10);
}

/**
 * A guess in words.
 * @param {Pick<Question, "answer">} step
 * @param {Guess} guess
 * @returns {Parts}
 */
export function guessParts({ answer }, guess) {
  if (answer.kind === "choice") return [{ html: answer.options[Number(guess)]?.html ?? "" }];
  if (answer.kind === "number") return [withUnit(Number(guess), answer.unit)];
  const at = [guess].flat();
  return [[answer.x, answer.y].map((axis, k) => `${axis.label} ${withUnit(at[k], axis.unit)}`).join(", ")];
}

/**
 * The truth in words, as a guess is.
 * @param {Pick<Question, "answer">} step
 * @param {Truth} truth
 * @returns {Parts}
 */
export function truthParts({ answer }, truth) {
  if (answer.kind !== "choice") return guessParts({ answer }, Array.isArray(truth) ? truth : Number(truth));
  const right = answer.options[rightOption(answer, truth)];
  const measured = typeof truth === "number" ? valueText(truth) : String(truth);
  return right ? [{ html: right.html }, ` (${measured})`] : [measured];
}

/**
 * A value with its unit, in the singular for a value of 1.
 * @param {number} value
 * @param {string} unit
 */
export function withUnit(value, unit) {
  return `${valueText(value)}${unit && ` ${value === 1 ? unit.replace(/s$/, "") : unit}`}`;
}
