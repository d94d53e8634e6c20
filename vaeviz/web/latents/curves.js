/** Two bells behind a slider: the prior, and the posterior of the image over it; where they are the same, nothing is known. */

import { numbered } from "./axis.js";

const SVG = "http://www.w3.org/2000/svg";
const EDGE = 3.5; // deviations drawn
const STEPS = 28;

/** exp(-x^2 / 2) between two x, closed along the ground, in a box of height 1 whose y goes down. */
export function bell(from = -EDGE, to = EDGE, steps = STEPS) {
  const point = (_, i) => {
    const x = from + ((to - from) * i) / steps;
    return `${x.toFixed(3)},${(1 - Math.exp((-x * x) / 2)).toFixed(4)}`;
  };
  return `M${from},1L${Array.from({ length: steps + 1 }, point).join("L")}L${to},1Z`;
}

/** Where a Gaussian stands on an axis: its mean and deviation in the axis's units. */
export function onAxis({ centre, unit }, mu, deviation) {
  return { at: (mu - centre) / unit, wide: deviation / unit };
}

const WHOLE = bell();
const MIDDLE = bell(-1, 1, 12);

/**
 * Draw the axis from -reach to reach with its marks. Every bell is as high as the others: its width and its place say what
 * is known. `expect({at, wide})` draws the prior; `show({at, wide})` the posterior, `show(null)` takes that away.
 */
export function createCurves(reach) {
  const prior = make("path", { d: WHOLE, class: "prior" });
  const own = make(
    "g",
    { class: "own" },
    make("path", { d: MIDDLE, class: "within" }),
    make("path", { d: WHOLE }),
    make("path", { d: "M0,0V1" }),
  );
  const ticks = [-2, -1, 0, 1, 2].map((k) =>
    make("path", { d: `M${k},${k ? 0.72 : 0.4}V1`, class: k ? "tick" : "tick zero" }),
  );
  const node = make(
    "svg",
    { class: "track", viewBox: `${-reach} 0 ${2 * reach} 1`, preserveAspectRatio: "none", "aria-hidden": "true" },
    prior,
    make("path", { d: `M${-reach},1H${reach}`, class: "ground" }),
    ...ticks,
    own,
  );
  own.style.display = "none";
  return {
    node,
    expect: (place) => prior.setAttribute("transform", placing(place)),
    show(posterior) {
      own.style.display = posterior ? "" : "none";
      if (posterior) own.setAttribute("transform", placing(posterior));
    },
  };
}

/** The numbers over all rows' marks. */
export function createNumbers(reach, text) {
  const track = document.createElement("span");
  track.className = "numbers";
  for (const k of numbered(reach)) {
    const number = document.createElement("i");
    number.textContent = text(k);
    number.style.left = `${(50 * (k + reach)) / reach}%`;
    track.append(number);
  }
  return track;
}

/** A small drawing of 12 by 12, the colour of the text. */
export function icon(...paths) {
  return make(
    "svg",
    { class: "icon", viewBox: "0 0 12 12", "aria-hidden": "true" },
    ...paths.map((d) => make("path", { d })),
  );
}

function placing({ at, wide }) {
  return `translate(${at} 0) scale(${wide} 1)`;
}

function make(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
