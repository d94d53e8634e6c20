/** One dimension: its lock, its bar, its slider over prior and posterior, its value. */

/** @import { Actions, Gaussian, Model, Posterior } from "../core/types.js" */
/** @import { Edits } from "./slider.js" */

import { button, h, press } from "../core/dom.js";
import { axisOf } from "./axis.js";
import { createBar } from "./bar.js";
import { createCurves, icon, onAxis } from "./curves.js";
import { createSlider, createValue } from "./slider.js";

const OPEN = "M3.5,5.5V3.5a2.5,2.5 0 0 1 4.9,-0.7";
const SHUT = "M3.5,5.5V3.5a2.5,2.5 0 0 1 5,0V5.5";
const BODY = "M2.5,5.5h7v5h-7z";
const BACK = "M2.5,6a3.5,3.5 0 1 0 1.2,-2.7M3.4,0.8v2.8h2.8";
const KEYS = "Double click or Home: back to the prior's mean. Arrows: 0.1; with Shift: 1. L: lock.";

/** @typedef {ReturnType<typeof createRow>} Row */

/**
 * Build the row of `dim` on an axis of `reach` units.
 * @param {number} dim
 * @param {Model} model
 * @param {number} reach
 * @param {Actions} actions
 * @param {(dim: number | null) => void} pointAt called with what the pointer or the focus is on
 */
export function createRow(dim, model, reach, actions, pointAt) {
  const axis = axisOf(model, dim);
  /** @type {Edits} */
  const on = {
    begin: (tapped) => actions.remember(null, tapped),
    take: (value) => actions.setDim(dim, value),
    reset: () => actions.resetDim(dim),
  };
  const [low, high] = [axis.centre - reach * axis.unit, axis.centre + reach * axis.unit];
  const slider = createSlider({ low, high, test: `latent-slider-${dim}`, label: `z${dim}`, title: KEYS }, on);
  const value = createValue(`Value of z${dim}`, on, "typed value");
  const curves = createCurves(reach);
  const bar = createBar(dim, model);
  /** @type {Posterior | null} of the image that z came from */
  let image = null;
  let here = axis.centre;
  const toggle = () => actions.toggleLock(dim);
  const lock = createLock(dim, toggle);
  const reset = createReset(`reset-${dim}`, `z${dim}`, on.reset);
  const node = h(
    "div",
    { className: "row", role: "group", ariaLabel: `Dimension ${dim}`, dataTestid: `row-${dim}` },
    lock.node,
    h("span", { className: "name" }, `z${dim}`),
    ...bar.nodes,
    h("div", { className: "slider" }, curves.node, slider.node),
    h("div", { className: "valued" }, reset, value.node),
  );
  /** @param {Gaussian} distribution */
  const spread = ({ mu, logvar }) => onAxis(axis, mu[dim], Math.exp(logvar[dim] / 2));
  listen(node, { point: () => pointAt(dim), leave: () => pointAt(null), lock: toggle });

  return {
    dim,
    node,
    /**
     * @param {number} z
     * @param {boolean} away whether there is something to reset
     */
    place(z, away) {
      if (z !== here && image) bar.show(image, z);
      here = z;
      slider.place(z);
      value.place(z);
      if (reset.disabled === away) reset.disabled = !away;
    },
    /** @param {Gaussian} prior */
    showPrior: (prior) => curves.showPrior(spread(prior)),
    /** @param {Posterior | null} posterior */
    showPosterior(posterior) {
      image = posterior;
      bar.show(posterior, here);
      curves.showPosterior(posterior && spread(posterior));
    },
    /** @param {boolean} pointed */
    point(pointed) {
      node.classList.toggle("pointed", pointed);
    },
    /** @param {boolean} held whether it is locked */
    hold(held) {
      if (held && slider.node.matches(":focus")) takeFocus(node);
      slider.node.disabled = value.node.disabled = held;
      if (!held && node.matches(":focus")) slider.node.focus();
      node.classList.toggle("held", held);
      lock.show(held);
    },
  };
}

/**
 * A disabled slider gets no keys, and a button would take Space for itself: the row has the focus until it leaves.
 * @param {HTMLElement} node
 */
function takeFocus(node) {
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
  node.addEventListener("blur", () => node.removeAttribute("tabindex"), { once: true });
}

/**
 * Point at the row with pointer or focus; L anywhere in it but in the number locks.
 * @param {HTMLElement} node
 * @param {{point: () => void, leave: () => void, lock: () => void}} on
 */
function listen(node, { point, leave, lock }) {
  node.onpointerenter = point;
  node.onpointerleave = leave;
  node.addEventListener("focusin", point);
  node.addEventListener("focusout", leave);
  node.addEventListener("keydown", (event) => {
    const typing = /** @type {HTMLElement} */ (event.target).matches(".typed");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== "l") return;
    event.preventDefault();
    if (!event.repeat) lock();
  });
}

/** @param {number} dim @param {() => void} toggle */
function createLock(dim, toggle) {
  const shut = icon(BODY, SHUT);
  const open = icon(BODY, OPEN);
  const node = button("", `lock-${dim}`, `Lock z${dim}: draws, resets and loaded codes leave it (L)`, toggle, {
    className: "quiet lock",
    ariaLabel: `Lock z${dim}`,
  });
  return {
    node,
    /** @param {boolean} held */
    show(held) {
      press(node, held);
      node.replaceChildren(held ? shut : open);
    },
  };
}

/**
 * The small button at a value that resets it.
 * @param {string} test
 * @param {string} name
 * @param {() => void} reset
 */
export function createReset(test, name, reset) {
  const node = button("", test, `${name} back to the prior's mean (Home)`, reset, {
    className: "quiet undo-one",
    ariaLabel: `Reset ${name}`,
  });
  node.append(icon(BACK));
  return node;
}
