/** The densities behind a slider: the prior, and over it the posterior of the image. */

import { numbered } from "./axis.js";

const SVG = "http://www.w3.org/2000/svg";
const EDGE = 3.5; // standard deviations drawn
const STEPS = 28;

/** @typedef {{at: number, wide: number}} Spread mean and standard deviation of a Gaussian, in units of an axis */

/**
 * The path of exp(-x^2 / 2) between two x, closed along the base line, in a box of height 1 whose y goes down.
 */
export function densityPath(from = -EDGE, to = EDGE, steps = STEPS) {
  const points = Array.from({ length: steps + 1 }, (_, i) => {
    const x = from + ((to - from) * i) / steps;
    return `${x.toFixed(3)},${(1 - Math.exp((-x * x) / 2)).toFixed(4)}`;
  });
  return `M${from},1L${points.join("L")}L${to},1Z`;
}

/**
 * A Gaussian in the units of an axis.
 * @param {import("./axis.js").Axis} axis
 * @param {number} mu
 * @param {number} deviation
 * @returns {Spread}
 */
export function onAxis({ centre, unit }, mu, deviation) {
  return { at: (mu - centre) / unit, wide: deviation / unit };
}

const WHOLE = densityPath();
const MIDDLE = densityPath(-1, 1, 12);

/**
 * Draw the axis from -reach to reach with its ticks. Every density is equally high: its width and its place carry the
 * meaning.
 * @param {number} reach
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
    /** @param {Spread} spread */
    showPrior: (spread) => prior.setAttribute("transform", transformOf(spread)),
    /** @param {Spread | null} spread none without an image */
    showPosterior(spread) {
      own.style.display = spread ? "" : "none";
      if (spread) own.setAttribute("transform", transformOf(spread));
    },
  };
}

/**
 * The numbers above the ticks of all rows.
 * @param {number} reach
 * @param {(k: number) => string} text
 */
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

/**
 * A small drawing of 12 by 12, in the colour of the text.
 * @param {...string} paths
 */
export function icon(...paths) {
  return make(
    "svg",
    { class: "icon", viewBox: "0 0 12 12", "aria-hidden": "true" },
    ...paths.map((d) => make("path", { d })),
  );
}

/** @param {Spread} spread */
function transformOf({ at, wide }) {
  return `translate(${at} 0) scale(${wide} 1)`;
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} attributes
 * @param {...SVGElement} children
 */
function make(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
