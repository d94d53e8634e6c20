/** Text of a lesson as elements: bold, italic, code and measured values; everything else is plain text. */

import { h } from "../shell/dom.js";
import { tickText } from "../plot/scale.js";

const PIECES = /(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`|\{[a-z][a-z0-9_.]*\})/;

/** The paragraphs of `texts`; `{key}` becomes what `found` has under that key. */
export function paragraphs(texts, found) {
  return texts.map((text) => h("p", {}, ...pieces(text, found)));
}

/** The measured values that `texts` tell, of those found: what has to be kept to tell the same again. */
export function valuesIn(texts, found) {
  const keys = texts.flatMap((text) => [...text.matchAll(/\{([a-z][a-z0-9_.]*)\}/g)].map(([, key]) => key));
  return Object.fromEntries(keys.map((key) => [key, found[key]]));
}

/** The parts of one text: [{kind: text | strong | em | code, text}]. */
export function split(text, found = {}) {
  return text.split(PIECES).filter(Boolean).map((part) => {
    if (/^\*\*[^*]+\*\*$/.test(part)) return { kind: "strong", text: part.slice(2, -2) };
    if (/^\*[^*]+\*$/.test(part)) return { kind: "em", text: part.slice(1, -1) };
    if (/^`[^`]+`$/.test(part)) return { kind: "code", text: part.slice(1, -1) };
    if (/^\{[a-z][a-z0-9_.]*\}$/.test(part)) return { kind: "strong", text: valueText(found[part.slice(1, -1)]) };
    return { kind: "text", text: part };
  });
}

function pieces(text, found) {
  return split(text, found).map(({ kind, text: words }) => (kind === "text" ? words : h(kind, {}, words)));
}

/** A measured value as a lesson writes it: three figures, five decimals at most; or words as they are. */
export function valueText(value) {
  if (value === undefined || value === null) return "\u2026";
  return typeof value === "number" ? tickText(Math.abs(value) >= 100 ? Math.round(10 * value) / 10 : Number(Number(value.toPrecision(3)).toFixed(5))) : String(value);
}
