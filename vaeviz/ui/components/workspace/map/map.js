/** The map of codes: click a point to load it, drag the marker to walk, drag the ground to pan; hover to see what is there. */

import { afterFrame, atNextFrame, button, h } from "../shell/dom.js";
import { createCards } from "./card.js";
import { createFacts } from "./facts.js";
import { chosenOf } from "./groups.js";
import { watchHeldOut } from "./heldout.js";
import { PICK, createHover } from "./hover.js";
import { indexOf } from "./index.js";
import { sizeAt } from "./layer.js";
import { createLegend } from "./legend.js";
import { placeOfNow, placesOfNames } from "./marker.js";
import { createMotion } from "./motion.js";
import { createOverlay, drawUnder } from "./overlay.js";
import { createPairs } from "./pairs.js";
import { createPanel } from "./panel.js";
import { Plane } from "./plane.js";
import { watchPointer } from "./pointer.js";
import { createPoints } from "./points.js";
import { mapOf } from "./shown.js";
import { createSwitcher } from "./switcher.js";
import { createTools } from "./tools.js";
import { createPlaneSwitch } from "./underlay.js";

const GRIP = 14; // pixels within which a drag takes the marker
const LABEL = "Map of codes. Click a point to load it, drag the marker to walk. Arrow keys walk, plus and minus zoom; with the lasso or the box, Enter selects what is in view.";

/** Build the map. */
export function createMap(store, actions, many) {
  const stage = createStage(store, many);
  watchHeldOut(store);
  watchPointer(stage.canvas, gestures(stage, store, actions));
  const whole = button("fit", "map-fit", "Show the whole map (double click)", stage.whole);
  const head = h("div", { className: "maphead" }, createSwitcher(store), createPairs(store), createPlaneSwitch(store, many), whole);
  const tools = h("div", { className: "maphead" }, createTools(store, actions), createFacts(store));
  return h("section", { className: "map", ariaLabel: "Map of codes" }, head, tools, stage.box, createLegend(store), createPanel(store, actions, many));
}

/** The window on the map: canvases, marker and cards, and what is drawn on them. */
function createStage(store, many) {
  const canvas = h("canvas", { dataTestid: "map", tabIndex: 0, role: "application", ariaLabel: LABEL });
  const under = h("canvas", { className: "points", hidden: true });
  const marker = h("b", { className: "marker", dataTestid: "map-marker", ariaHidden: "true" });
  const veil = h("div", { className: "veil" });
  const box = h("div", { className: "plane" }, canvas, marker, veil);
  const plane = new Plane();
  const state = { view: null, stroke: null, hovered: -1, stale: true }; // view: {map, codes, names, places}
  const draw = atNextFrame(render);
  const motion = createMotion(redraw);
  const points = createPoints(box, (drawn) => store.set({ drawn }), redraw);
  box.prepend(under);
  const overlay = createOverlay(canvas, plane);
  const cards = createCards(box, store, many);
  const look = lookout({ state, plane, cards, draw, store });
  let chosen = null;

  store.watch(["codes", "map", "model"], () => take());
  store.watch(["codesError"], (told) => state.view || veil.replaceChildren(h("p", {}, emptyText(told))));
  store.watch(["z"], afterFrame(placeMarker)); // by itself: a drag of a slider never draws the map anew
  store.watch(["source", "trail", "path"], draw);
  store.watch(["selections", "codes", "map"], (told) => ((chosen = state.view ? chosenOf(told) : null), redraw()));
  store.watch(["theme", "underlay", "points"], redraw);
  new ResizeObserver(([{ contentRect: { width, height } }]) => {
    if (!width || !height) return;
    const first = plane.width === 1;
    plane.resize(width, height);
    if (first && state.view) plane.fit(cornersOf(state.view.map));
    redraw();
  }).observe(box);

  function take() {
    const { codes, model } = store.get();
    const shown = mapOf(store.get());
    const left = state.view;
    veil.hidden = Boolean(shown);
    look.drop();
    if (left?.codes !== codes) points.forget();
    if (!shown) return void ((state.view = null), veil.replaceChildren(h("p", {}, emptyText(store.get()))), redraw());
    if (left?.codes === codes && left.map !== shown) motion.leave({ points: left.map.points, window: plane.window, map: left.map });
    else motion.stop();
    const places = left?.map === shown ? left.places : placesOfNames(shown, codes, model.class_names.length);
    state.view = { map: shown, codes, names: model.class_names, places };
    if (left?.map !== shown) plane.fit(cornersOf(shown));
    redraw();
  }
  function redraw() {
    state.stale = true;
    draw();
  }
  function render() {
    const scale = devicePixelRatio || 1;
    const moving = motion.at();
    const view = fits() ? state.view : null;
    overlay(store.get(), view, { scale, share: moving.t, stroke: state.stroke, hovered: state.hovered });
    placeMarker(moving);
    const pictures = view && underneath();
    drawUnder(under, plane, moving.from ? null : pictures, scale);
    points.hidden = !view || (pictures && !store.get().points);
    if (view && state.stale) points.draw(frameOf(view, moving, scale));
    state.stale = false;
  }
  function frameOf({ map, codes, names }, { from, t }, scale) {
    return { to: { points: map.points, window: plane.window }, from, t, labels: codes.labels, classes: Math.max(1, names.length), chosen, colours: store.get().theme, size: sizeAt(plane.zoom, codes.n), scale };
  }
  /** The pictures under the map on the screen; null where there are none. */
  function underneath() {
    const { underlay } = store.get();
    return underlay?.map === state.view.map.name ? underlay : null;
  }
  /** Whether the map on the screen is of the model whose z the store holds. */
  function fits() {
    const { z, model } = store.get();
    return state.view !== null && z.length === state.view.codes.latent && model.class_names === state.view.names;
  }
  function placeMarker({ from, t } = { from: null, t: 1 }) {
    marker.hidden = !fits();
    if (marker.hidden) return;
    const [x, y] = markerAt();
    const [ox, oy] = from ? screenIn(from.window, placeOfNow(store.get().z, from.map, state.view.codes)) : [x, y];
    marker.style.transform = `translate(${x + (1 - t) * (ox - x)}px, ${y + (1 - t) * (oy - y)}px)`;
  }
  function markerAt() {
    return plane.toScreen(...placeOfNow(store.get().z, state.view.map, state.view.codes));
  }
  return { box, canvas, plane, state, look, draw, redraw, markerAt, motion, whole: () => state.view && (plane.fit(cornersOf(state.view.map)), redraw()) };
}

/** What the pointer is on: rings and cards of points, pictures of empty places. */
function lookout({ state, plane, cards, draw, store }) {
  let at = null; // the pointer
  const pick = (x, y) => {
    const { view } = state;
    const bare = view && store.get().underlay?.map === view.map.name && !store.get().points;
    return view && !bare ? indexOf(view.map.points).pick(...plane.toData(x, y), PICK / plane.scale) : -1;
  };
  const hover = createHover(pick, {
    ring: (i) => ((state.hovered = i), draw()),
    card(i) {
      const { points } = i >= 0 ? state.view.map : {};
      cards.card(i, points && plane.toScreen(points[2 * i], points[2 * i + 1]));
      glance();
    },
  });
  const glance = atNextFrame(() => {
    const seen = at && state.view && hover.carded < 0;
    cards.glance(seen ? plane.toData(...at) : null, at);
  });
  return {
    pick,
    /** The pointer is at (x, y); null: it has gone, or does something else. */
    move(x, y) {
      at = x === null ? null : [x, y];
      if (at && state.view) hover.move(x, y);
      else hover.leave();
      glance();
    },
    /** Show the card of point i now: a finger cannot hover. */
    show: (i) => hover.show(i),
    drop() {
      at = null;
      hover.drop();
      glance();
    },
  };
}

/** What hands do on the map. */
function gestures({ state, plane, look, draw, redraw, markerAt, motion, whole }, store, actions) {
  return {
    hover: (x, y) => look.move(x, y),
    down: () => look.drop(),
    /** Whether a drag from here takes the marker along instead of the ground. */
    grips: (x, y) => state.view !== null && Math.hypot(markerAt()[0] - x, markerAt()[1] - y) < GRIP,
    begin: () => actions.remember(),
    /** What a drag draws; null where it walks or pans. */
    drawing: (shift) => (store.get().tool !== "walk" ? store.get().tool : shift ? "lasso" : null),
    stroke: (corners) => ((state.stroke = corners), draw()),
    select: (corners) => state.view && actions.select(corners.flatMap(([x, y]) => plane.toData(x, y))),
    walk: (x, y) => state.view && actions.goTo(...plane.toData(x, y)),
    pan: (dx, dy) => (motion.stop(), plane.panBy(dx, dy), redraw()),
    zoom: (x, y, factor) => (motion.stop(), plane.zoomAt(x, y, factor), look.drop(), redraw()),
    click(x, y, touch) {
      if (!state.view) return;
      const i = state.view.map.prior ? -1 : look.pick(x, y);
      if (i >= 0 && touch) look.show(i);
      if (i >= 0) return actions.loadCode(i);
      actions.remember();
      actions.goTo(...plane.toData(x, y), true);
    },
    whole,
    step(dx, dy) {
      if (!state.view) return;
      const [x, y] = markerAt();
      actions.goTo(...plane.toData(x + dx, y + dy));
    },
  };
}

function screenIn({ x, y, scale, width, height }, [px, py]) {
  return [width / 2 + (px - x) * scale, height / 2 - (py - y) * scale];
}

/** What a map is fitted to: its points, or the square that they lie in. */
function cornersOf({ points, extent }) {
  return extent ? [extent[0], extent[2], extent[1], extent[3]] : points;
}

function emptyText({ model, codesError }) {
  if (codesError) return codesError;
  if (model?.problem) return model.problem;
  if (model && !model.has_codes) return "No map yet: this model has no stored codes. The sliders, drawing and upload work without them.";
  return "Fetching the codes";
}
