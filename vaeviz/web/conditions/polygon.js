/** The mixture as a point in a polygon whose corners are the classes: drag the handle, or click a corner. */

import { button, h, press } from "../core/dom.js";
import { cornersOf, pointOf, weightsAt } from "./simplex.js";

/**
 * @import { Begin } from "../latents/slider.js"
 * @import { Point } from "./simplex.js"
 * @typedef {{ c(): Float32Array, remember: Begin, set(c: Float32Array): void, choose(i: number): void }} Mixing the
 *   present c; what comes once before a gesture; sets c; takes one class
 */

const RADIUS = 37; // of the corners, percent of the side
const LABELS = 46; // and of their names
const [STEP, FAR] = [0.04, 0.2]; // of a key, with Shift
const NEAR = 0.08; // of a corner: a drag that ends there means the corner
/** @type {Record<string, Point>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {string[]} names @param {Mixing} on */
export function createPolygon(names, { remember, set, choose }) {
  const corners = cornersOf(names.length);
  const chips = names.map((name, i) => createCorner(name, corners[i], () => choose(i)));
  const handle = h("button", {
    type: "button",
    className: "handle",
    dataTestid: "mix-handle",
    title: "Drag to mix classes. Arrow keys move it too.",
  });
  const node = h(
    "div",
    { className: "polygon", dataTestid: "polygon", role: "group", ariaLabel: "Mixture of classes" },
    outlineOf(corners),
    ...chips,
    handle,
  );
  /** @type {Point} */
  let here = [0, 0];

  listen(node, { remember, go: (point) => set(weightsAt(nearCorner(point, corners), corners)) });
  handle.onkeydown = (/** @type {KeyboardEvent} */ event) => {
    const way = ARROWS[event.key];
    if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) remember();
    const step = event.shiftKey ? FAR : STEP;
    set(weightsAt([here[0] + step * way[0], here[1] + step * way[1]], corners));
  };
  return {
    node,
    /** Show c; `text` is c in words. */
    place(/** @type {Float32Array} */ c, /** @type {string} */ text) {
      here = pointOf(c, corners);
      Object.assign(handle.style, { left: `${50 + RADIUS * here[0]}%`, top: `${50 + RADIUS * here[1]}%` });
      handle.classList.toggle("unconditional", !c.some((weight) => weight > 0));
      handle.setAttribute("aria-label", `Mixture: ${text}. Arrow keys move it.`);
      chips.forEach((chip, i) => press(chip, c[i] === 1));
    },
  };
}

/** @param {string} name @param {Point} corner @param {() => void} choose */
function createCorner(name, [x, y], choose) {
  const chip = button(name, `condition-${name}`, `Class ${name}`, choose, { className: "chip corner" });
  Object.assign(chip.style, { left: `${50 + LABELS * x}%`, top: `${50 + LABELS * y}%` });
  return chip;
}

/**
 * Listen to drags on the polygon, in units in which its corners are 1 from the middle.
 * @param {HTMLElement} node
 * @param {{ remember(): void, go(point: Point): void }} on
 */
function listen(node, { remember, go }) {
  let held = false;
  /** @param {PointerEvent} event @returns {Point} */
  const place = ({ clientX, clientY }) => {
    const box = node.getBoundingClientRect();
    const unit = (/** @type {number} */ share) => ((share - 0.5) * 100) / RADIUS;
    return [unit((clientX - box.left) / box.width), unit((clientY - box.top) / box.height)];
  };
  node.onpointerdown = (event) => {
    if (/** @type {Element} */ (event.target).closest(".corner") || event.button > 0) return;
    held = true;
    node.setPointerCapture(event.pointerId);
    remember();
    go(place(event));
  };
  node.onpointermove = (event) => {
    if (held) go(place(event));
  };
  node.onpointerup = node.onpointercancel = () => {
    held = false;
  };
}

/** The corner that a point is close to, or the point. @param {Point} point @param {Point[]} corners */
function nearCorner([x, y], corners) {
  return corners.find(([cx, cy]) => Math.hypot(cx - x, cy - y) < NEAR) ?? /** @type {Point} */ ([x, y]);
}

/** @param {Point[]} corners */
function outlineOf(corners) {
  const make = (/** @type {string} */ tag, /** @type {Record<string, string | number>} */ attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
    return node;
  };
  const points = corners.map(([x, y]) => `${50 + RADIUS * x},${50 + RADIUS * y}`);
  const svg = make("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" });
  svg.append(
    make("polygon", { points: points.join(" ") }),
    ...corners.map(([x, y]) => make("line", { x1: 50, y1: 50, x2: 50 + RADIUS * x, y2: 50 + RADIUS * y })),
  );
  return svg;
}
