/** Small images of points, each decoded once and kept as long as the point is. */

/** @import { Many, PageStore } from "../core/types.js" */
/** @import { Point } from "./path.js" */

import { atNextFrame, h } from "../core/dom.js";
import { paint } from "../core/paint.js";

const SIDE = 44; // pixels on the screen

/** @typedef {ReturnType<typeof createThumbnails>} Thumbnails */

/**
 * The images of points.
 * @param {PageStore} store
 * @param {Many} many decodes those that are missing
 */
export function createThumbnails(store, many) {
  /** @type {WeakMap<Float32Array, WeakMap<Float32Array, Uint8Array>>} z -> c -> pixels */
  const kept = new WeakMap();
  /** @type {WeakMap<HTMLCanvasElement, Uint8Array>} what is painted where */
  const painted = new WeakMap();
  /** @param {Point} point */
  const find = ({ z, c }) => kept.get(z)?.get(c);
  /** @param {Point} point @param {Uint8Array} pixels */
  function keep({ z, c }, pixels) {
    const byCondition = kept.get(z) ?? new WeakMap();
    kept.set(z, byCondition.set(c, pixels));
  }
  return {
    /** The image of a point, if it is there. */
    pixels: find,

    /**
     * Decode what is missing of `points`; false if it did not come about, so that it is tried again later.
     * @param {string} slot
     * @param {readonly Point[]} points
     */
    async make(slot, points) {
      const missing = points.filter((point) => !find(point));
      if (!missing.length) return true;
      const rows = (/** @type {"z" | "c"} */ key) => Float32Array.from(missing.flatMap((point) => [...point[key]]));
      try {
        const pixels = await many(slot, rows("z"), rows("c"), missing.length);
        if (!pixels) return false;
        const size = pixels.length / missing.length;
        missing.forEach((point, i) => keep(point, pixels.slice(i * size, (i + 1) * size)));
        return true;
      } catch {
        return false; // the status line says why
      }
    },

    /**
     * Paint a point on a canvas, if its image is there and not on it already.
     * @param {HTMLCanvasElement} canvas
     * @param {Point} point
     */
    show(canvas, point) {
      const pixels = find(point);
      canvas.hidden = !pixels;
      if (!pixels || painted.get(canvas) === pixels) return;
      const shape = store.get().model.image_shape;
      painted.set(canvas, pixels);
      canvas.classList.toggle("crisp", shape[1] <= SIDE);
      paint(canvas, pixels, shape);
    },
  };
}

/** A canvas for a point. */
export function thumbnail() {
  return h("canvas", { className: "place", width: SIDE, height: SIDE, ariaHidden: "true" });
}

/**
 * Let the wheel scroll a strip sideways, and fade the sides on which there is more of it.
 * @param {HTMLElement} strip
 */
export function scrollsSideways(strip) {
  const fade = atNextFrame(() => {
    strip.classList.toggle("before", strip.scrollLeft > 1);
    strip.classList.toggle("after", strip.scrollLeft + strip.clientWidth < strip.scrollWidth - 1);
  });
  strip.addEventListener("scroll", fade, { passive: true });
  new ResizeObserver(fade).observe(strip);
  new MutationObserver(fade).observe(strip, { childList: true });
  strip.onwheel = (event) => {
    if (strip.scrollWidth <= strip.clientWidth || event.deltaX) return;
    event.preventDefault();
    strip.scrollLeft += event.deltaY;
  };
}

/**
 * Scroll a child of a strip to its middle; nothing but the strip scrolls.
 * @param {HTMLElement} strip
 * @param {HTMLElement} child
 */
export function centre(strip, child) {
  strip.scrollLeft = child.offsetLeft - strip.offsetLeft - (strip.clientWidth - child.offsetWidth) / 2;
}
