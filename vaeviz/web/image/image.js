/** The picture: painted at the model's own resolution, scaled by CSS; and what to say when there is none. */

import { button, h, press, setText } from "../core/dom.js";
import { conditionText } from "../core/format.js";
import { comparedPin, createCompared } from "./compared.js";
import { paint } from "../core/paint.js";
import { createSecond } from "./second-model.js";
import { createStand } from "./frame.js";

/**
 * Build the pictures and the lines under them; `paint(pixels, seq)` puts an answer on the first and marks the moment.
 * `retry()` tries the line again, `many` decodes what is pinned, `chooseSecond(name)` asks for a model beside this one.
 */
export function createPicture(store, { retry, many, chooseSecond }) {
  const stand = createStand("picture", "Decoded picture");
  const veil = h("div", { className: "veil" });
  const off = h("b", { className: "off", dataTestid: "off-data", hidden: true }, "! off the data");
  stand.node.append(off, veil);
  const compared = createCompared(store, many);
  const second = createSecond(store, chooseSecond);
  const stands = h("div", { className: "stands" }, stand.node, ...compared.stands, second.stand);
  const node = h("div", { className: "picture" }, stands, createLine(store, stands), compared.line, second.line);

  store.watch(["model", "c", "gauge"], ({ model, c, gauge }) => {
    if (!model) return;
    const label = `Decoded picture${toldOf(model, c).replace(", c = ", ", condition ")}${gauge?.far ? ", off the data" : ""}`;
    if (stand.canvas.ariaLabel !== label) stand.canvas.setAttribute("aria-label", label);
    stand.node.classList.toggle("far", Boolean(gauge?.far));
    off.hidden = !gauge?.far;
  });
  store.watch(["compared", "pins", "second", "model"], (state) => {
    const names = [comparedPin(state) && "now", state.second && state.model?.name];
    stand.sign(names.filter(Boolean).join(", "));
  });
  store.watch(["link", "opening", "painted", "way"], (state) => showVeil(veil, state, retry));
  return {
    node,
    paint(pixels, seq) {
      paint(stand.canvas, pixels, store.get().model.image_shape);
      performance.mark("vaeviz:paint", { detail: { seq } });
      store.set({ painted: true });
      compared.follow(pixels);
    },
  };
}

/** What the picture is, and how its pixels are shown. */
function createLine(store, stands) {
  const caption = h("p", { className: "caption" });
  const smooth = button("smooth", "smooth", "Blend the pixels or show them as they are", () => {
    const on = smooth.getAttribute("aria-pressed") !== "true";
    for (const canvas of stands.querySelectorAll("canvas")) canvas.classList.toggle("crisp", !on);
    press(smooth, on);
  });
  press(smooth, false);
  store.watch(["model", "c", "source"], ({ model, c, source }) => {
    if (!model) return;
    setText(
      caption,
      `Mean of p(x|z${toldOf(model, c)})${source?.text ? `, from ${source.text}${source.moved ? ", moved" : ""}` : ""}`,
    );
  });
  return h("div", { className: "under" }, caption, smooth);
}

function toldOf({ condition }, c) {
  if (!condition) return "";
  return condition.kind === "class" ? `, c = ${conditionText(c, condition.names)}` : ", c";
}

function showVeil(veil, { link, opening, painted, way }, retry) {
  const { text, action } = veilText(link, opening, painted, way);
  veil.hidden = !text;
  veil.replaceChildren(...(text ? [h("p", {}, text)] : []), ...(action ? [button(action, "retry", null, retry)] : []));
}

/** What stands over the picture: nothing while pictures can be made, in the page or over an open line, and one was. */
export function veilText(link, opening, painted, way) {
  if (opening) return { text: `Opening ${opening}` };
  if (way === "page" && painted) return { text: "" };
  if (link.state === "refused") return { text: link.reason || "This session has ended.", action: "Reload the page" };
  if (link.state === "waiting")
    return { text: "No connection to the decoder. Your settings are kept.", action: "Try now" };
  return { text: painted ? "" : "Drawing the first picture" };
}
