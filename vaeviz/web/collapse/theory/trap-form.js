/** Where a loss comes from: pasted text, one that many have used, or the controls under them. */

/** @import { CollapsePage, CollapseStore } from "../../core/types.js" */
/** @import { Answer, Famous, Loss, Problem, Question, Sizes } from "./types.js" */

import { createChoice } from "../../plot/choice.js";
import { createRange } from "../../plot/range.js";
import { h } from "../../core/dom.js";
import { createStore } from "../../core/store.js";
import { createAsking } from "./loss-ask.js";
import { createFields } from "./loss-fields.js";
import { KEYS, SIZE_KEYS, patchOf, sizesOf } from "./loss.js";

const OWN = "own";
const PARTS = { rec: "pixels", kl: "dimensions" };
const PLACEHOLDER =
  "rec = F.mse_loss(x_hat, x)\nkl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())\nloss = rec + kl";
const HELD = "The controls below are not set by these lines; they hold the loss before.";
const MOVED = "The controls below were moved since: they differ from these lines.";

/**
 * Build the form; it sets the store's keys of the loss. `reading` is a store whose `open` holds while there is no beta:
 * a text is being read, cannot be read, or needs a value.
 * @param {CollapsePage} page
 * @param {Famous[]} famous
 */
export function createForm(page, famous) {
  const { store } = page;
  const reading = createStore({ open: false });
  const text = h("textarea", {
    rows: 5,
    spellcheck: false,
    dataTestid: "trap-text",
    ariaLabel: "Your loss, lines of Python",
    placeholder: PLACEHOLDER,
  });
  const understood = h("ul", { className: "understood", dataTestid: "trap-understood", ariaLive: "polite" });
  const source = h("p", { className: "note" });
  const list = h(
    "select",
    { dataTestid: "trap-famous", ariaLabel: "A loss that many have used" },
    h("option", { value: OWN }, "your own"),
    ...famous.map(({ name, title }) => h("option", { value: name }, title)),
  );
  /** @type {{ answer: Answer | null; patch: Record<string, any>; taking: boolean; before: Sizes | null }} */
  const now = { answer: null, patch: {}, taking: false, before: null }; // before: the sizes that a famous loss replaced
  const fields = createFields(() => ask(false));
  const asking = createAsking(page, (answer, asked) => hear(answer, asked));
  const borrowed = () => famous.some(({ code }) => code === text.value);

  function tell() {
    const moved = !reading.get().open && Object.entries(now.patch).some(([key, value]) => store.get()[key] !== value);
    const { answer } = now;
    const words = answer
      ? [
          ...answer.understood,
          ...answer.notes,
          ...answer.problems.map(wordsOf),
          ...openWords(answer),
          reading.get().open && HELD,
          moved && MOVED,
        ]
      : [];
    understood.replaceChildren(...words.flatMap((one) => (one ? [h("li", {}, one)] : [])));
  }
  /** @param {Record<string, any>} patch */
  function take(patch) {
    now.patch = patch;
    now.taking = true;
    store.set(patch);
    now.taking = false;
  }
  /**
   * The famous loss that the controls hold; it is named unless a visitor's own text stands above.
   * @param {Record<string, any>} state
   */
  function label(state) {
    const own = famous.find(({ loss }) => Object.entries(patchOf(loss)).every(([key, value]) => state[key] === value));
    const free = !text.value || borrowed();
    list.value = own && free ? own.name : OWN;
    source.textContent = own && free ? own.source : "";
    return { own, free };
  }
  /** @param {boolean} wait */
  function ask(wait) {
    label(store.get());
    now.answer = null;
    now.patch = {};
    const open = Boolean(text.value.trim()) && !borrowed();
    reading.set({ open });
    tell();
    if (!text.value.trim()) {
      asking.stop();
      fields.set(null);
      return;
    }
    asking.ask(
      { text: text.value, sizes: { ...sizesOf(store.get()), channels: fields.channels() }, values: fields.values() },
      wait,
    );
  }
  /** @param {Answer} answer @param {Question} given */
  function hear(answer, { text: asked }) {
    now.answer = answer;
    fields.set(answer);
    if (answer.loss && !famous.some(({ code }) => code === asked)) take(heldBy(answer, answer.loss));
    reading.set({ open: !answer.loss && !borrowed() });
    tell();
  }
  /** @param {Famous} one */
  function choose(one) {
    now.before ??= sizesOf(store.get());
    text.value = one.code;
    take(patchOf(one.loss));
    ask(false);
    now.patch = patchOf(one.loss);
  }
  text.oninput = () => {
    if (now.before) take(patchOf(now.before)); // a famous loss's pixels are not those of the text
    now.before = null;
    ask(true);
  };
  list.onchange = () => {
    const one = famous.find(({ name }) => name === list.value);
    if (one) return choose(one);
    text.value = "";
    ask(false);
  };
  const stop = store.watch(KEYS, (state) => {
    const { own, free } = label(state);
    if (now.taking) return;
    if (own && free && text.value !== own.code) choose(own);
    else if (!own && free && text.value) {
      text.value = "";
      ask(false);
    } else if (!free) moved(state);
  });
  /** @param {Record<string, any>} state */
  function moved(state) {
    const { answer } = now;
    const sizes = answer?.loss && SIZE_KEYS.some((key) => state[key] !== answer.at?.[key]) && !answer.stated.length;
    if (sizes && Object.entries(now.patch).every(([key, value]) => state[key] === value)) return ask(true);
    asking.stop();
    reading.set({ open: false });
    tell();
  }
  /**
   * The keys that an answer sets; sizes that the text does not state stay the visitor's.
   * @param {Answer} answer
   * @param {Loss} loss
   */
  function heldBy(answer, loss) {
    const { pixels, latents, batch, ...rest } = loss;
    const stated = Object.fromEntries(
      Object.entries({ pixels, latents, batch }).filter(([name]) => answer.stated.includes(name)),
    );
    answer.at = Object.fromEntries(SIZE_KEYS.map((key) => [key, store.get()[key]]));
    return patchOf({ ...rest, ...stated });
  }
  const pasted = h(
    "label",
    { className: "pasted" },
    h("span", {}, "Your loss, as PyTorch, Keras, TensorFlow or JAX lines. It is read, not run."),
    text,
  );
  const picker = h("label", { className: "famous" }, h("span", {}, "Or one that many have used"), list);
  return {
    node: h(
      "div",
      { className: "column form" },
      h("div", { dataControl: "trap_text", dataLabel: "Your loss" }, pasted, fields.node, understood, picker, source),
      controls(store),
    ),
    reading,
    close() {
      stop();
      asking.stop();
    },
  };
}

/** @param {Problem} problem */
const wordsOf = ({ line, text, why }) => (line ? `Line ${line}, ${text}: ${why}` : why);

/** @param {Answer} answer */
function openWords({ asked }) {
  return asked.length
    ? [
        `\u03b2 depends on ${asked.join(", ")}, which the text does not set. Enter ${asked.length === 1 ? "its value" : "their values"} above.`,
      ]
    : [];
}

/** @param {CollapseStore} store */
function controls(store) {
  /** @type {[string, string][]} */
  const options = [
    ["sum", "sum"],
    ["mean", "mean"],
    ["total", "sum, images too"],
  ];
  const reduction = (/** @type {string} */ key, /** @type {string} */ label, /** @type {keyof typeof PARTS} */ part) =>
    createChoice(
      {
        key,
        label,
        options,
        hint: `Over ${PARTS[part]}: their sum or their mean, then the mean over images; or one sum over images as well.`,
      },
      store,
    );
  const weight = (/** @type {string} */ key, /** @type {string} */ label) =>
    createRange({ key, label, min: 1e-5, max: 1e4, log: true }, store);
  /** @type {(key: string, label: string, min: number, max: number, hint?: string) => HTMLElement} */
  const number = (key, label, min, max, hint) => createRange({ key, label, min, max, log: true, hint }, store);
  return h(
    "div",
    { className: "loss-controls" },
    createChoice(
      {
        key: "trap_kind",
        label: "Reconstruction",
        options: [
          ["bernoulli", "cross entropy"],
          ["squared", "squared error"],
        ],
      },
      store,
    ),
    reduction("trap_rec", "Over pixels", "rec"),
    reduction("trap_kl", "KL over dimensions", "kl"),
    weight("trap_rec_weight", "Weight of the reconstruction"),
    weight("trap_kl_weight", "Weight of the KL"),
    number("trap_pixels", "Pixels, channels counted", 16, 200_000),
    number("trap_latents", "Latent dimensions", 1, 1024),
    number(
      "trap_batch",
      "Images in a batch",
      1,
      4096,
      "Counts only where one part is summed over images and the other is not.",
    ),
  );
}
