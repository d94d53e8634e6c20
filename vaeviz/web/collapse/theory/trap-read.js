/** The beta in large, how it comes about, and the lines that are right. */

/** @import { CollapseStore } from "../../core/types.js" */
/** @import { Loss } from "./types.js" */

import { createChoice } from "../../plot/choice.js";
import { button, h, setText } from "../../core/dom.js";
import { createStore } from "../../core/store.js";
import { betaOf, rightWeight, show, stepsOf } from "./loss.js";
import { linesOf, sameAs } from "./loss-lines.js";

const CLOSE = 0.02; // share by which a beta may miss 1 and still be called 1
/** @type {[string, string][]} */
const WHICH = [
  ["right", "as it should be"],
  ["same", "the same as yours"],
];

/**
 * Build the reading; `set(loss)` writes it.
 * @param {CollapseStore} store
 */
export function createRead(store) {
  const beta = h("strong", { dataTestid: "trap-beta" });
  const variance = h("span", { dataTestid: "trap-variance" });
  const verdict = h("p", { dataTestid: "trap-verdict" });
  const steps = h("p", { className: "note" });
  const code = h("code", { dataTestid: "trap-lines" });
  const choice = createStore({ which: "right" });
  const copy = button("copy", "trap-copy", "Copy this code", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      store.set({ say: "Code copied." });
    } catch {
      store.set({ say: "The browser does not let this page copy; select the lines and press Ctrl C." });
    }
  });
  /** @type {Loss | null} */
  let now = null;
  const write = () => now && setText(code, (choice.get().which === "right" ? linesOf(now) : sameAs(now)).join("\n"));
  choice.watch(["which"], write);
  const head = h(
    "div",
    { className: "lines-head" },
    createChoice({ key: "which", label: "Corrected PyTorch code", options: WHICH }, choice),
    copy,
  );
  const lines = h(
    "div",
    {},
    head,
    h("pre", { tabIndex: 0, role: "region", ariaLabel: "Corrected PyTorch code" }, code),
  );
  return {
    node: h(
      "section",
      { className: "read" },
      h("p", { className: "beta-line" }, beta, variance),
      verdict,
      steps,
      lines,
    ),
    /** Show no beta: there is none for what the text says. */
    clear() {
      now = null;
      lines.hidden = true;
      [beta, variance, verdict, steps, code].forEach((one) => setText(one, ""));
    },
    /** @param {Loss} loss */
    set(loss) {
      now = loss;
      lines.hidden = false;
      const value = betaOf(loss);
      setText(beta, `\u03b2 = ${show(value)}`);
      setText(
        variance,
        loss.kind === "squared" ? `Gaussian pixels of variance \u03c3\u00b2 = ${show(value)}` : "Bernoulli pixels",
      );
      setText(verdict, verdictOf(loss, value));
      setText(steps, stepsOf(loss));
      write();
    },
  };
}

/**
 * What the number means.
 * @param {Loss} loss
 * @param {number} beta
 */
function verdictOf(loss, beta) {
  if (beta === 0) return "No KL at all: this is an autoencoder, and nothing holds the codes to the prior.";
  const pay = `Each nat of rate must save ${show(beta)} nats of distortion.`;
  const weight = `A weight of ${show(rightWeight(loss))} on the KL would make it 1.`;
  if (loss.kind === "bernoulli") {
    if (Math.abs(beta - 1) < CLOSE) return "This is the ELBO: a nat of rate costs as much as a nat of distortion.";
    return `${pay} ${weight}`;
  }
  const spread = `It is the ELBO of Gaussian pixels with standard deviation \u03c3 = ${show(Math.sqrt(beta))}; pixels run from 0 to 1.`;
  return beta > 1
    ? `${spread} ${weight}`
    : `${spread} The optimal \u03c3 is measured, not chosen: see What sigma does.`;
}
