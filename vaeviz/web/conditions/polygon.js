/** The mixture as a place in a polygon whose corners are the classes: a handle that is dragged, corners that are clicked. */

import { button, h, press } from "../core/dom.js";
import { cornersOf, placeOf, weightsAt } from "./simplex.js";

const RADIUS = 37; // of the corners, percent of the side
const LABELS = 46; // and of their names
const [STEP, FAR] = [0.04, 0.2]; // of a key, with Shift
const NEAR = 0.08; // of a corner: a drag that ends there means it

/** Build it; `tell(c)` sets what is told, `remember()` comes once before a gesture, `choose(i)` takes a class. */
export function createPolygon(names, { remember, tell, choose }) {
  const corners = cornersOf(names.length);
  const chips = names.map((name, i) => createCorner(name, corners[i], () => choose(i)));
  const handle = h("button", {
    type: "button",
    className: "handle",
    dataTestid: "mix-handle",
    title: "Drag: a mixture of classes. Arrows move it too.",
  });
  const node = h(
    "div",
    { className: "polygon", dataTestid: "polygon", role: "group", ariaLabel: "Mixture of classes" },
    outlineOf(corners),
    ...chips,
    handle,
  );
  let here = [0, 0];
  const go = (place) => tell(weightsAt(nearCorner(place, corners), corners));

  listen(node, { remember, go });
  handle.onkeydown = (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) remember();
    const step = event.shiftKey ? FAR : STEP;
    tell(weightsAt([here[0] + step * way[0], here[1] + step * way[1]], corners));
  };
  return {
    node,
    /** Stand at c; `words` say it. */
    place(c, words) {
      here = placeOf(c, corners);
      Object.assign(handle.style, { left: `${50 + RADIUS * here[0]}%`, top: `${50 + RADIUS * here[1]}%` });
      handle.classList.toggle("untold", !c.some((weight) => weight > 0));
      handle.setAttribute("aria-label", `Mixture: ${words}. Arrows move it.`);
      chips.forEach((chip, i) => press(chip, c[i] === 1));
    },
  };
}

function createCorner(name, [x, y], choose) {
  const chip = button(name, `condition-${name}`, `Class ${name}`, choose, { className: "chip corner" });
  Object.assign(chip.style, { left: `${50 + LABELS * x}%`, top: `${50 + LABELS * y}%` });
  return chip;
}

/** Hear drags on the polygon in its own units, of which its corners are 1 from the middle. */
function listen(node, { remember, go }) {
  let held = false;
  const place = ({ clientX, clientY }) => {
    const box = node.getBoundingClientRect();
    return [(clientX - box.left) / box.width, (clientY - box.top) / box.height].map(
      (share) => ((share - 0.5) * 100) / RADIUS,
    );
  };
  node.onpointerdown = (event) => {
    if (event.target.closest(".corner") || event.button > 0) return;
    held = true;
    node.setPointerCapture(event.pointerId);
    remember();
    go(place(event));
  };
  node.onpointermove = (event) => held && go(place(event));
  node.onpointerup = node.onpointercancel = () => (held = false);
}

/** The corner that a place is as good as on, or the place. */
function nearCorner([x, y], corners) {
  return corners.find(([cx, cy]) => Math.hypot(cx - x, cy - y) < NEAR) ?? [x, y];
}

function outlineOf(corners) {
  const make = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
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
