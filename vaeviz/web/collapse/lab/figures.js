/** The line of figures over the pictures: how the run stands, in places of fixed width. */

import { h, setText } from "../../core/dom.js";
import { count, fixed } from "../../core/format.js";
import { betaText } from "./hints.js";

const nats = (value) => (Number.isFinite(value) ? fixed(value, 1) : "\u2013");

const FIGURES = [
  { name: "step", label: "step", text: ({ step }) => count(step) },
  { name: "speed", label: "steps/s", text: ({ speed }) => (speed ? count(Math.round(speed)) : "\u2013") },
  { name: "beta", label: "beta in force", text: ({ beta }) => betaText(beta) },
  { name: "rate", label: "rate, nats", text: ({ rate }) => nats(rate) },
  { name: "distortion", label: "distortion, nats", text: ({ distortion }) => nats(distortion) },
  { name: "elbo", label: "ELBO, nats", text: ({ elbo }) => nats(elbo) },
  { name: "active", label: "active units", text: ({ active, latent }) => `${active} of ${latent}` },
];

/** Build the line; a dash stands where nothing was measured yet. */
export function createFigures(run) {
  const cells = FIGURES.map(({ name, label, text }) => {
    const value = h("dd", { dataTestid: `lab-figure-${name}` }, "\u2013");
    return { value, text, node: h("div", { className: `figure ${name}` }, h("dt", {}, label), value) };
  });
  run.state.watch(["now"], ({ now }) => {
    if (now) for (const { value, text } of cells) setText(value, text(now)); // a fresh run's first frame comes at once
  });
  return h("dl", { className: "figures", ariaLabel: "How the run stands" }, ...cells.map(({ node }) => node));
}
