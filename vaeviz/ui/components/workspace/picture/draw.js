/** The drawing pad: ink on black, encoded on every stroke of the pointer while it is down. */

import { atNextFrame, button, h, setText } from "../shell/dom.js";
import { toldText } from "../shell/format.js";

const SIDE = 112; // pixels sent; the server crops, scales and centres
const PEN = 0.085; // of the side: an MNIST pen is about 2.4 of 28 pixels

/** Build the pad; `encode(grey, side)` is called with bytes at most once a frame, `begin()` before the first stroke on a clean sheet. */
export function createDrawing(store, encode, begin) {
  const canvas = h("canvas", { width: SIDE, height: SIDE, dataTestid: "draw-pad", role: "img", ariaLabel: "Drawing pad: draw with mouse, pen or finger" });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const send = atNextFrame(() => clear.disabled || encode(grey(pen), SIDE));
  let last = null;

  const clear = button("clear", "draw-clear", "Wipe the drawing pad", wipe);
  const hint = h("p", { className: "hint" }, "Draw here");
  const told = h("p", { className: "told" });
  const node = h("div", { className: "draw" }, h("div", { className: "sheet" }, canvas, hint), told, clear);
  let undoable = 0; // steps

  function wipe() {
    pen.fillStyle = "#000";
    pen.fillRect(0, 0, SIDE, SIDE);
    hint.hidden = false;
    clear.disabled = true;
  }
  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIDE, ((event.clientY - box.top) / box.height) * SIDE];
  }
  function dot([x, y]) {
    pen.fillStyle = "#fff";
    pen.beginPath();
    pen.arc(x, y, (PEN * SIDE) / 2, 0, 2 * Math.PI);
    pen.fill();
  }
  function line(to) {
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...to);
    pen.stroke();
    last = to;
  }
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    if (hint.hidden === false) begin();
    hint.hidden = true;
    clear.disabled = false;
    Object.assign(pen, { strokeStyle: "#fff", lineWidth: PEN * SIDE, lineCap: "round", lineJoin: "round" });
    last = place(event);
    dot(last);
    send();
  };
  canvas.onpointermove = (event) => {
    if (!last) return;
    const steps = event.getCoalescedEvents?.() ?? [];
    for (const step of steps.length ? steps : [event]) line(place(step));
    send();
  };
  canvas.onpointerup = canvas.onpointercancel = () => (last = null);
  store.watch(["drawing"], ({ drawing }) => (node.hidden = !drawing));
  store.watch(["model"], wipe);
  store.watch(["past", "source"], ({ past, source }) => {
    const undone = past.length < undoable;
    undoable = past.length;
    if (undone || source?.kind !== "draw") wipe(); // else the pad would show what the picture is not of
  });
  store.watch(["model", "c"], ({ model, c, source, drawing }) => {
    const as = model ? toldText(c, model.condition).trim() : "";
    setText(told, as && `${as[0].toUpperCase()}${as.slice(1)}. Choose the class you draw.`);
    if (drawing && source?.kind === "draw" && !source.moved) send();
  });
  return node;
}

function grey(pen) {
  const { data } = pen.getImageData(0, 0, SIDE, SIDE);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => data[4 * i]);
}
