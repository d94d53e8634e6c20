/** The headings of the Conditions page, in plain words. */

import { isLearned } from "../latents/prior-text.js";
import { attributesOf } from "../latents/attributes.js";
import { conditionText } from "../core/format.js";
import { holdsPlace } from "./columns.js";

/** What c says, for a caption: "c = 3", "c = 60% 3 + 40% 8", "c = none told"; attributes are said elsewhere. */
export function toldWords({ model, c }) {
  if (model.condition?.kind !== "class") return "";
  const text = conditionText(c, model.condition.names);
  return `c = ${text === "none" ? "none told" : text}`;
}

/** What a picture that was encoded is decoded as now. */
export function backWords({ model, c, source }) {
  const text = model.condition?.kind === "class" && conditionText(c, model.condition.names);
  if (!text) return source?.moved ? "z moved" : "as set now";
  return `${source?.moved ? "z moved," : "decoded"} as ${text === "none" ? "no class" : text}`;
}

/** What the strip shows; which attribute it goes through stands after it. */
export function stripWords(state) {
  const { model, source } = state;
  const attribute = attributesOf(model).length > 0;
  const over = attribute ? "another" : "every class";
  const whose = source?.moved ? null : { draw: "Your drawing", upload: "This picture" }[source?.kind];
  if (whose) return attribute ? `${whose}\u2019s z, ${over}` : `${whose}\u2019s handwriting in ${over}`;
  return `The same ${holdsPlace(state) ? "place in p(z|c)" : "z"}, ${over}`;
}

/** What the condition decides and what is left to z. */
export function shareWords(state) {
  const { model } = state;
  if (isLearned(model))
    return holdsPlace(state)
      ? "z moves along: as far from the mean of each p(z|c)."
      : "p(z|c) differs: the same z is another place in it.";
  if (!attributesOf(model).length) return "c decides the class; how it looks is left to z.";
  return model.other_factors?.length
    ? `Left to z: ${listed(model.other_factors)}.`
    : "The attributes are told; the rest is left to z.";
}

/** "a", "a and b", "a, b and c". */
function listed(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
}
