/** The drawing pad: ink on black, encoded during every stroke. */

/** @import { EncodedImages, PageStore, State } from "../core/types.js" */

import { atNextFrame, button, contextOf, h, setText } from "../core/dom.js";
import { encodedAsText } from "../core/format.js";

const SIDE = 112; // pixels of the pad; fitting/fit.js crops, scales and centres what is drawn
const PEN = 0.085; // of the side: an MNIST pen is about 2.4 of 28 pixels

/** @typedef {[number, number]} Point x, y in pixels of the pad */

/**
 * @typedef {object} Use
 * @property {(state: State) => boolean} open whether the pad is shown
 * @property {(state: State) => Float32Array} condition what drawings are encoded under
 */

/** @type {Use} */
const CURRENT = { open: ({ drawing }) => drawing, condition: ({ c }) => c };

/**
 * Build the pad.
 * @param {PageStore} store
 * @param {(grey: Uint8Array, side: number) => void} encode called with bytes at most once a frame
 * @param {() => void} begin called before the first stroke on a clean sheet
 */
export function createDrawing(store, encode, begin, { open, condition } = CURRENT) {
  const canvas = h("canvas", {
    width: SIDE,
    height: SIDE,
    dataTestid: "draw-pad",
    role: "img",
    ariaLabel: "Drawing pad: draw with mouse, pen or finger",
  });
  const pen = createPen(canvas);
  const send = atNextFrame(() => clear.disabled || encode(pen.grey(), SIDE));
  const clear = button("Clear", "draw-clear", "Clear the drawing pad", wipe);
  const hint = h("p", { className: "hint" }, "Draw here");
  const words = h("p", { className: "encoded-as" });
  const node = h("div", { className: "draw" }, h("div", { className: "sheet" }, canvas, hint), words, clear);
  let undoable = 0; // steps
  /** @type {EncodedImages | null} that were there with them */
  let encoded = null;
  /** @type {Float32Array | null} the condition of the last encoding */
  let last = null;

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
  store.watch(["drawing"], (state) => {
    node.hidden = !open(state);
  });
  store.watch(["model"], wipe);
  store.watch(["past", "source"], ({ past, source, images }) => {
    const undone = past.length < undoable && images !== encoded;
    [undoable, encoded] = [past.length, images];
    if (undone || source?.kind !== "draw") wipe(); // else the pad would show what the image is not of
  });
  store.watch(["model", "c", "encodeAs"], (state) => {
    const { model, source } = state;
    const c = condition(state);
    const as = model ? encodedAsText(c, model.condition).trim() : "";
    setText(words, as && `${as[0].toUpperCase()}${as.slice(1)}. Choose the class you draw.`);
    if (c === last) return;
    last = c;
    if (open(state) && source?.kind === "draw" && !source.moved) send();
  });
  return node;
}

/** White ink on the black sheet of `canvas`. @param {HTMLCanvasElement} canvas */
function createPen(canvas) {
  const pen = contextOf(canvas, { willReadFrequently: true });
  return {
    wipe() {
      pen.fillStyle = "#000";
      pen.fillRect(0, 0, SIDE, SIDE);
    },
    /** @param {Point} at */
    dot([x, y]) {
      pen.fillStyle = "#fff";
      pen.beginPath();
      pen.arc(x, y, (PEN * SIDE) / 2, 0, 2 * Math.PI);
      pen.fill();
    },
    /** @param {Point} from @param {Point} to */
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

/**
 * Listen to strokes on `canvas`.
 * @param {HTMLCanvasElement} canvas
 * @param {object} on
 * @param {(at: Point) => void} on.press where one begins
 * @param {(from: Point, to: Point) => void} on.draw every piece of it
 */
function listen(canvas, { press, draw }) {
  /** @type {Point | null} */
  let last = null;
  /** @type {(event: PointerEvent) => Point} */
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIDE, ((event.clientY - box.top) / box.height) * SIDE];
  };
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = place(event);
    press(last);
  };
  canvas.onpointermove = (event) => {
    if (!last) return;
    const steps = event.getCoalescedEvents?.() ?? [];
    for (const step of steps.length ? steps : [event]) {
      const at = place(step);
      draw(last, at);
      last = at;
    }
  };
  canvas.onpointerup = canvas.onpointercancel = () => {
    last = null;
  };
}
