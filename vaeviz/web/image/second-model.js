/** A second model on the same sliders: chosen in the top line, its image beside the first. */

/** @import { OpenModel, PageStore, State } from "../core/types.js" */

import { openPictures } from "../runtime/images.js";
import { imageName } from "../map/codes.js";
import { afterFrame, button, h, setOptions, setText } from "../core/dom.js";
import { followC, followText, followZ, imageLabel } from "./following.js";
import { createOwnCodes } from "./own-codes.js";
import { paint } from "../core/paint.js";
import { createImageFrame } from "./frame.js";

const NONE = "";
const TROUBLE = { waiting: "No connection to its decoder", refused: "Its decoder ended the session" };

/** @typedef {(name: string | null) => void} Choose asks the server for a second model; null removes it */
/** @typedef {ReturnType<typeof createOwnCodes>} OwnCodes */

/**
 * Build the picker of the second model.
 * @param {PageStore} store
 * @param {Choose} choose
 */
export function createSecondPicker(store, choose) {
  const select = h("select", { dataTestid: "second-picker", ariaLabel: "Second model, on the same sliders" });
  select.onchange = () => choose(select.value || null);
  store.watch(["models", "model", "second", "notice"], ({ models, model, second }) => {
    if (!model) return; // a notice may say why the one asked for does not come
    /** @type {[string, string][]} */
    const others = models.filter(({ name }) => name !== model.name).map(({ name, title }) => [name, title]);
    setOptions(select, [[NONE, "Compare with: none"], ...others]);
    select.value = second?.model.name ?? NONE;
  });
  return h("div", { className: "picker second" }, select);
}

/**
 * Build the second model's frame and the line under it.
 * @param {PageStore} store
 * @param {Choose} choose
 */
export function createSecond(store, choose, open = openPictures) {
  const frame = createImageFrame("second-picture", "Image of the second model");
  const words = h("p", { className: "aside", dataTestid: "second-words" });
  const own = createOwnCodes(store, () => show());
  const close = button("\u00d7", "second-close", "Remove the second model", () => choose(null), {
    className: "close",
    ariaLabel: "Close the second model",
  });
  const line = h("div", { className: "under" }, words, own.button);
  frame.node.append(close);
  /** @type {ReturnType<typeof open> | null} */
  let images = null;
  let trouble = ""; // of the connection; the next image clears it
  const show = afterFrame(() => {
    const state = store.get();
    if (!images || !state.second) return;
    const { z, c } = codeFor(state, state.second, own);
    images.show(z, c);
    describe();
  });

  store.watch(["second"], ({ second }) => {
    images?.close();
    images = null;
    trouble = "";
    frame.node.hidden = line.hidden = !second;
    if (!second) return;
    frame.sign(second.model.name);
    frame.canvas.setAttribute("aria-label", `Image of ${second.model.name}`);
    images = open(second, listenerOf(second));
    show();
  });
  store.watch(["z", "c", "model", "source", "codes"], show);

  /** @param {OpenModel} second */
  function listenerOf({ model }) {
    return {
      /** @param {{pixels: Uint8Array}} reply */
      picture({ pixels }) {
        report("");
        paint(frame.canvas, pixels, model.image_shape);
      },
      encoded: () => {},
      error: report,
      /** @param {{state: string}} link */
      link: ({ state }) => report(state in TROUBLE ? TROUBLE[/** @type {keyof typeof TROUBLE} */ (state)] : ""),
      way: () => {},
    };
  }
  /** @param {string} text */
  function report(text) {
    if (text === trouble) return;
    trouble = text;
    describe();
  }
  function describe() {
    const state = store.get();
    if (state.second) setText(words, trouble || wordsFor(state, state.second, own));
  }
  return { frame: frame.node, line };
}

/**
 * The code that the second model decodes: its own of the current image where that is wanted, else one that follows
 * ours.
 * @param {State} state
 * @param {OpenModel} second
 * @param {OwnCodes} own
 */
function codeFor(state, { model: second }, own) {
  const { c, model } = state;
  const condition = followC(c, model, second, imageLabel(state, second));
  return own.of(state) ?? { z: followZ(state, second, condition), c: condition };
}

/** @param {State} state @param {OpenModel} second @param {OwnCodes} own */
function wordsFor(state, { model: second }, own) {
  const { source, codes, model } = state;
  if (own.of(state) && codes && source?.index !== undefined)
    return `Its own \u03bc of ${imageName(codes, source.index)}`;
  return [own.why(state), followText(model, second, imageLabel(state, second))].filter(Boolean).join("; ");
}
