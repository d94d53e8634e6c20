/** The points on the screen: by WebGL where there is any, else by Canvas 2D; a part of them first where drawing is slow. */

import { CanvasLayer } from "./layer.js";
import { BUDGET, SLOW_MS, share } from "./order.js";
import { GlLayer } from "./webgl.js";

const REST_MS = 120; // after the last change, before the rest of the points is drawn

/** Build the points inside `box`; `tell(way)` hears "webgl" or "canvas", `redraw()` is called when all must be drawn again. */
export function createPoints(box, tell, redraw) {
  const gl = GlLayer.open();
  let layer = gl ?? new CanvasLayer();
  let timer = null;
  let measured = false;
  let closed = false;
  show(layer);

  if (gl) {
    gl.source.addEventListener("webglcontextlost", (event) => {
      if (closed) return;
      event.preventDefault(); // else it is never given back
      show(new CanvasLayer());
      redraw();
    });
    gl.source.addEventListener("webglcontextrestored", () => {
      if (!gl.restore()) return;
      show(gl);
      redraw();
    });
  }
  function show(next) {
    clearTimeout(timer);
    layer.canvas.remove();
    layer = next;
    layer.canvas.className = "points";
    box.prepend(layer.canvas);
    tell(layer.way);
  }
  function go(frame, drawn) {
    const n = frame.labels.length;
    const count = share(n, drawn, layer.slow);
    layer.draw(frame, drawn, count);
    if (drawn + count < n)
      timer = setTimeout(() => requestAnimationFrame(() => timer && go(frame, drawn + count)), drawn ? 0 : REST_MS);
  }
  return {
    /** Draw a frame; `first` parts are shown at once, the rest follows when nothing has changed for a while. */
    draw(frame) {
      clearTimeout(timer);
      timer = null;
      const started = performance.now();
      go(frame, 0);
      if (measured || layer.slow || frame.labels.length <= BUDGET) return;
      layer.finish();
      measured = true;
      layer.slow = performance.now() - started > SLOW_MS;
    },

    /** Let the arrays of earlier codes go. */
    forget() {
      clearTimeout(timer);
      timer = null;
      layer.forget();
    },

    /** Draw no more, for good. */
    close() {
      closed = true;
      this.forget();
      gl?.close();
    },

    /** Show or hide them all. */
    set hidden(hidden) {
      layer.canvas.hidden = hidden;
    },
  };
}
