/** A map to look at: points by class, the selected image marked; a click selects another. */

import { atNextFrame, contextOf, h } from "../core/dom.js";
import { indexOf } from "../map/index.js";
import { sizeAt } from "../map/layer.js";
import { drawNames, placesOfNames } from "../map/names.js";
import { Plane } from "../map/plane.js";
import { watchPointer } from "../map/pointer.js";
import { createPoints } from "../map/points.js";
import { reasonText } from "./image.js";

/**
 * @import { Codes, MapData, State } from "../core/types.js"
 * @import { Side } from "./pane.js"
 * @import { Choosing, View, ViewState } from "./view.js"
 * @typedef {{ map: MapData | null, codes: Codes | null, places: ([number, number] | null)[],
 *   chosen: Uint8Array | null }} Shown places of class names in units of the map; which points are highlighted
 */

const PICK = 14; // pixels within which a point is meant
const FARTHEST = 8; // doublings of a key's step, until another point is met

/** Build the map of one side. @param {Side} side @param {View} view @param {Choosing} choosing */
export function createChart({ page, store, k, found }, view, choosing) {
  const canvas = h("canvas", { dataTestid: `chart-${k}`, tabIndex: 0, role: "application" });
  const veil = h("div", { className: "veil" });
  const box = h("div", { className: "plane" }, canvas, veil);
  const plane = new Plane();
  /** @type {Shown} */
  const shown = { map: null, codes: null, places: [], chosen: null };
  let stale = true; // the points
  const points = createPoints(
    box,
    () => {},
    () => redraw(),
  );
  const draw = atNextFrame(() => {
    const { highlight } = page.get();
    drawMarks(canvas, plane, shown, { ...store.get(), ...view.get(), highlight }, k);
    points.hidden = !shown.map;
    const { map, codes } = shown;
    if (map && codes && stale) points.draw(frameOf(plane, { ...shown, map, codes }, store.get()));
    stale = false;
  });
  function redraw() {
    stale = true;
    draw();
  }
  function fit() {
    if (!shown.map) return;
    plane.fit(shown.map.points);
    redraw();
  }
  function take() {
    const { model, codes } = store.get();
    const map = (model && codes?.maps[view.get().map]) ?? null;
    if (map !== shown.map) {
      if (codes !== shown.codes) points.forget();
      const places = map && codes ? placesOfNames(map, codes, model.class_names.length) : [];
      Object.assign(shown, { map, codes, places });
      fit();
    }
    veil.hidden = Boolean(map);
    veil.textContent = map || !model ? "" : reasonText(store.get(), found()) || waitingText(codes);
    canvas.setAttribute("aria-label", model ? labelText(model.name) : "");
    highlight();
  }
  function highlight() {
    const { highlight: label } = page.get();
    const labels = shown.map && shown.codes?.labels;
    shown.chosen = labels && label !== null ? Uint8Array.from(labels, (one) => Number(one === label)) : null;
    redraw();
  }
  const stops = [store.watch(["model", "codes", "codesError"], take), store.watch(["theme"], redraw)];
  view.watch(["map"], take);
  page.watch(["highlight"], highlight);
  view.watch(["image", "pointed"], draw);
  watchPointer(canvas, createHands({ plane, shown, redraw, fit }, view, choosing, k));
  const sizes = new ResizeObserver(([{ contentRect }]) => {
    const { width, height } = contentRect;
    if (!width || !height) return;
    const first = plane.width === 1;
    plane.resize(width, height);
    if (first) fit();
    redraw();
  });
  sizes.observe(box);
  return {
    node: box,
    fit,
    close() {
      sizes.disconnect();
      points.close();
      for (const stop of stops) stop();
    },
  };
}

/** @param {Codes | null} codes */
function waitingText(codes) {
  return codes ? "The two models have no map of the same method." : "Fetching the codes";
}

/** @param {string} name of the model */
function labelText(name) {
  const keys = "Arrow keys move to an image nearby, plus and minus zoom, Home shows all.";
  return `Map of the codes of ${name}. Click a point to select its image. ${keys}`;
}

/**
 * What the layer of points draws.
 * @param {Plane} plane
 * @param {Shown & { map: MapData, codes: Codes }} shown
 * @param {Readonly<State>} state
 */
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

/**
 * What gestures do on the map, as map/pointer.js calls it.
 * @param {{ plane: Plane, shown: Shown, redraw(): void, fit(): void }} chart
 * @param {View} view
 * @param {Choosing} choosing
 * @param {number} k
 */
function createHands({ plane, shown, redraw, fit }, view, choosing, k) {
  const pick = (/** @type {number} */ x, /** @type {number} */ y) =>
    shown.map ? indexOf(shown.map.points).pick(...plane.toData(x, y), PICK / plane.scale) : -1;
  const none = () => {};
  return {
    hover: (/** @type {number | null} */ x, /** @type {number | null} */ y) =>
      choosing.point(k, x === null || y === null ? -1 : pick(x, y)),
    down: () => choosing.point(k, -1),
    grips: () => false,
    drawing: () => null,
    begin: none,
    move: none,
    stroke: none,
    select: none,
    pan(/** @type {number} */ dx, /** @type {number} */ dy) {
      plane.panBy(dx, dy);
      redraw();
    },
    zoom(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ factor) {
      plane.zoomAt(x, y, factor);
      redraw();
    },
    click(/** @type {number} */ x, /** @type {number} */ y) {
      const i = pick(x, y);
      if (i >= 0) choosing.select(k, i);
    },
    whole: fit,
    step(/** @type {number} */ dx, /** @type {number} */ dy) {
      const at = view.get().image?.[k];
      if (!shown.map || at === undefined) return;
      const i = neighbour(shown.map.points, at, [dx / plane.scale, -dy / plane.scale]);
      if (i >= 0) choosing.select(k, i);
    },
  };
}

/**
 * The point nearest to one step from point `at`; where that is `at` itself, the step is doubled. -1 without any.
 * @param {Float32Array} points x, y of each
 * @param {number} at
 * @param {[number, number]} step
 * @returns {number}
 */
export function neighbour(points, at, [dx, dy]) {
  const index = indexOf(points);
  for (let times = 1; times <= 2 ** FARTHEST; times *= 2) {
    const [i] = index.nearest([points[2 * at] + times * dx, points[2 * at + 1] + times * dy], 1).index;
    if (i !== at) return i;
  }
  return -1;
}

/**
 * Draw names and rings over the points.
 * @param {HTMLCanvasElement} canvas
 * @param {Plane} plane
 * @param {Shown} shown
 * @param {Pick<State, "model" | "theme" | "highlight"> & Pick<ViewState, "image" | "pointed">} state
 * @param {number} k
 */
function drawMarks(canvas, plane, { map, places }, { model, theme, image, pointed, highlight }, k) {
  const scale = devicePixelRatio || 1;
  Object.assign(canvas, { width: Math.round(plane.width * scale), height: Math.round(plane.height * scale) });
  if (!map || !model) return;
  const pen = contextOf(canvas);
  pen.scale(scale, scale);
  drawNames(pen, {
    plane,
    places: places.map((place, label) => (highlight === null || highlight === label ? place : null)),
    names: model.class_names,
    colours: theme,
  });
  const at = (/** @type {number} */ i) => plane.toScreen(map.points[2 * i], map.points[2 * i + 1]);
  if (pointed) ring(pen, at(pointed[k]), 7, theme.text, theme.ground);
  if (image) ring(pen, at(image[k]), 10, theme.accent, theme.ground);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number[]} centre x, y
 * @param {number} radius pixels
 * @param {string} colour
 * @param {string} ground
 */
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
