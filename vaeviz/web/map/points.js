/** The points on the screen: by WebGL if possible, else by Canvas 2D; a part of them first where drawing is slow. */

import { CanvasLayer } from "./layer.js";
import { BUDGET, SLOW_MS, share } from "./order.js";
import { GlLayer } from "./webgl.js";

/** @import { Frame } from "./layer.js" */

const REST_MS = 120; // after the last change, before the rest of the points is drawn

/**
 * Build the points inside `box`.
 * @param {HTMLElement} box
 * @param {(kind: "webgl" | "canvas") => void} onLayer called with how they are drawn
 * @param {() => void} redraw called when all must be drawn again
 */
export function createPoints(box, onLayer, redraw) {
  const gl = GlLayer.open();
  /** @type {GlLayer | CanvasLayer} */
  let layer = gl ?? new CanvasLayer();
  let timer = 0; // 0: nothing waits to be drawn
  let measured = false;
  let closed = false;
  layer.canvas.className = "points";
  box.prepend(layer.canvas);
  onLayer(layer.kind);

  if (gl) {
    gl.source.addEventListener("webglcontextlost", (event) => {
      if (closed) return;
      event.preventDefault(); // else it is never given back
      change(new CanvasLayer());
    });
    gl.source.addEventListener("webglcontextrestored", () => {
      if (gl.restore()) change(gl);
    });
  }
  /** @param {GlLayer | CanvasLayer} next */
  function change(next) {
    stop();
    layer.canvas.replaceWith(next.canvas);
    layer = next;
    layer.canvas.className = "points";
    onLayer(layer.kind);
    redraw();
  }
  function stop() {
    clearTimeout(timer);
    timer = 0;
  }
  /** @type {(frame: Frame, drawn: number) => void} */
  function go(frame, drawn) {
    const n = frame.labels.length;
    const count = share(n, drawn, layer.slow);
    layer.draw(frame, drawn, count);
    if (drawn + count >= n) return;
    const rest = () => requestAnimationFrame(() => timer && go(frame, drawn + count));
    timer = setTimeout(rest, drawn ? 0 : REST_MS);
  }
  return {
    /**
     * Draw a frame; where drawing is slow a part is shown at once, the rest when nothing has changed for a while.
     * @param {Frame} frame
     */
    draw(frame) {
      stop();
      const started = performance.now();
      go(frame, 0);
      if (measured || layer.slow || frame.labels.length <= BUDGET) return;
      layer.finish();
      measured = true;
      layer.slow = performance.now() - started > SLOW_MS;
    },

    /** Let the arrays of earlier codes go. */
    forget() {
      stop();
      layer.forget();
    },

    /** Draw no more, for good. */
    close() {
      closed = true;
      this.forget();
      gl?.close();
    },

    /** Show or hide them all. */
    set hidden(/** @type {boolean} */ hidden) {
      layer.canvas.hidden = hidden;
    },
  };
}
