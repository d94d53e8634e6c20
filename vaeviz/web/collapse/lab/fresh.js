/** This run beside a fresh one of the same settings: how much a path leaves behind. */

import { h, setText } from "../../core/dom.js";
import { count } from "../../core/format.js";
import { betaText } from "./hints.js";
import { LEAST } from "./ledger.js";

/** Build the two lines. */
export function createFresh(run) {
  const here = h("b", { dataTestid: "lab-here" });
  const there = h("b", { dataTestid: "lab-fresh-active" });
  const words = h("p", { className: "note" });
  run.state.watch(["now", "fresh", "applied", "pure"], (state) => {
    const { now, fresh } = state;
    if (!now) return;
    setText(here, `${now.active} of ${now.latent}`);
    setText(there, fresh ? `${fresh.active} of ${fresh.latent}` : "\u2013");
    setText(words, wordsOf(state));
  });
  return h(
    "section",
    { className: "lab-fresh" },
    h("h3", {}, "Active units at this beta"),
    h("dl", {}, h("dt", {}, "this run"), h("dd", {}, here), h("dt", {}, "a fresh run"), h("dd", {}, there)),
    words,
  );
}

function wordsOf({ fresh, applied, pure }) {
  if (pure) return `This run is a fresh one; it counts from ${LEAST} steps on.`;
  if (!fresh)
    return `None with these settings yet: press "fresh run" at beta ${betaText(applied.beta)} and let it train ${LEAST} steps.`;
  return `The fresh run trained ${count(fresh.step)} steps from its first weights with the settings as they are now.`;
}
