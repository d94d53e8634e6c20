/** The map of codes: a Canvas 2D instrument; click a point to load it, drag the marker to walk, drag the ground to pan. */

import { axesOf, drawAxes } from "./axes.js";
import { imageName } from "./codes.js";
import { afterFrame, atNextFrame, button, h, press, setText } from "../shell/dom.js";
import { PointLayer } from "./layer.js";
import { createFacts, titleOf } from "./facts.js";
import { chosenOf, drawGroups, outline } from "./groups.js";
import { createLegend } from "./legend.js";
import { createPairs } from "./pairs.js";
import { createPanel } from "./panel.js";
import { watchPointer } from "./pointer.js";
import { apartness, classPlaces, densePlaces, placeOf } from "./marker.js";
import { Plane } from "./plane.js";
import { mapOf } from "./shown.js";
import { createTools } from "./tools.js";
import { createPlaneSwitch } from "./underlay.js";

const ORDER = ["umap", "pca", "t-sne", "axes"];
const REACH = 7; // pixels within which a click means the point
const APART = 0.4; // share of points near their own class's middle, above which names are written
const GRIP = 14; // pixels within which a drag takes the marker

/** Build the map. */
export function createMap(store, actions, many) {
  const canvas = h("canvas", {
    dataTestid: "map", tabIndex: 0, role: "application",
    ariaLabel: "Map of codes. Click a point to load it, drag the marker to walk. Arrow keys walk, plus and minus zoom; with the lasso or the box, Enter selects what is in view.",
  });
  const marker = h("b", { className: "marker", dataTestid: "map-marker", ariaHidden: "true" });
  const tip = h("div", { className: "tip", hidden: true });
  const veil = h("div", { className: "veil" });
  const box = h("div", { className: "plane" }, canvas, marker, tip, veil);
  const switcher = h("div", { className: "group", role: "group", ariaLabel: "Map method" });
  const plane = new Plane();
  const layer = new PointLayer();
  let hovered = -1;
  let view = null; // {points, places, map, codes} of what is shown
  let stroke = null; // corners on the screen of a lasso or a box under way
  let stale = true; // the still layer must be drawn again
  const draw = atNextFrame(render);
  const follow = afterFrame(placeMarker); // by itself: a drag of a slider never draws the map anew

  store.watch(["codes", "map", "model"], ({ codes, map, model }) => {
    switcher.replaceChildren(...(codes ? switches(codes, map, store) : []));
    const shown = mapOf({ codes, map, model });
    veil.hidden = Boolean(shown);
    if (!shown) return void ((view = null), veil.replaceChildren(h("p", {}, emptyText(store.get()))), draw());
    view = { map: shown, codes, names: model.class_names, places: namePlaces(shown, codes, model.class_names.length) };
    plane.fit(cornersOf(shown));
    hovered = -1;
    redraw();
  });
  store.watch(["codesError"], (state) => view || veil.replaceChildren(h("p", {}, emptyText(state))));
  store.watch(["z"], follow);
  store.watch(["source"], draw);
  store.watch(["theme", "underlay", "points", "selections"], redraw);

  function redraw() {
    stale = true;
    draw();
  }
  function render() {
    const scale = devicePixelRatio || 1;
    Object.assign(canvas, { width: Math.round(plane.width * scale), height: Math.round(plane.height * scale) });
    placeMarker();
    if (!fits()) return;
    const { theme, source } = store.get();
    if (stale) layer.draw({ plane, points: view.map.points, labels: view.codes.labels, places: view.places, names: view.names, colours: theme, scale, chosen: chosenOf(store.get()) });
    stale = false;
    const pen = canvas.getContext("2d");
    const under = underneath();
    if (under) drawUnder(pen, plane, under, scale);
    if (!under || store.get().points) pen.drawImage(layer.canvas, 0, 0);
    pen.scale(scale, scale);
    const axes = axesOf(view.map);
    if (axes) drawAxes(pen, plane, axes, theme);
    drawGroups(pen, plane, store.get(), view.map.points, theme);
    if (stroke) outline(pen, stroke, theme.accent, false);
    if (hovered >= 0) ring(pen, screenOf(hovered), 6, theme.text);
    if (source?.kind === "code") ring(pen, screenOf(source.index), 8, theme.accent);
  }
  /** The pictures under the map on the screen; null where there are none. */
  function underneath() {
    const { underlay } = store.get();
    return underlay?.map === view.map.name ? underlay : null;
  }
  /** Whether the map on the screen is of the model whose z the store holds. */
  function fits() {
    const { z, model } = store.get();
    return view !== null && z.length === view.codes.latent && model.class_names === view.names;
  }
  function placeMarker() {
    marker.hidden = !fits();
    if (marker.hidden) return;
    const [x, y] = markerAt();
    marker.style.transform = `translate(${x}px, ${y}px)`;
  }
  function screenOf(i) {
    return plane.toScreen(view.map.points[2 * i], view.map.points[2 * i + 1]);
  }
  function markerAt() {
    return plane.toScreen(...placeOf(store.get().z, view.map, view.codes));
  }
  /** The point within reach of a place; none where pictures are shown instead. */
  function pointAt(x, y) {
    if (underneath() && !store.get().points) return -1;
    let [best, reach] = [-1, REACH * REACH];
    const { points } = view.map;
    for (let i = 0; i < view.codes.n; i++) {
      const [px, py] = plane.toScreen(points[2 * i], points[2 * i + 1]);
      const gap = (px - x) ** 2 + (py - y) ** 2;
      if (gap < reach) [best, reach] = [i, gap];
    }
    return best;
  }
  function hover(x, y) {
    const next = view && x !== null ? pointAt(x, y) : -1;
    if (next !== hovered) draw();
    hovered = next;
    tip.hidden = hovered < 0;
    if (hovered < 0) return;
    const [sx, sy] = screenOf(hovered);
    tip.style.transform = `translate(${Math.min(sx + 10, plane.width - 96)}px, ${Math.max(0, sy - 30)}px)`;
    setText(tip, `${view.names[view.codes.labels[hovered]] ?? "?"} \u00b7 ${imageName(view.codes, hovered)}`);
  }

  watchPointer(canvas, {
    hover,
    /** Whether a drag from here takes the marker along instead of the ground. */
    grips: (x, y) => view !== null && Math.hypot(markerAt()[0] - x, markerAt()[1] - y) < GRIP,
    begin: () => actions.remember(),
    /** What a drag draws; null where it walks or pans. */
    drawing: (shift) => (store.get().tool !== "walk" ? store.get().tool : shift ? "lasso" : null),
    stroke: (corners) => ((stroke = corners), draw()),
    select: (corners) => view && actions.select(corners.flatMap(([x, y]) => plane.toData(x, y))),
    walk: (x, y) => view && actions.goTo(...plane.toData(x, y)),
    pan: (dx, dy) => (plane.panBy(dx, dy), redraw()),
    zoom: (x, y, factor) => (plane.zoomAt(x, y, factor), hover(null), redraw()),
    click(x, y) {
      if (!view) return;
      const i = view.map.prior ? -1 : pointAt(x, y);
      if (i >= 0) return actions.loadCode(i);
      actions.remember();
      actions.goTo(...plane.toData(x, y), true);
    },
    whole: () => view && (plane.fit(cornersOf(view.map)), redraw()),
    step(dx, dy) {
      if (!view) return;
      const [x, y] = markerAt();
      actions.goTo(...plane.toData(x + dx, y + dy));
    },
  });
  new ResizeObserver(([{ contentRect: { width, height } }]) => {
    if (!width || !height) return;
    const first = plane.width === 1;
    plane.resize(width, height);
    if (first && view) plane.fit(cornersOf(view.map));
    redraw();
  }).observe(box);

  const whole = button("fit", "map-fit", "Show the whole map (double click)", () => view && (plane.fit(cornersOf(view.map)), redraw()));
  const head = h("div", { className: "maphead" }, switcher, createPairs(store), createPlaneSwitch(store, many), whole);
  const tools = h("div", { className: "maphead" }, createTools(store, actions), createFacts(store));
  return h("section", { className: "map", ariaLabel: "Map of codes" }, head, tools, box, createLegend(store), createPanel(store, actions, many));
}

/** What a map is fitted to: its points, or the square that they lie in. */
function cornersOf({ points, extent }) {
  return extent ? [extent[0], extent[2], extent[1], extent[3]] : points;
}

function switches(codes, current, store) {
  const names = Object.keys(codes.maps).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return names.map((name) => {
    const map = codes.maps[name];
    const title = `${titleOf(map)}, seed ${map.seed ?? "unknown"}`;
    const one = button(titleOf(map), `map-${name}`, title, () => store.set({ map: name, say: `Map: ${titleOf(map)}.` }));
    press(one, name === current);
    return one;
  });
}

/** Where class names are written: nowhere on a map that does not tell the classes apart. */
function namePlaces({ points }, { labels }, classes) {
  const middles = classPlaces(points, labels, classes);
  return apartness(points, labels, middles) > APART ? densePlaces(points, labels, classes) : middles.map(() => null);
}

function emptyText({ model, codesError }) {
  if (codesError) return codesError;
  if (model?.problem) return model.problem;
  if (model && !model.has_codes) return "No map yet: this model has no stored codes. The sliders, drawing and upload work without them.";
  return "Fetching the codes";
}

/** Draw the pictures under a map; they are as sharp as their pixels. */
function drawUnder(pen, plane, { canvas, extent: [x0, x1, y0, y1] }, scale) {
  const [[left, top], [right, bottom]] = [plane.toScreen(x0, y1), plane.toScreen(x1, y0)];
  pen.imageSmoothingEnabled = false;
  pen.drawImage(canvas, left * scale, top * scale, (right - left) * scale, (bottom - top) * scale);
}

function ring(pen, [x, y], radius, colour) {
  Object.assign(pen, { strokeStyle: colour, lineWidth: 2 });
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.stroke();
}
