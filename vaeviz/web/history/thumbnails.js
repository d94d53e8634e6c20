/** Small pictures of places, each decoded once and kept as long as the place is. */

import { atNextFrame, h } from "../core/dom.js";
import { paint } from "../core/paint.js";

const SIDE = 44; // pixels on the screen

/** The pictures of places {z, c}; `many` makes those that are missing. */
export function createThumbnails(store, many) {
  const kept = new WeakMap(); // z -> WeakMap of c -> pixels
  const find = ({ z, c }) => kept.get(z)?.get(c);
  function keep({ z, c }, pixels) {
    if (!kept.has(z)) kept.set(z, new WeakMap());
    kept.get(z).set(c, pixels);
  }
  return {
    /** The picture of a place, if it is there. */
    pixels: find,

    /** Make what is missing of `places`; false if it did not come about: another time. */
    async make(slot, places) {
      const missing = places.filter((place) => !find(place));
      if (!missing.length) return true;
      const rows = (key) => Float32Array.from(missing.flatMap((place) => [...place[key]]));
      try {
        const pixels = await many(slot, rows("z"), rows("c"), missing.length);
        if (!pixels) return false;
        const size = pixels.length / missing.length;
        missing.forEach((place, i) => keep(place, pixels.slice(i * size, (i + 1) * size)));
        return true;
      } catch {
        return false; // the picture's own line says what is wrong
      }
    },

    /** Paint a place on a canvas, if its picture is there and not on it already. */
    show(canvas, place) {
      const pixels = find(place);
      canvas.hidden = !pixels;
      if (!pixels || canvas.shown === pixels) return;
      const shape = store.get().model.image_shape;
      canvas.shown = pixels;
      canvas.classList.toggle("crisp", shape[1] <= SIDE);
      paint(canvas, pixels, shape);
    },
  };
}

/** A canvas for a place. */
export function thumbnail() {
  return h("canvas", { className: "place", width: SIDE, height: SIDE, ariaHidden: "true" });
}

/** Let the wheel scroll a strip sideways, and fade the side on which there is more of it. */
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

/** Bring a child of a strip to its middle; nothing but the strip scrolls. */
export function centre(strip, child) {
  strip.scrollLeft = child.offsetLeft - strip.offsetLeft - (strip.clientWidth - child.offsetWidth) / 2;
}
