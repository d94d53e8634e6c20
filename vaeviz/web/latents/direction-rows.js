/** One row a direction, under the dimensions: its name, a slider, its value. */

import { button, h } from "../core/dom.js";
import { reachOf } from "./axis.js";
import { createCurves, onAxis } from "./curves.js";
import { LONGEST, coordinate, freedom } from "./directions.js";
import { priorAt } from "./gaussian.js";
import { createReset } from "./row.js";
import { createSlider, createValue } from "./slider.js";

const AWAY = 5e-3; // below this there is nothing to reset

/** Build the rows; hidden while there are none. */
export function createDirectionRows(store, actions) {
  const node = h("div", { className: "directions", role: "group", ariaLabel: "Directions", dataTestid: "directions" });
  let rows = [];
  store.watch(["model", "directions"], ({ model, directions }) => {
    node.hidden = !directions.length;
    rows = directions.map((direction, i) => createDirectionRow(direction, i, model, actions));
    node.replaceChildren(...rows.map((row) => row.node));
  });
  store.watch(["model", "directions", "z", "c", "locks"], (state) => rows.forEach((row) => row.place(state)));
  return node;
}

function createDirectionRow({ name, vector }, i, model, actions) {
  const reach = reachOf(model);
  const unit = deviationAlong(vector, model.prior); // with nothing told: the axis stays where it is
  const on = {
    begin: () => actions.remember(),
    take: (value) => actions.slideDirection(name, value),
    reset: () => actions.resetDirection(name),
  };
  const slider = createSlider(
    {
      low: -reach * unit,
      high: reach * unit,
      test: `direction-slider-${i}`,
      label: `Along ${name}`,
      title:
        "(z \u2212 prior mean) \u00b7 v, along a unit vector v; marks are the prior's deviations along it. Home: back to 0.",
    },
    on,
  );
  const value = createValue(`Value along ${name}`, on);
  const reset = createReset(`direction-reset-${i}`, name, on.reset);
  const title = h("input", {
    className: "direction-name",
    value: name,
    ariaLabel: `Name of direction ${name}`,
    autocomplete: "off",
    maxLength: LONGEST,
    dataTestid: `direction-name-${i}`,
    onchange: () => actions.renameDirection(name, title.value) ?? (title.value = name),
  });
  const remove = button(
    "\u00d7",
    `direction-remove-${i}`,
    `Remove the direction ${name}`,
    () => actions.removeDirection(name),
    { className: "quiet remove", ariaLabel: `Remove ${name}` },
  );
  const curves = createCurves(reach);
  const node = h(
    "div",
    { className: "row direction", dataTestid: `direction-${i}` },
    remove,
    title,
    h("div", { className: "slider" }, curves.node, slider.node),
    h("div", { className: "valued" }, reset, value.node),
  );
  let drawn = null; // the prior behind the slider
  return {
    node,
    place({ z, c, locks, model }) {
      const prior = priorAt(model, c);
      const at = Math.round(1e4 * coordinate(z, prior, vector)) / 1e4;
      const stuck = freedom(vector, locks) < 1e-6;
      if (prior !== drawn) curves.expect(onAxis({ centre: 0, unit }, 0, deviationAlong(vector, (drawn = prior))));
      slider.place(at);
      value.place(at);
      slider.node.disabled = value.node.disabled = stuck;
      reset.disabled = stuck || Math.abs(at) < AWAY;
      node.classList.toggle("held", stuck);
    },
  };
}

/** The prior's deviation along a unit vector. */
function deviationAlong(vector, { logvar }) {
  return Math.hypot(...vector.map((v, j) => v * Math.exp(logvar[j] / 2)));
}
