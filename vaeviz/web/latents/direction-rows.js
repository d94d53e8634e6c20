/** One row for each direction, under the dimensions: its name, a slider, its value. */

/** @import { Actions, Direction, Gaussian, Model, PageStore, State } from "../core/types.js" */
/** @import { Edits } from "./slider.js" */

import { button, h } from "../core/dom.js";
import { reachOf } from "./axis.js";
import { createCurves, onAxis } from "./curves.js";
import { LONGEST, coordinate, freedom } from "./directions.js";
import { priorAt } from "./gaussian.js";
import { createReset } from "./row.js";
import { createSlider, createValue } from "./slider.js";

const AWAY = 5e-3; // below this there is nothing to reset
const TITLE =
  "(z \u2212 prior mean) \u00b7 v, along a unit vector v; marks are the prior's standard deviations along it. " +
  "Home: back to 0.";

/**
 * Build the rows; hidden while there are none.
 * @param {PageStore} store
 * @param {Actions} actions
 */
export function createDirectionRows(store, actions) {
  const node = h("div", { className: "directions", role: "group", ariaLabel: "Directions", dataTestid: "directions" });
  /** @type {ReturnType<typeof createDirectionRow>[]} */
  let rows = [];
  store.watch(["model", "directions"], ({ model, directions }) => {
    node.hidden = !directions.length;
    rows = directions.map((direction, i) => createDirectionRow(direction, i, model, actions));
    node.replaceChildren(...rows.map((row) => row.node));
  });
  store.watch(["model", "directions", "z", "c", "locks"], (state) => rows.forEach((row) => row.place(state)));
  return node;
}

/** @param {Direction} direction @param {number} i @param {Model} model @param {Actions} actions */
function createDirectionRow({ name, vector }, i, model, actions) {
  const reach = reachOf(model);
  const unit = deviationAlong(vector, model.prior); // of the null condition: the axis stays where it is
  /** @type {Edits} */
  const on = {
    begin: (tapped) => actions.remember(null, tapped),
    take: (value) => actions.slideDirection(name, value),
    reset: () => actions.resetDirection(name),
  };
  const [low, high] = [-reach * unit, reach * unit];
  const slider = createSlider({ low, high, test: `direction-slider-${i}`, label: `Along ${name}`, title: TITLE }, on);
  const value = createValue(`Value along ${name}`, on);
  const reset = createReset(`direction-reset-${i}`, name, on.reset);
  const curves = createCurves(reach);
  const node = h(
    "div",
    { className: "row direction", dataTestid: `direction-${i}` },
    createRemove(name, i, actions),
    createName(name, i, actions),
    h("div", { className: "slider" }, curves.node, slider.node),
    h("div", { className: "valued" }, reset, value.node),
  );
  /** @type {Gaussian | null} the prior behind the slider */
  let drawn = null;
  return {
    node,
    /** @param {State} state */
    place({ z, c, locks, model }) {
      const prior = priorAt(model, c);
      const at = Math.round(1e4 * coordinate(z, prior, vector)) / 1e4;
      const stuck = freedom(vector, locks) < 1e-6;
      if (prior !== drawn) curves.showPrior(onAxis({ centre: 0, unit }, 0, deviationAlong(vector, prior)));
      drawn = prior;
      slider.place(at);
      value.place(at);
      slider.node.disabled = value.node.disabled = stuck;
      reset.disabled = stuck || Math.abs(at) < AWAY;
      node.classList.toggle("held", stuck);
    },
  };
}

/** @param {string} name @param {number} i @param {Actions} actions */
function createName(name, i, actions) {
  const field = h("input", {
    className: "direction-name",
    value: name,
    ariaLabel: `Name of direction ${name}`,
    autocomplete: "off",
    maxLength: LONGEST,
    dataTestid: `direction-name-${i}`,
    onchange: () => {
      if (!actions.renameDirection(name, field.value)) field.value = name;
    },
  });
  return field;
}

/** @param {string} name @param {number} i @param {Actions} actions */
function createRemove(name, i, actions) {
  const remove = () => actions.removeDirection(name);
  return button("\u00d7", `direction-remove-${i}`, `Remove the direction ${name}`, remove, {
    className: "quiet remove",
    ariaLabel: `Remove ${name}`,
  });
}

/**
 * The prior's standard deviation along a unit vector.
 * @param {Float32Array} vector
 * @param {Gaussian} prior
 */
function deviationAlong(vector, { logvar }) {
  return Math.hypot(...vector.map((v, j) => v * Math.exp(logvar[j] / 2)));
}
