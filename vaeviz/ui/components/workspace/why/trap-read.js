/** The beta in large, how it comes about, and the lines that are right. */

import { createChoice } from "../plot/choice.js";
import { button, h, setText } from "../shell/dom.js";
import { createStore } from "../shell/store.js";
import { betaOf, rightWeight, show, stepsOf } from "./loss.js";
import { linesOf, sameAs } from "./loss-lines.js";

const CLOSE = 0.02; // share by which a beta may miss 1 and still be called 1
const WHICH = [["right", "as it should be"], ["same", "the same as yours"]];

/** Build the reading; `set(loss)` writes it. */
export function createRead(store) {
  const beta = h("strong", { dataTestid: "trap-beta" });
  const variance = h("span", { dataTestid: "trap-variance" });
  const verdict = h("p", { dataTestid: "trap-verdict" });
  const steps = h("p", { className: "note" });
  const code = h("code", { dataTestid: "trap-lines" });
  const choice = createStore({ which: "right" });
  const copy = button("copy", "trap-copy", "Copy these lines", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      store.set({ say: "The lines are copied." });
    } catch {
      store.set({ say: "The browser does not let this page copy; select the lines and press Ctrl C." });
    }
  });
  let now = null;
  const write = () => now && setText(code, (choice.get().which === "right" ? linesOf(now) : sameAs(now)).join("\n"));
  choice.watch(["which"], write);
  const head = h("div", { className: "lines-head" }, createChoice({ key: "which", label: "PyTorch lines that are right", options: WHICH }, choice), copy);
  return {
    node: h("section", { className: "read" }, h("p", { className: "beta-line" }, beta, variance), verdict, steps, head, h("pre", { tabIndex: 0, role: "region", ariaLabel: "PyTorch lines that are right" }, code)),
    set(loss) {
      now = loss;
      const value = betaOf(loss);
      setText(beta, `\u03b2 = ${show(value)}`);
      setText(variance, loss.kind === "squared" ? `Gaussian pixels of variance \u03c3\u00b2 = ${show(value)}` : "Bernoulli pixels");
      setText(verdict, verdictOf(loss, value));
      setText(steps, stepsOf(loss));
      write();
    },
  };
}

/** What the number means. */
function verdictOf(loss, beta) {
  if (beta === 0) return "No KL at all: this is an autoencoder, and nothing holds the codes to the prior.";
  const pay = `Each nat of rate must save ${show(beta)} nats of distortion.`;
  const weight = `A weight of ${show(rightWeight(loss))} on the KL would make it 1.`;
  if (loss.kind === "bernoulli") {
    if (Math.abs(beta - 1) < CLOSE) return "This is the ELBO: a nat of rate costs as much as a nat of distortion.";
    return `${pay} ${weight}`;
  }
  const spread = `It is an ELBO of pixels that scatter by \u03c3 = ${show(Math.sqrt(beta))} about the decoder's mean, and pixels run from 0 to 1.`;
  return beta > 1 ? `${spread} ${weight}` : `${spread} The best \u03c3 is measured, not chosen: see What sigma does.`;
}
