/** The decoded image, painted at the model's own resolution and scaled by CSS; and the text where there is none. */

/** @import { Link, Many, Model, PageStore, State } from "../core/types.js" */

import { button, h, press, setText } from "../core/dom.js";
import { conditionText } from "../core/format.js";
import { comparedPin, createCompared } from "./compared.js";
import { paint } from "../core/paint.js";
import { createSecond } from "./second-model.js";
import { createImageFrame } from "./frame.js";

/**
 * Build the images and the lines under them; `paint(pixels, seq)` puts an answer on the first and marks the moment.
 * @param {PageStore} store
 * @param {object} session
 * @param {() => void} session.retry connects again
 * @param {Many} session.many decodes the pin
 * @param {(name: string | null) => void} session.chooseSecond asks for a second model
 */
export function createImage(store, { retry, many, chooseSecond }) {
  const frame = createImageFrame("picture", "Decoded image");
  const veil = h("div", { className: "veil" });
  const far = h("b", { className: "off", dataTestid: "off-data", hidden: true }, "Far from the training data");
  frame.node.append(far, veil);
  const compared = createCompared(store, many);
  const second = createSecond(store, chooseSecond);
  const frames = h("div", { className: "image-frames" }, frame.node, ...compared.frames, second.frame);
  const node = h("div", { className: "picture" }, frames, createLine(store, frames), compared.line, second.line);

  store.watch(["model", "c", "gauge"], ({ model, c, gauge }) => {
    if (!model) return;
    const condition = conditionOf(model, c).replace(", c = ", ", condition ");
    const label = `Decoded image${condition}${gauge?.far ? ", far from the training data" : ""}`;
    if (frame.canvas.ariaLabel !== label) frame.canvas.setAttribute("aria-label", label);
    frame.node.classList.toggle("far", Boolean(gauge?.far));
    far.hidden = !gauge?.far;
  });
  store.watch(["compared", "pins", "second", "model"], (state) => {
    const names = [comparedPin(state) && "now", state.second && state.model?.name];
    frame.sign(names.filter(Boolean).join(", "));
  });
  store.watch(["link", "opening", "painted", "way"], (state) => showVeil(veil, state, retry));
  return {
    node,
    /** @param {Uint8Array} pixels @param {number} seq */
    paint(pixels, seq) {
      paint(frame.canvas, pixels, store.get().model.image_shape);
      performance.mark("vaeviz:paint", { detail: { seq } });
      store.set({ painted: true });
      compared.follow(pixels);
    },
  };
}

/**
 * What the image is, and how its pixels are shown.
 * @param {PageStore} store
 * @param {HTMLElement} frames
 */
function createLine(store, frames) {
  const caption = h("p", { className: "caption" });
  const smooth = button("Smooth", "smooth", "Blend the pixels or show them as they are", () => {
    const on = smooth.getAttribute("aria-pressed") !== "true";
    for (const canvas of frames.querySelectorAll("canvas")) canvas.classList.toggle("crisp", !on);
    press(smooth, on);
  });
  press(smooth, false);
  store.watch(["model", "c", "source"], ({ model, c, source }) => {
    if (!model) return;
    const from = source?.text ? `, from ${source.text}${source.moved ? ", moved" : ""}` : "";
    setText(caption, `Mean of p(x|z${conditionOf(model, c)})${from}`);
  });
  return h("div", { className: "under" }, caption, smooth);
}

/** @param {Model} model @param {Float32Array} c */
function conditionOf({ condition }, c) {
  if (!condition) return "";
  return condition.kind === "class" ? `, c = ${conditionText(c, condition.names)}` : ", c";
}

/** @param {HTMLElement} veil @param {State} state @param {() => void} retry */
function showVeil(veil, { link, opening, painted, way }, retry) {
  const { text, action } = veilText(link, opening, painted, way);
  veil.hidden = !text;
  veil.replaceChildren(...(text ? [h("p", {}, text)] : []), ...(action ? [button(action, "retry", null, retry)] : []));
}

/**
 * The text over the image: none while images can be decoded, in the page or over an open connection, and one was.
 * @param {Link} link
 * @param {State["opening"]} opening
 * @param {boolean} painted
 * @param {State["way"]} way
 * @returns {{text: string, action?: string}}
 */
export function veilText(link, opening, painted, way) {
  if (opening) return { text: `Opening ${opening}` };
  if (way === "page" && painted) return { text: "" };
  if (link.state === "refused") return { text: link.reason || "This session has ended.", action: "Reload the page" };
  if (link.state === "waiting")
    return { text: "No connection to the decoder. Your settings are kept.", action: "Try now" };
  return { text: painted ? "" : "Decoding the first image" };
}
