/**
 * All state of the Collapse page that belongs in its address, and what each key may be. Every key that differs from its
 * default stands in the address; keys are named after their part: lab_beta, sweep_epoch, why.
 *
 * kind "number": min, max, digits (decimals kept); "choice": options; "flag": true or false; "text": longest (characters);
 * "list": of words without commas, longest (words).
 */

export const TABS = ["lab", "sweep", "why", "race", "criteria", "lessons"];

export const KEYS = {
  // The page
  tab: { kind: "choice", options: TABS, default: "lab" },
  hide: { kind: "list", longest: 60, default: [] }, // controls that a teacher's link hides, by state key
  lesson: { kind: "text", longest: 40, default: "" }, // the tour that is open
  step: { kind: "number", min: 1, max: 40, digits: 0, default: 1 }, // of it
  guesses: { kind: "list", longest: 80, default: [] }, // "lesson.step.value"

  // The laboratory: lab_
  // The scrubber: sweep_
  // Why: which picture, and theirs
  // Remedies: race_
  // Diagnostics: criteria_
};

/** The store's first state: every key at its default, and what is in no address. */
export function initial() {
  const values = Object.fromEntries(Object.entries(KEYS).map(([key, { default: value }]) => [key, value]));
  return { ...values, found: {}, say: "", theme: "", playing: false };
}

/** What a text of an address says for `key`; null where it says nothing that may be. */
export function read(key, text) {
  const { kind, min, max, digits = 3, options, longest } = KEYS[key];
  if (kind === "number") {
    const value = Number(text);
    if (!text.trim() || !Number.isFinite(value)) return null;
    return Number(Math.min(max, Math.max(min, value)).toFixed(digits));
  }
  if (kind === "choice") return options.map(String).includes(text) ? options.find((option) => String(option) === text) : null;
  if (kind === "flag") return text === "1" ? true : text === "0" ? false : null;
  if (kind === "list") return text.split(",").filter(Boolean).slice(0, longest);
  return text.slice(0, longest);
}

/** `value` as an address says it. */
export function write(key, value) {
  const { kind, digits = 3 } = KEYS[key];
  if (kind === "number") return String(Number(Number(value).toFixed(digits)));
  if (kind === "flag") return value ? "1" : "0";
  return kind === "list" ? value.join(",") : String(value);
}
