/** The map of codes: click a point to load it, drag the marker to walk, drag the ground to pan; hover to see what is there. */

import { button, h } from "../core/dom.js";
import { createFacts } from "./map-card.js";
import { createGestures } from "./gestures.js";
import { watchHeldOut } from "./heldout.js";
import { createLegend } from "./legend.js";
import { createPairs } from "./pairs.js";
import { createPanel } from "./panel.js";
import { watchPointer } from "./pointer.js";
import { createStage } from "./stage.js";
import { createSwitcher } from "./switcher.js";
import { createTools } from "./tools.js";
import { createPlaneSwitch } from "./underlay.js";

/** Build the map. */
export function createMap(store, actions, many) {
  const stage = createStage(store, many);
  watchHeldOut(store);
  watchPointer(stage.canvas, createGestures(stage, store, actions));
  const whole = button("fit", "map-fit", "Show the whole map (double click)", stage.whole);
  const head = h(
    "div",
    { className: "maphead" },
    createSwitcher(store),
    createPairs(store),
    createPlaneSwitch(store, many),
    whole,
  );
  const tools = h("div", { className: "maphead" }, createTools(store, actions), createFacts(store));
  return h(
    "section",
    { className: "map", ariaLabel: "Map of codes" },
    head,
    tools,
    stage.box,
    createLegend(store),
    createPanel(store, actions, many),
  );
}
