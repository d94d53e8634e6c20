/** One side of a race: a remedy to start from, what it does, its source, and every setting. */

import { grey } from "../../plot/grey.js";
import { h, setOptions, setText } from "../../core/dom.js";
import { createControl } from "../run/controls.js";
import { raceSettings } from "../run/keys.js";
import { idle } from "../run/settings.js";
import { differences, remedyOf } from "./settings.js";

/** @import { CollapsePage, Settings } from "../../core/types.js" */
/** @import { Remedy } from "./rows.js" */

const OWN = "own";
const WIDE = "(min-width: 1081px)"; // there is room for all settings from the start
const OFTEN = [
  "decoder",
  "beta",
  "schedule",
  "ramp",
  "free_bits",
  "capacity",
  "posterior",
  "floor",
  "context_dropout",
  "inner_steps",
];
const SELDOM = ["latent", "sigma", "learning_rate", "batch_size"];

/**
 * Build it; `choose(settings)` is called with a remedy's, `set(remedies)` gives those that there are.
 * @param {CollapsePage} page @param {string} side @param {(settings: Settings) => void} choose
 */
export function createSide(page, side, choose) {
  const { store, schema } = page;
  const bound = raceSettings(schema)[side];
  const name = side.toUpperCase();
  const list = h("select", { ariaLabel: `Remedy of side ${name}`, dataTestid: `race-preset-${side}` });
  const says = h("p", { className: "race-says", dataTestid: `race-says-${side}` });
  const paper = h("p", { className: "note" });
  const own = h("p", { className: "note" });
  /** @type {{ key: string, node: HTMLElement }[]} */
  const made = [];
  const folded = (
    /** @type {string} */ title,
    /** @type {string} */ test,
    /** @type {string[]} */ names,
    open = false,
  ) => {
    const controls = names.map((one) => ({ key: one, node: createControl(page, one, `race_${side}_${one}`) }));
    made.push(...controls);
    return h(
      "details",
      { className: "race-more", open },
      h("summary", { dataTestid: `${test}-${side}` }, title),
      h("div", {}, ...controls.map(({ node }) => node)),
    );
  };
  const more = [
    folded("Settings", "race-more", OFTEN, matchMedia(WIDE).matches),
    folded("Model and data", "race-seldom", SELDOM),
  ];
  /** @type {Remedy[]} */
  let remedies = [];
  list.onchange = () => {
    const remedy = remedies.find(({ key }) => key === list.value);
    if (remedy) choose(remedy.settings);
  };
  const show = () => {
    const settings = bound.of(store.get());
    const remedy = remedyOf(settings, remedies);
    const options = remedies.map(({ key, title }) => /** @type {const} */ ([key, title]));
    setOptions(list, remedy || !remedies.length ? options : [...options, [OWN, "Own settings"]]);
    list.value = remedy?.key ?? OWN;
    setText(says, remedy?.says ?? "Settings of your own.");
    setText(paper, remedy?.paper ?? "");
    setText(own, remedies.length ? comparedWith(remedies[0], settings) : "");
    grey(made, idle(settings));
  };
  const head = h("label", { className: "race-head" }, h("b", {}, name), list);
  const props = { ariaLabel: `Side ${name}`, dataControl: `race_${side}`, dataLabel: `Side ${name}` };
  return {
    node: h("section", { className: `race-side side-${side}`, ...props }, head, says, paper, own, ...more),
    /** @param {Remedy[]} known */
    set(known) {
      remedies = known;
      show();
    },
    close: store.watch(bound.keys, show),
  };
}

/** @param {Remedy} baseline @param {Settings} settings */
function comparedWith(baseline, settings) {
  const found = differences(settings, baseline.settings);
  return found.length ? `Other than the baseline: ${found.join(", ")}.` : "The baseline itself.";
}
