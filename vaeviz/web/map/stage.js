/** The window on the map: canvases, marker and cards, and what is drawn on them. */

import { afterFrame, atNextFrame, h } from "../core/dom.js";
import { createCards } from "./card.js";
import { chosenOf } from "./groups.js";
import { createHoverTarget } from "./hover.js";
import { sizeAt } from "./layer.js";
import { createMarker } from "./marker.js";
import { createMotion } from "./motion.js";
import { placesOfNames } from "./names.js";
import { createOverlay, drawUnder } from "./overlay.js";
import { Plane } from "./plane.js";
import { createPoints } from "./points.js";
import { mapOf } from "./shown.js";

/** @import { Codes, MapData, Many, PageStore, State } from "../core/types.js" */
/** @import { Point } from "./plane.js" */
/**
 * A map on the screen, with the names of the classes and their places in data units.
 * @typedef {{map: MapData, codes: Codes, names: readonly string[], places: readonly (Point | null)[]}} View
 */
/**
 * What a stage shows: its view, the corners of a lasso being drawn, the point under the pointer (-1: none), whether the
 * points must be drawn anew, and which codes are in a group (see layer.js).
 * @typedef {object} StageState
 * @property {View | null} view
 * @property {readonly Point[] | null} stroke
 * @property {number} hovered
 * @property {boolean} stale
 * @property {Uint8Array | null} chosen
 */
/** @typedef {ReturnType<typeof createStage>} Stage */

const KEYS = "Arrow keys move z, plus and minus zoom; with the lasso or the box, Enter selects what is in view.";
const LABEL = `Map of codes. Click a point to load it, drag the marker to move z. ${KEYS}`;

/**
 * Build it; `many` decodes the cards' images.
 * @param {PageStore} store
 * @param {Many} many
 */
export function createStage(store, many) {
  const canvas = h("canvas", { dataTestid: "map", tabIndex: 0, role: "application", ariaLabel: LABEL });
  const under = h("canvas", { className: "points", hidden: true });
  const veil = h("div", { className: "veil" });
  const plane = new Plane();
  /** @type {StageState} */
  const state = { view: null, stroke: null, hovered: -1, stale: true, chosen: null };
  const marker = createMarker(store, plane, state);
  const box = h("div", { className: "plane" }, marker.node, canvas, veil); // names are written over the marker
  const motion = createMotion(redraw);
  const points = createPoints(box, (drawn) => store.set({ drawn }), redraw);
  box.prepend(under);
  const overlay = createOverlay(canvas, plane);
  const cards = createCards(box, store, many);
  const hover = createHoverTarget({ state, plane, cards, draw: () => draw(), store });
  const draw = atNextFrame(createFrame({ store, state, plane, motion, points, overlay, under, marker }));

  store.watch(["codes", "map", "model"], take);
  store.watch(["codesError"], () => {
    if (!state.view) showEmpty();
  });
  store.watch(
    ["z", "c"],
    afterFrame(() => marker.place()),
  ); // by itself: a drag of a slider never draws the map anew
  store.watch(["source", "trail", "path"], draw);
  store.watch(["selections", "codes", "map"], (now) => {
    state.chosen = state.view && now.codes ? chosenOf(now, now.codes) : null;
    redraw();
  });
  store.watch(["theme", "underlay", "points"], redraw);
  new ResizeObserver(([{ contentRect }]) => {
    if (!box.isConnected) {
      points.close(); // the page was left
      return;
    }
    const { width, height } = contentRect;
    if (!width || !height) return;
    const first = plane.width === 1;
    plane.resize(width, height);
    if (first && state.view) plane.fit(cornersOf(state.view.map));
    redraw();
  }).observe(box);

  /** Take up the map that the store names. */
  function take() {
    const left = state.view;
    const { codes, model } = store.get();
    const map = mapOf(store.get());
    veil.hidden = Boolean(map);
    hover.drop();
    if (left?.codes !== codes) points.forget();
    if (!codes || !map) {
      state.view = null;
      motion.stop();
      showEmpty();
    } else {
      const names = model.class_names;
      const places = left?.map === map ? left.places : placesOfNames(map, codes, names.length);
      state.view = { map, codes, names, places };
      if (left?.codes === codes && left.map !== map)
        motion.leave({ points: left.map.points, window: plane.window, map: left.map });
      else motion.stop();
      if (left?.map !== map) plane.fit(cornersOf(map));
    }
    redraw();
  }
  function showEmpty() {
    veil.replaceChildren(h("p", {}, emptyText(store.get())));
  }
  function redraw() {
    state.stale = true;
    draw();
  }
  function showAll() {
    if (!state.view) return;
    plane.fit(cornersOf(state.view.map));
    redraw();
  }
  return { box, canvas, plane, state, hover, draw, redraw, marker, motion, showAll };
}

/**
 * The drawing of one frame of the stage.
 * @param {{store: PageStore, state: StageState, plane: Plane, motion: ReturnType<typeof createMotion>,
 *   points: ReturnType<typeof createPoints>, overlay: ReturnType<typeof createOverlay>, under: HTMLCanvasElement,
 *   marker: ReturnType<typeof createMarker>}} stage
 */
function createFrame({ store, state, plane, motion, points, overlay, under, marker }) {
  return () => {
    const scale = devicePixelRatio || 1;
    const moment = motion.at();
    const view = marker.fitting();
    const { underlay, theme, points: drawn } = store.get();
    const images = view && underlay?.map === view.map.name ? underlay : null;
    overlay(store.get(), view, { scale, share: moment.t, stroke: state.stroke, hovered: state.hovered });
    marker.place(moment);
    drawUnder(under, plane, moment.from ? null : images, scale);
    points.hidden = !view || (images !== null && !drawn);
    if (view && state.stale)
      points.draw({
        ...moment,
        to: { points: view.map.points, window: plane.window },
        labels: view.codes.labels,
        classes: Math.max(1, view.names.length),
        chosen: state.chosen,
        colours: theme,
        size: sizeAt(plane.zoom, view.codes.n),
        scale,
      });
    state.stale = false;
  };
}

/** What a map is fitted to: its points, or the square that they lie in. @param {MapData} map */
function cornersOf({ points, extent }) {
  return extent ? [extent[0], extent[2], extent[1], extent[3]] : points;
}

/** @param {State} state */
function emptyText({ model, codesError }) {
  if (codesError) return codesError;
  if (model?.problem) return model.problem;
  if (model && !model.has_codes)
    return "No map yet: this model has no stored codes. The sliders, drawing and upload work without them.";
  return "Loading the codes\u2026";
}
