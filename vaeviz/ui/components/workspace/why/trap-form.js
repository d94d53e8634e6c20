/** Where a loss comes from: pasted text, one that many have used, or the controls under them. */

import { createChoice } from "../plot/choice.js";
import { createRange } from "../plot/range.js";
import { h } from "../shell/dom.js";
import { KEYS, patchOf } from "./loss.js";
import { readLoss } from "./loss-read.js";

const OWN = "own";
const REST_MS = 250; // until a text that is being typed is read
const PARTS = { rec: "pixels", kl: "dimensions" };

const MOVED = "The controls below were moved since: they say otherwise than these lines.";

/** Build the form; it sets the store's keys of the loss. */
export function createForm(store, famous) {
  const text = h("textarea", { rows: 5, spellcheck: false, dataTestid: "trap-text", ariaLabel: "Your loss, lines of Python", placeholder: "rec = F.mse_loss(x_hat, x)\nkl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())\nloss = rec + kl" });
  const told = h("ul", { className: "understood", dataTestid: "trap-understood", ariaLive: "polite" });
  const source = h("p", { className: "note" });
  const list = h("select", { dataTestid: "trap-famous", ariaLabel: "A loss that many have used" }, h("option", { value: OWN }, "your own"), ...famous.map(({ name, title }) => h("option", { value: name }, title)));
  const lines = { found: null, loss: {} }; // what was read of the text, and the keys that it set
  const tell = () => {
    const { found, loss } = lines;
    const now = store.get();
    const moved = Object.entries(loss).some(([key, value]) => now[key] !== value);
    const words = found ? [...found.said, ...found.notes, found.problem, moved && MOVED] : [];
    told.replaceChildren(...words.filter(Boolean).map((one) => h("li", {}, one)));
  };
  const take = (code, loss, found) => {
    if (text.value !== code) text.value = code;
    Object.assign(lines, { found, loss });
    store.set(loss);
    tell();
  };
  const read = () => {
    const found = text.value.trim() ? readLoss(text.value, store.get().trap_batch) : null;
    take(text.value, found?.loss ? patchOf(found.loss) : {}, found);
  };
  const choose = (one) => take(one.code, patchOf(one.loss), readLoss(one.code, one.loss.batch));
  let timer = null;
  text.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(read, REST_MS);
  };
  list.onchange = () => {
    const one = famous.find(({ name }) => name === list.value);
    if (one) choose(one);
    else take("", {}, null);
  };
  store.watch(KEYS, (state) => {
    const own = famous.find(({ loss }) => Object.entries(patchOf(loss)).every(([key, value]) => state[key] === value));
    list.value = own?.name ?? OWN;
    source.textContent = own?.source ?? "";
    const borrowed = !text.value || famous.some(({ code }) => code === text.value); // not typed by a visitor
    if (own && borrowed && text.value !== own.code) choose(own);
    else if (!own && borrowed && text.value) take("", {}, null);
    else tell();
  });
  const pasted = h("label", { className: "pasted" }, h("span", {}, "Your loss, as PyTorch or Keras lines. It is read, not run."), text);
  const picker = h("label", { className: "famous" }, h("span", {}, "Or one that many have used"), list);
  return { node: h("div", { className: "column form" }, h("div", { dataControl: "trap_text", dataLabel: "Your loss" }, pasted, told, picker, source), controls(store)) };
}

function controls(store) {
  const options = [["sum", "sum"], ["mean", "mean"], ["total", "sum, images too"]];
  const reduction = (key, label, part) => createChoice({ key, label, options, hint: `Over ${PARTS[part]}: their sum or their mean, then the mean over images; or one sum over images as well.` }, store);
  const weight = (key, label) => createRange({ key, label, min: 1e-5, max: 1e4, log: true }, store);
  const number = (key, label, min, max, hint) => createRange({ key, label, min, max, log: true, hint }, store);
  return h(
    "div",
    { className: "loss-controls" },
    createChoice({ key: "trap_kind", label: "Reconstruction", options: [["bernoulli", "cross entropy"], ["squared", "squared error"]] }, store),
    reduction("trap_rec", "Over pixels", "rec"),
    reduction("trap_kl", "KL over dimensions", "kl"),
    weight("trap_rec_weight", "Weight of the reconstruction"),
    weight("trap_kl_weight", "Weight of the KL"),
    number("trap_pixels", "Pixels, channels counted", 16, 200_000),
    number("trap_latents", "Latent dimensions", 1, 1024),
    number("trap_batch", "Images in a batch", 1, 4096, "Counts only where one part is summed over images and the other is not."),
  );
}
