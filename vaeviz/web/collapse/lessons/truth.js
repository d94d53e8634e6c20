/** What was measured, and how far a guess was from it. Nothing here is typed in: truths come from the store's `found`. */

import { valueText } from "./words.js";

/** The truth of a step: a number or word, [x, y] of a mark, or null while it is not measured. */
export function truthOf(step, found) {
  const values = step.truth.map(([key, less]) => {
    const [value, taken] = [found[key] ?? null, less ? (found[less] ?? null) : 0];
    if (value === null || taken === null) return null;
    return less ? value - taken : value;
  });
  if (values.includes(null)) return null;
  return step.answer.kind === "mark" ? values : values[0];
}

/** The keys of `found` that a truth is made of. */
export function keysOf(step) {
  return (step.truth ?? []).flat();
}

/** Whether what a step waits for has come; `before` is what was found when it began, for a wait for so many more. */
export function hasCome({ wait }, found, before = {}) {
  if (!wait) return true;
  const value = found[wait.key];
  if (typeof value !== "number") return false;
  if (wait.most !== undefined) return value <= wait.most;
  const from = wait.more ? (before[wait.key] ?? 0) : 0;
  return wait.more && value < from ? value >= wait.least : value >= from + wait.least; // lower than before: counted anew
}

/** How far what is waited for has come: ": 120 of 600"; nothing where that is not counted upwards. */
export function progressText({ key, least, more }, found, before) {
  const value = found[key];
  if (least === undefined || typeof value !== "number") return "";
  const from = more && value >= (before[key] ?? 0) ? (before[key] ?? 0) : 0;
  return `: ${valueText(Math.min(least, Math.max(0, value - from)))} of ${valueText(least)}`;
}

/** The option that the truth makes right; -1 where none does. */
export function rightOption({ options }, truth) {
  return options.findIndex((option) => {
    if ("is" in option) return String(truth) === option.is;
    return (option.min === null || truth >= option.min) && (option.max === null || truth <= option.max);
  });
}

/** Whether a guess was right: within `near`, the right option, or for a mark within a tenth of both axes. */
export function isRight(step, guess, truth) {
  const { answer, near = 0 } = step;
  if (answer.kind === "number") return Math.abs(guess - truth) <= near + 1e-9;
  if (answer.kind === "choice") return guess === rightOption(answer, truth);
  return [answer.x, answer.y].every((axis, k) => Math.abs(guess[k] - truth[k]) <= (axis.max - axis.min) / 10);
}

/** A guess in words: texts, and {html} of a choice. */
export function guessParts({ answer }, guess) {
  if (answer.kind === "choice") return [{ html: answer.options[guess]?.html ?? "" }];
  if (answer.kind === "number") return [withUnit(guess, answer.unit)];
  return [[answer.x, answer.y].map((axis, k) => `${axis.label} ${withUnit(guess[k], axis.unit)}`).join(", ")];
}

/** The truth in words, as a guess is. */
export function truthParts(step, truth) {
  const { answer } = step;
  if (answer.kind !== "choice") return guessParts(step, truth);
  const right = answer.options[rightOption(answer, truth)];
  const measured = typeof truth === "number" ? valueText(truth) : truth;
  return right ? [{ html: right.html }, ` (${measured})`] : [String(measured)];
}

/** A value with its unit, which loses its s where there is one of it. */
export function withUnit(value, unit) {
  return `${valueText(value)}${unit && ` ${value === 1 ? unit.replace(/s$/, "") : unit}`}`;
}
