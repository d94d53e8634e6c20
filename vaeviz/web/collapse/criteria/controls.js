/** The model, and the threshold of each criterion. */

/** @import { CollapseStore } from "../../core/types.js" */
/** @import { Thresholds } from "./criteria-of-codes.js" */
/** @import { CodesModel } from "./models.js" */

import { createRange } from "../../plot/range.js";
import { button, h, setText } from "../../core/dom.js";
import { count } from "../../core/format.js";
import { modelOf } from "./models.js";
import { share } from "./criteria-of-codes.js";

/**
 * Build the two lines of controls; `set(model)` names the source of the figures.
 * @param {CollapseStore} store
 * @param {CodesModel[]} models
 * @param {CodesModel[]} problems models that could not be read
 * @param {Thresholds} thresholds the defaults
 */
export function createControls(store, models, problems, thresholds) {
  const select = h(
    "select",
    { ariaLabel: "Model", dataTestid: "criteria-model" },
    ...models.map(({ name, latent }) => h("option", { value: name }, `${name} (${latent} dimensions)`)),
  );
  select.onchange = () => store.set({ criteria_model: select.value, criteria_dim: -1 });
  store.watch(["criteria_model"], ({ criteria_model }) => {
    select.value = modelOf(models, criteria_model).name;
  });
  const link = h("a", { dataTestid: "criteria-explore" }, "Open on Explore");
  const source = h("p", { className: "note" });
  const defaults = Object.fromEntries(Object.entries(thresholds).map(([name, value]) => [`criteria_${name}`, value]));
  const reset = button(
    "Reset thresholds",
    "criteria-reset",
    "Variance of the mean 0.01, KL 0.1 nats, and the defaults of the others",
    () => store.set(defaults),
  );
  const picker = h(
    "label",
    { className: "control model", dataControl: "criteria_model", dataLabel: "Model" },
    h("span", {}, "Model"),
    select,
  );
  const broken = problems.map(({ name, problem }) =>
    h("p", { className: "note" }, `${name} cannot be shown: ${problem}`),
  );
  return {
    node: h(
      "div",
      { className: "settings" },
      h("div", { className: "source" }, picker, link, source, reset),
      ...broken,
      h("div", { className: "thresholds" }, ...ranges(store)),
    ),
    /** @param {CodesModel} model */
    set({ name, images, dataset, split, learned }) {
      link.href = `./?${new URLSearchParams({ model: name })}`;
      link.setAttribute("aria-label", `Open ${name} on Explore`);
      const prior = learned ? " The KL is to the learned prior p(z|c)." : "";
      setText(
        source,
        `From its stored codes of ${count(images)} ${split} images of ${dataset}, not binarised.${prior}`,
      );
    },
  };
}

/** @param {CollapseStore} store */
function ranges(store) {
  return [
    {
      key: "criteria_variance",
      label: "Variance of mean above",
      min: 1e-4,
      max: 2,
      log: true,
      hint: "Active units: variance over images of the posterior mean. Burda et al. 2016 use 0.01.",
    },
    {
      key: "criteria_rate",
      label: "KL above",
      unit: "nats",
      min: 1e-4,
      max: 5,
      log: true,
      hint: "KL to the prior in a dimension, mean over images.",
    },
    {
      key: "criteria_epsilon",
      label: "KL threshold \u03b5",
      unit: "nats",
      min: 1e-3,
      max: 10,
      log: true,
      hint: "An image whose KL in a dimension is below epsilon is not encoded there (Lucas et al. 2019).",
    },
    {
      key: "criteria_delta",
      label: "Tolerated fraction \u03b4",
      min: 0,
      max: 0.5,
      step: 0.005,
      format: share,
      hint: "Collapsed: 1 \u2212 delta or more of the images are below epsilon. Active: at most delta. Mixed: between.",
    },
    {
      key: "criteria_use",
      label: "Decoder effect above",
      min: 1e-4,
      max: 1,
      log: true,
      format: share,
      hint: "Share of the variance of the decoded images that is due to a dimension.",
    },
  ].map((range) => createRange(range, store));
}
