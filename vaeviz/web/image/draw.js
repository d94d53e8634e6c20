/** The drawing pad: ink on black, encoded on every stroke of the pointer while it is down. */

import { atNextFrame, button, h, setText } from "../core/dom.js";
import { encodedAsText } from "../core/format.js";

const SIDE = 112; // pixels sent; the server crops, scales and centres
const PEN = 0.085; // of the side: an MNIST pen is about 2.4 of 28 pixels

const IN_HAND = { open: ({ drawing }) => drawing, told: ({ c }) => c }; // whether it is open, and what the encoder is told

/**
 * Build the pad; `encode(grey, side)` is called with bytes at most once a frame, `begin()` before the first stroke on
 * a clean sheet.
 */
export function createDrawing(store, encode, begin, { open, told: toldBy } = IN_HAND) {
  const canvas = h("canvas", {
    width: SIDE,
    height: SIDE,
    dataTestid: "draw-pad",
    role: "img",
    ariaLabel: "Drawing pad: draw with mouse, pen or finger",
  });
  const pen = createPen(canvas);
  const send = atNextFrame(() => clear.disabled || encode(pen.grey(), SIDE));
  const clear = button("clear", "draw-clear", "Wipe the drawing pad", wipe);
  const hint = h("p", { className: "hint" }, "Draw here");
  const told = h("p", { className: "told" });
  const node = h("div", { className: "draw" }, h("div", { className: "sheet" }, canvas, hint), told, clear);
  let undoable = 0; // steps
  let encoded = null; // images that were there with them
  let last = null; // what the encoder was told

  function wipe() {
    pen.wipe();
    hint.hidden = false;
    clear.disabled = true;
  }
  listen(canvas, {
    press(place) {
      if (hint.hidden === false) begin();
      hint.hidden = true;
      clear.disabled = false;
      pen.dot(place);
      send();
    },
    draw(from, to) {
      pen.line(from, to);
      send();
    },
  });
  store.watch(["drawing"], (state) => (node.hidden = !open(state)));
  store.watch(["model"], wipe);
  store.watch(["past", "source"], ({ past, source, images }) => {
    const undone = past.length < undoable && images !== encoded;
    [undoable, encoded] = [past.length, images];
    if (undone || source?.kind !== "draw") wipe(); // else the pad would show what the picture is not of
  });
  store.watch(["model", "c", "encodeAs"], (state) => {
    const { model, source } = state;
    const as = model ? encodedAsText(toldBy(state), model.condition).trim() : "";
    setText(told, as && `${as[0].toUpperCase()}${as.slice(1)}. Choose the class you draw.`);
    if (toldBy(state) === last) return;
    last = toldBy(state);
    if (open(state) && source?.kind === "draw" && !source.moved) send();
  });
  return node;
}

/** White ink on the black sheet of `canvas`. */
function createPen(canvas) {
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return {
    wipe() {
      pen.fillStyle = "#000";
      pen.fillRect(0, 0, SIDE, SIDE);
    },
    dot([x, y]) {
      pen.fillStyle = "#fff";
      pen.beginPath();
      pen.arc(x, y, (PEN * SIDE) / 2, 0, 2 * Math.PI);
      pen.fill();
    },
    line(from, to) {
      Object.assign(pen, { strokeStyle: "#fff", lineWidth: PEN * SIDE, lineCap: "round", lineJoin: "round" });
      pen.beginPath();
      pen.moveTo(...from);
      pen.lineTo(...to);
      pen.stroke();
    },
    /** The ink as bytes. */
    grey() {
      const { data } = pen.getImageData(0, 0, SIDE, SIDE);
      return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => data[4 * i]);
    },
  };
}

/** Hear strokes on `canvas` in its own pixels: where one begins, and every piece of it. */
function listen(canvas, { press, draw }) {
  let last = null;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIDE, ((event.clientY - box.top) / box.height) * SIDE];
  };
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    press((last = place(event)));
  };
  canvas.onpointermove = (event) => {
    if (!last) return;
    const steps = event.getCoalescedEvents?.() ?? [];
    for (const step of steps.length ? steps : [event]) draw(last, (last = place(step)));
  };
  canvas.onpointerup = canvas.onpointercancel = () => (last = null);
}
