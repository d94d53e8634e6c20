/** A map to look at: points by class, the image in hand marked, a click takes another. Nothing is walked or drawn on it. */

import { sizeAt } from "../map/layer.js";
import { indexOf } from "../map/index.js";
import { placesOfNames } from "../map/marker.js";
import { drawNames } from "../map/names.js";
import { Plane } from "../map/plane.js";
import { watchPointer } from "../map/pointer.js";
import { createPoints } from "../map/points.js";
import { atNextFrame, h } from "../core/dom.js";
import { whyNone } from "./image.js";

const PICK = 14; // pixels within which a point is meant
const FARTHEST = 8; // doublings of a key's step, until another point is met

/** Build the map of one side; `choosing.take(k, i)` and `choosing.point(k, i)` hear what the hand does. */
export function createChart({ page, store, k, found }, view, choosing) {
  const canvas = h("canvas", { dataTestid: `chart-${k}`, tabIndex: 0, role: "application" });
  const veil = h("div", { className: "veil" });
  const box = h("div", { className: "plane" }, canvas, veil);
  const plane = new Plane();
  const shown = { map: null, codes: null, places: [], chosen: null };
  let stale = true; // the points
  const points = createPoints(
    box,
    () => {},
    () => redraw(),
  );
  const draw = atNextFrame(() => {
    drawMarks(canvas, plane, shown, { ...store.get(), ...view.get(), highlight: page.get().highlight }, k);
    points.hidden = !shown.map;
    if (shown.map && stale) points.draw(frameOf(plane, shown, store.get()));
    stale = false;
  });
  const redraw = () => {
    stale = true;
    draw();
  };
  const whole = () => shown.map && (plane.fit(shown.map.points), redraw());
  const take = () => {
    const { model, codes } = store.get();
    const map = (model && codes?.maps[view.get().map]) ?? null;
    if (map !== shown.map) {
      if (codes !== shown.codes) points.forget();
      Object.assign(shown, { map, codes, places: map ? placesOfNames(map, codes, model.class_names.length) : [] });
      whole();
    }
    veil.hidden = Boolean(map);
    veil.textContent =
      map || !model
        ? ""
        : whyNone(store.get(), found()) ||
          (codes ? "The two models have no map of the same kind." : "Fetching the codes");
    canvas.setAttribute(
      "aria-label",
      model
        ? `Map of the codes of ${model.name}. Click a point to take its image; arrow keys go to an image near by, plus and minus zoom, Home shows all.`
        : "",
    );
    light();
  };
  const light = () => {
    const { highlight } = page.get();
    shown.chosen =
      shown.map && highlight !== null ? Uint8Array.from(shown.codes.labels, (label) => label === highlight) : null;
    redraw();
  };
  const stops = [store.watch(["model", "codes", "codesError"], take), store.watch(["theme"], redraw)];
  view.watch(["map"], take);
  page.watch(["highlight"], light);
  view.watch(["image", "pointed"], draw);
  watchPointer(canvas, createHands({ plane, shown, redraw, whole }, view, choosing, k));
  const sizes = new ResizeObserver(
    ([
      {
        contentRect: { width, height },
      },
    ]) => {
      if (!width || !height) return;
      const first = plane.width === 1;
      plane.resize(width, height);
      if (first) whole();
      redraw();
    },
  );
  sizes.observe(box);
  return { node: box, whole, close: () => (sizes.disconnect(), points.close(), stops.forEach((stop) => stop())) };
}

function frameOf(plane, { map, codes, chosen }, { model, theme }) {
  return {
    to: { points: map.points, window: plane.window },
    from: null,
    t: 1,
    labels: codes.labels,
    classes: Math.max(1, model.class_names.length),
    chosen,
    colours: theme,
    size: sizeAt(plane.zoom, codes.n),
    scale: devicePixelRatio || 1,
  };
}

/** What hands do on the map, as map/pointer.js wants it. */
function createHands({ plane, shown, redraw, whole }, view, choosing, k) {
  const pick = (x, y) => (shown.map ? indexOf(shown.map.points).pick(...plane.toData(x, y), PICK / plane.scale) : -1);
  const none = () => {};
  return {
    hover: (x, y) => choosing.point(k, x === null ? -1 : pick(x, y)),
    down: () => choosing.point(k, -1),
    grips: () => false,
    drawing: () => null,
    begin: none,
    walk: none,
    stroke: none,
    select: none,
    pan: (dx, dy) => (plane.panBy(dx, dy), redraw()),
    zoom: (x, y, factor) => (plane.zoomAt(x, y, factor), redraw()),
    click(x, y) {
      const i = pick(x, y);
      if (i >= 0) choosing.take(k, i);
    },
    whole,
    step(dx, dy) {
      const at = view.get().image?.[k];
      const i =
        shown.map && at !== undefined ? neighbour(shown.map.points, at, [dx / plane.scale, -dy / plane.scale]) : -1;
      if (i >= 0) choosing.take(k, i);
    },
  };
}

/** The point that is nearest to one step from point `at`; where that is `at` itself, the step is doubled. -1 without any. */
export function neighbour(points, at, [dx, dy]) {
  const index = indexOf(points);
  for (let times = 1; times <= 2 ** FARTHEST; times *= 2) {
    const [i] = index.nearest([points[2 * at] + times * dx, points[2 * at + 1] + times * dy], 1).index;
    if (i !== at) return i;
  }
  return -1;
}

/** Draw names and rings over the points. */
function drawMarks(canvas, plane, { map, places }, { model, theme, image, pointed, highlight }, k) {
  const scale = devicePixelRatio || 1;
  Object.assign(canvas, { width: Math.round(plane.width * scale), height: Math.round(plane.height * scale) });
  if (!map || !model) return;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  drawNames(pen, {
    plane,
    places: places.map((place, label) => (highlight === null || highlight === label ? place : null)),
    names: model.class_names,
    colours: theme,
  });
  const at = (i) => plane.toScreen(map.points[2 * i], map.points[2 * i + 1]);
  if (pointed) ring(pen, at(pointed[k]), 7, theme.text, theme.ground);
  if (image) ring(pen, at(image[k]), 10, theme.accent, theme.ground);
}

function ring(pen, [x, y], radius, colour, ground) {
  for (const [width, style] of [
    [6, ground],
    [3, colour],
  ]) {
    Object.assign(pen, { lineWidth: width, strokeStyle: style });
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.stroke();
  }
}
