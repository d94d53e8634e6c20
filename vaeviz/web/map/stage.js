/** The window on the map: canvases, marker and cards, and what is drawn on them. */

import { afterFrame, atNextFrame, h } from "../core/dom.js";
import { createCards } from "./card.js";
import { chosenOf } from "./groups.js";
import { sizeAt } from "./layer.js";
import { createLookout } from "./hover-target.js";
import { createMark, placesOfNames } from "./marker.js";
import { createMotion } from "./motion.js";
import { createOverlay, drawUnder } from "./overlay.js";
import { Plane } from "./plane.js";
import { createPoints } from "./points.js";
import { mapOf } from "./shown.js";

const LABEL =
  "Map of codes. Click a point to load it, drag the marker to walk. Arrow keys walk, plus and minus zoom; with the lasso or the box, Enter selects what is in view.";

/** Build it; `many` makes the cards' pictures. */
export function createStage(store, many) {
  const canvas = h("canvas", { dataTestid: "map", tabIndex: 0, role: "application", ariaLabel: LABEL });
  const under = h("canvas", { className: "points", hidden: true });
  const veil = h("div", { className: "veil" });
  const plane = new Plane();
  const state = { view: null, stroke: null, hovered: -1, stale: true, chosen: null }; // view: {map, codes, names, places}
  const mark = createMark(store, plane, state);
  const box = h("div", { className: "plane" }, canvas, mark.node, veil);
  const motion = createMotion(redraw);
  const points = createPoints(box, (drawn) => store.set({ drawn }), redraw);
  box.prepend(under);
  const overlay = createOverlay(canvas, plane);
  const look = createLookout({ state, plane, cards: createCards(box, store, many), draw: () => draw(), store });
  const frame = createFrame({ store, state, plane, motion, points, overlay, under, mark });
  const draw = atNextFrame(frame);

  store.watch(["codes", "map", "model"], () => take());
  store.watch(["codesError"], (told) => state.view || veil.replaceChildren(h("p", {}, emptyText(told))));
  store.watch(
    ["z", "c"],
    afterFrame(() => mark.place()),
  ); // by itself: a drag of a slider never draws the map anew
  store.watch(["source", "trail", "path"], draw);
  store.watch(
    ["selections", "codes", "map"],
    (told) => ((state.chosen = state.view ? chosenOf(told) : null), redraw()),
  );
  store.watch(["theme", "underlay", "points"], redraw);
  new ResizeObserver(
    ([
      {
        contentRect: { width, height },
      },
    ]) => {
      if (!box.isConnected) return points.close(); // the page was left
      if (!width || !height) return;
      const first = plane.width === 1;
      plane.resize(width, height);
      if (first && state.view) plane.fit(cornersOf(state.view.map));
      redraw();
    },
  ).observe(box);

  function take() {
    const left = state.view;
    const shown = mapOf(store.get());
    veil.hidden = Boolean(shown);
    look.drop();
    if (left?.codes !== store.get().codes) points.forget();
    state.view = shown && viewOf(store.get(), shown, left);
    if (shown && left?.codes === state.view.codes && left.map !== shown)
      motion.leave({ points: left.map.points, window: plane.window, map: left.map });
    else motion.stop();
    if (!shown) veil.replaceChildren(h("p", {}, emptyText(store.get())));
    else if (left?.map !== shown) plane.fit(cornersOf(shown));
    redraw();
  }
  function redraw() {
    state.stale = true;
    draw();
  }
  return {
    box,
    canvas,
    plane,
    state,
    look,
    draw,
    redraw,
    mark,
    motion,
    whole: () => state.view && (plane.fit(cornersOf(state.view.map)), redraw()),
  };
}

/** What is on the screen; the places of the names are found once for a map. */
function viewOf({ codes, model }, map, left) {
  const places = left?.map === map ? left.places : placesOfNames(map, codes, model.class_names.length);
  return { map, codes, names: model.class_names, places };
}

/** The drawing of one frame of the stage. */
function createFrame({ store, state, plane, motion, points, overlay, under, mark }) {
  /** The pictures under the map on the screen; null where there are none. */
  function underneath() {
    const { underlay } = store.get();
    return underlay?.map === state.view.map.name ? underlay : null;
  }
  function lot({ map, codes, names }, { from, t }, scale) {
    return {
      to: { points: map.points, window: plane.window },
      from,
      t,
      labels: codes.labels,
      classes: Math.max(1, names.length),
      chosen: state.chosen,
      colours: store.get().theme,
      size: sizeAt(plane.zoom, codes.n),
      scale,
    };
  }
  return () => {
    const scale = devicePixelRatio || 1;
    const moving = motion.at();
    const view = mark.fits() ? state.view : null;
    overlay(store.get(), view, { scale, share: moving.t, stroke: state.stroke, hovered: state.hovered });
    mark.place(moving);
    const pictures = view && underneath();
    drawUnder(under, plane, moving.from ? null : pictures, scale);
    points.hidden = !view || (pictures && !store.get().points);
    if (view && state.stale) points.draw(lot(view, moving, scale));
    state.stale = false;
  };
}

/** What a map is fitted to: its points, or the square that they lie in. */
function cornersOf({ points, extent }) {
  return extent ? [extent[0], extent[2], extent[1], extent[3]] : points;
}

function emptyText({ model, codesError }) {
  if (codesError) return codesError;
  if (model?.problem) return model.problem;
  if (model && !model.has_codes)
    return "No map yet: this model has no stored codes. The sliders, drawing and upload work without them.";
  return "Fetching the codes";
}
