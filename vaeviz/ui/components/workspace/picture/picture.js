/** The picture: painted at the model's own resolution, scaled by CSS; and what to say when there is none. */

import { button, h, press, setText } from "../shell/dom.js";
import { conditionText } from "../shell/format.js";

/** Spread rows of HWC bytes, grey or RGB, into an ImageData. */
export function toImageData(pixels, [channels, height, width]) {
  const data = new Uint8ClampedArray(4 * height * width);
  for (let i = 0, from = 0, to = 0; i < height * width; i++, from += channels, to += 4) {
    data[to] = pixels[from];
    data[to + 1] = pixels[from + (channels === 3 ? 1 : 0)];
    data[to + 2] = pixels[from + (channels === 3 ? 2 : 0)];
    data[to + 3] = 255;
  }
  return new ImageData(data, width, height);
}

/** Paint bytes on a canvas, resizing it to the image where needed. */
export function paint(canvas, pixels, shape) {
  const [, height, width] = shape;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  canvas.getContext("2d").putImageData(toImageData(pixels, shape), 0, 0);
}

/** Build the picture; `paint(reply)` puts an answer on it and marks the moment. */
export function createPicture(store, retry) {
  const canvas = h("canvas", { dataTestid: "picture", role: "img", className: "crisp", width: 28, height: 28 });
  const veil = h("div", { className: "veil" });
  const frame = h("div", { className: "frame" }, canvas, veil);
  const caption = h("p", { className: "caption" });
  const warning = h("span", { className: "warning", title: "Farther from every stored code than nearly all draws from real images' posteriors are" });
  const smooth = button("smooth", "smooth", "Blend the pixels or show them as they are", () => {
    const on = canvas.classList.toggle("crisp");
    press(smooth, !on);
  });
  press(smooth, false);

  store.watch(["model", "c", "source", "far"], ({ model, c, source, far }) => {
    if (!model) return;
    const told = model.condition?.kind === "class" ? `, c = ${conditionText(c, model.condition.names)}` : "";
    setText(caption, `Mean of p(x|z${told})${source?.text ? `, from ${source.text}${source.moved ? ", moved" : ""}` : ""}`);
    setText(warning, far ? "Far from the data" : "");
    canvas.setAttribute("aria-label", `Decoded picture${told.replace(", c = ", ", condition ")}`);
    frame.classList.toggle("far", Boolean(far));
  });
  store.watch(["link", "opening", "painted"], (state) => showVeil(veil, state, retry));
  return {
    node: h("div", { className: "picture" }, frame, h("div", { className: "under" }, caption, warning, smooth)),
    paint(pixels, seq) {
      paint(canvas, pixels, store.get().model.image_shape);
      performance.mark("vaeviz:paint", { detail: { seq } });
      store.set({ painted: true });
    },
  };
}

function showVeil(veil, { link, opening, painted }, retry) {
  const { text, action } = veilText(link, opening, painted);
  veil.hidden = !text;
  veil.replaceChildren(...(text ? [h("p", {}, text)] : []), ...(action ? [button(action, "retry", null, retry)] : []));
}

/** What stands over the picture: nothing while the line is open and something was drawn. */
export function veilText(link, opening, painted) {
  if (opening) return { text: `Opening ${opening}` };
  if (link.state === "refused") return { text: link.reason || "This session has ended.", action: "Reload the page" };
  if (link.state === "waiting") return { text: "No connection to the decoder. Your settings are kept.", action: "Try now" };
  return { text: painted ? "" : "Drawing the first picture" };
}
