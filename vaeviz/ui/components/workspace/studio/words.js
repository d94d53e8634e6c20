/** The headings of the Conditions page, in plain words. */

import { attributesOf } from "../picture/attributes.js";
import { conditionText } from "../shell/format.js";

/** What c says, for a caption: "c = 3", "c = 60% 3 + 40% 8", "c = none told"; attributes are said elsewhere. */
export function toldWords({ model, c }) {
  if (model.condition?.kind !== "class") return "";
  const text = conditionText(c, model.condition.names);
  return `c = ${text === "none" ? "none told" : text}`;
}

/** What the strip shows; which attribute it goes through stands after it. */
export function stripWords({ model, source }) {
  const attribute = attributesOf(model).length > 0;
  const over = attribute ? "another" : "every class";
  const whose = source?.moved ? null : { draw: "Your drawing", upload: "This picture" }[source?.kind];
  if (whose) return attribute ? `${whose}\u2019s z, ${over}` : `${whose}\u2019s handwriting in ${over}`;
  return `The same z, ${over}`;
}

/** What the condition decides and what is left to z. */
export function shareWords(model) {
  return attributesOf(model).length ? "The attributes are told; the rest is left to z." : "c decides the class; how it looks is left to z.";
}
