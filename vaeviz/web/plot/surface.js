/** A canvas that is as large as its place, sharp on any screen, drawn anew when its size or the theme changes. */

import { atNextFrame, h } from "../core/dom.js";
import { coloursOf, watchTheme } from "./theme.js";

/** `draw(pen, width, height, colours)` is called at the next frame after `redraw()`; units are CSS pixels. */
export function createSurface({ test, label, height }, draw) {
  const canvas = h("canvas", { dataTestid: test, role: "img", ariaLabel: label });
  const box = h("div", { className: "surface" }, canvas);
  box.style.height = `${height}px`;
  const redraw = atNextFrame(() => {
    const [wide, high] = [box.clientWidth, box.clientHeight];
    if (!wide || !high || !canvas.isConnected) return;
    const scale = devicePixelRatio || 1;
    const [w, t] = [Math.round(wide * scale), Math.round(high * scale)];
    if (canvas.width !== w || canvas.height !== t) Object.assign(canvas, { width: w, height: t });
    const pen = canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, wide, high);
    const colours = coloursOf(canvas);
    pen.font = `12px ${getComputedStyle(canvas).fontFamily}`;
    draw(pen, wide, high, colours);
  });
  const sizes = new ResizeObserver(redraw);
  sizes.observe(box);
  const stopTheme = watchTheme(redraw);
  return {
    node: box,
    canvas,
    redraw,
    close() {
      sizes.disconnect();
      stopTheme();
    },
  };
}

/** Tell where a hand is on `canvas`, in its pixels: `drag(x, y)` from a press until it is let go. */
export function watchDrag(canvas, drag) {
  const tell = (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    drag(event.clientX - left, event.clientY - top);
  };
  canvas.classList.add("dragged");
  canvas.addEventListener("pointermove", (event) => canvas.hasPointerCapture(event.pointerId) && tell(event));
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    tell(event);
  });
}
