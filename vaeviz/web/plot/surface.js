/** A canvas that fills its element, sharp on any screen, redrawn when its size or the theme changes. */

/** @import { Colours } from "./theme.js" */

import { atNextFrame, contextOf, h } from "../core/dom.js";
import { coloursOf, watchTheme } from "./theme.js";

/**
 * `draw` is called at the next frame after `redraw()`; units are CSS pixels.
 * @param {{ test: string; label: string; height: number }} options
 * @param {(pen: CanvasRenderingContext2D, width: number, height: number, colours: Colours) => void} draw
 */
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
    const pen = contextOf(canvas);
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

/**
 * Follow the pointer on `canvas`, in CSS pixels: `drag(x, y)` from a press until the release.
 * @param {HTMLCanvasElement} canvas
 * @param {(x: number, y: number) => void} drag
 */
export function watchDrag(canvas, drag) {
  /** @param {PointerEvent} event */
  const notify = (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    drag(event.clientX - left, event.clientY - top);
  };
  canvas.classList.add("dragged");
  canvas.addEventListener("pointermove", (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) notify(event);
  });
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    notify(event);
  });
}
