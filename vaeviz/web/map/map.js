/** The map of codes: click a point to load it, drag the marker to move z, drag the map to pan; hover to see more. */

import { button, h } from "../core/dom.js";
import { createLegend, createSwitcher, createTools } from "./controls.js";
import { watchHeldOut } from "./heldout.js";
import { createFacts } from "./map-card.js";
import { createPairs } from "./pairs.js";
import { createPanel } from "./panel.js";
import { watchPointer } from "./pointer.js";
import { createStage } from "./stage.js";
import { createPlaneSwitch } from "./underlay.js";

/** @import { Actions, Many, PageStore } from "../core/types.js" */
/** @import { Gestures } from "./pointer.js" */
/** @import { Stage } from "./stage.js" */

const [GRIP, TOUCH_GRIP] = [14, 24]; // pixels within which a drag takes the marker

/** Build the map. @type {(store: PageStore, actions: Actions, many: Many) => HTMLElement} */
export function createMap(store, actions, many) {
  const stage = createStage(store, many);
  watchHeldOut(store);
  watchPointer(stage.canvas, createGestures(stage, store, actions));
  store.watch(["tool"], ({ tool }) => {
    stage.canvas.style.touchAction = tool === "walk" ? "" : "none"; // one finger draws
  });
  const whole = button("fit", "map-fit", "Show the whole map (double click)", stage.showAll);
  const head = h(
    "div",
    { className: "maphead" },
    createSwitcher(store),
    createPairs(store),
    createPlaneSwitch(store, many),
    whole,
  );
  const tools = h("div", { className: "maphead" }, createTools(store, actions), createFacts(store));
  const foot = h("div", { className: "foot" }, ...createPanel(store, actions, many), createLegend(store));
  return h("section", { className: "map", ariaLabel: "Map of codes" }, head, tools, stage.box, foot);
}

/** What gestures do on a stage. @type {(stage: Stage, store: PageStore, actions: Actions) => Gestures} */
function createGestures({ state, plane, hover, draw, redraw, marker, motion, showAll }, store, actions) {
  return {
    hover: (x, y) => hover.move(x === null || y === null ? null : [x, y]),
    down: hover.drop,
    grips(x, y, touch) {
      const at = marker.at();
      return at !== null && Math.hypot(at[0] - x, at[1] - y) < (touch ? TOUCH_GRIP : GRIP);
    },
    begin: () => actions.remember(),
    drawing(shift) {
      const { tool } = store.get();
      return tool !== "walk" ? tool : shift ? "lasso" : null;
    },
    stroke(corners) {
      state.stroke = corners;
      draw();
    },
    select: (corners) => state.view && actions.select(corners.flatMap(([x, y]) => plane.toData(x, y))),
    move: (x, y) => state.view && actions.goTo(...plane.toData(x, y)),
    pan(dx, dy) {
      motion.stop();
      plane.panBy(dx, dy);
      redraw();
    },
    zoom(x, y, factor) {
      motion.stop();
      plane.zoomAt(x, y, factor);
      hover.drop();
      redraw();
    },
    click(x, y, touch) {
      if (!state.view) return;
      const i = state.view.map.priorOf ? -1 : hover.pick(x, y);
      if (i >= 0 && touch) hover.show(i);
      if (i >= 0) {
        actions.loadCode(i);
        return;
      }
      actions.remember();
      actions.goTo(...plane.toData(x, y), true);
    },
    whole: showAll,
    step(dx, dy) {
      const at = marker.at();
      if (at) actions.goTo(...plane.toData(at[0] + dx, at[1] + dy));
    },
  };
}
