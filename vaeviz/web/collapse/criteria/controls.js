/** The model, and the line that each criterion draws. */

import { createRange } from "../../plot/range.js";
import { button, h, setText } from "../../core/dom.js";
import { count } from "../../core/format.js";
import { modelOf } from "./models.js";
import { share } from "./criteria-of-codes.js";

/** Build the two lines of controls; `set(model)` says whose figures they are. */
export function createControls(store, models, problems, thresholds) {
  const list = h(
    "select",
    { ariaLabel: "Model", dataTestid: "criteria-model" },
    ...models.map(({ name, latent }) => h("option", { value: name }, `${name} (${latent} dimensions)`)),
  );
  list.onchange = () => store.set({ criteria_model: list.value, criteria_dim: -1 });
  store.watch(["criteria_model"], ({ criteria_model }) => (list.value = modelOf(models, criteria_model).name));
  const link = h("a", { dataTestid: "criteria-explore" }, "Open on Explore");
  const source = h("p", { className: "note" });
  const usual = Object.fromEntries(Object.entries(thresholds).map(([name, value]) => [`criteria_${name}`, value]));
  const reset = button(
    "usual thresholds",
    "criteria-reset",
    "Variance 0.01, rate 0.1 nats, and the rest as the page began",
    () => store.set(usual),
  );
  const picker = h(
    "label",
    { className: "control model", dataControl: "criteria_model", dataLabel: "Model" },
    h("span", {}, "Model"),
    list,
  );
  const broken = problems.map(({ name, problem }) =>
    h("p", { className: "note" }, `${name} cannot be shown: ${problem}`),
  );
  return {
    node: h(
      "div",
      { className: "asked" },
      h("div", { className: "whose" }, picker, link, source, reset),
      ...broken,
      h("div", { className: "lines" }, ...ranges(store)),
    ),
    set({ name, images, dataset, split, learned }) {
      link.href = `./?${new URLSearchParams({ model: name })}`;
      link.setAttribute("aria-label", `Open ${name} on Explore`);
      setText(
        source,
        `From its stored codes of ${count(images)} ${split} images of ${dataset}, pixels as they are.${learned ? " The rate is to the learned prior p(z|c)." : ""}`,
      );
    },
  };
}

function ranges(store) {
  const log = { log: true };
  return [
    {
      key: "criteria_variance",
      label: "Variance of mean above",
      min: 1e-4,
      max: 2,
      ...log,
      hint: "Active units: by the variance over images of the posterior's mean. Burda et al. 2016 take 0.01.",
    },
    {
      key: "criteria_rate",
      label: "Rate above",
      unit: "nats",
      min: 1e-4,
      max: 5,
      ...log,
      hint: "KL to the prior in this dimension, mean over images.",
    },
    {
      key: "criteria_epsilon",
      label: "Quiet below, \u03b5",
      unit: "nats",
      min: 1e-3,
      max: 10,
      ...log,
      hint: "An image whose KL in a dimension is below epsilon says nothing there (Lucas et al. 2019).",
    },
    {
      key: "criteria_delta",
      label: "Images left out, \u03b4",
      min: 0,
      max: 0.5,
      step: 0.005,
      format: share,
      hint: "Collapsed: at least 1 \u2212 delta of the images are quiet. Active: at most delta are. Mixed: between.",
    },
    {
      key: "criteria_use",
      label: "Decoder use above",
      min: 1e-4,
      max: 1,
      ...log,
      format: share,
      hint: "Share of the decoded pictures' variance that moving this dimension alone makes.",
    },
  ].map((asked) => createRange(asked, store));
}
