/** The headings of the Conditions page. */

import { conditionText } from "../core/format.js";
import { attributesOf } from "../latents/attributes.js";
import { isLearned } from "../latents/prior-text.js";
import { holdsPosition } from "./columns.js";

/** @import { Source, State } from "../core/types.js" */

/** A class condition: "c = 3", "c = 60% 3 + 40% 8", "unconditional". @param {Pick<State, "model" | "c">} state */
export function conditionWords({ model, c }) {
  if (model.condition?.kind !== "class") return "";
  const text = conditionText(c, model.condition.names);
  return text === "none" ? "unconditional" : `c = ${text}`;
}

/** What an encoded image is decoded as now. @param {Pick<State, "model" | "c" | "source">} state */
export function decodedWords({ model, c, source }) {
  const moved = source?.moved;
  if (model.condition?.kind !== "class") return moved ? "z moved" : "with these attributes";
  const text = conditionText(c, model.condition.names);
  if (text === "none") return `${moved ? "z moved" : "decoded"}, no class`;
  return `${moved ? "z moved," : "decoded"} as ${text}`;
}

/** What the strip shows; its attribute is written after it. @param {Pick<State, "model" | "source" | "held">} state */
export function stripWords(state) {
  const { model, source } = state;
  const attribute = attributesOf(model).length > 0;
  const over = attribute ? "varying" : "every class";
  const whose = source && !source.moved && ENCODED[source.kind];
  if (whose) return attribute ? `${whose}\u2019s z, ${over}` : `${whose}\u2019s style in ${over}`;
  return `Same ${holdsPosition(state) ? "position in p(z|c)" : "z"}, ${over}`;
}

/** @type {Partial<Record<Source["kind"], string>>} */
const ENCODED = { draw: "Your drawing", upload: "This image" };

/** What the condition sets and what z sets. @param {Pick<State, "model" | "held">} state */
export function shareWords(state) {
  const { model } = state;
  if (isLearned(model))
    return holdsPosition(state)
      ? "z moves with c: as many SDs from each mean of p(z|c)."
      : "p(z|c) depends on c: the same z lies elsewhere in it.";
  if (!attributesOf(model).length) return "c sets the class, z the style.";
  return model.other_factors?.length ? `z sets ${listed(model.other_factors)}.` : "c sets the attributes, z the rest.";
}

/** "a", "a and b", "a, b and c". @param {string[]} names */
function listed(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
}
