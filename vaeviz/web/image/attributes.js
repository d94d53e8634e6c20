/** The condition of an attributes model: one control an attribute, a slider between two words or a choice of chips. */

import { attributesOf, withChoice, withNumber } from "../latents/attributes.js";
import { createSlider, createValue } from "../latents/slider.js";
import { button, h } from "../core/dom.js";
import { plural } from "../core/format.js";

const BACK = "Double click or Home: back to 0, the middle. Arrows: 0.1; with Shift: 1.";

/** Build the controls; hidden for a model that is told no attributes. */
export function createAttributes(store, actions) {
  const node = h("div", { className: "attributes", role: "group", ariaLabel: "Attributes that the model is told" });
  let controls = [];
  let built = null;
  store.watch(["model", "c"], ({ model, c }) => {
    if (!model) return;
    if (built !== model) {
      controls = attributesOf(model).map((one) =>
        (one.values.length ? createChoice : createNumber)(one, store, actions),
      );
      node.replaceChildren(...controls.map((control) => control.node));
      node.hidden = !controls.length;
    }
    built = model;
    if (c.length === model.condition?.names.length) controls.forEach((control) => control.place(c));
  });
  return node;
}

/** The same, folded away under a line that says how many there are. */
export function createAttributeFold(store, actions) {
  const summary = h("summary", {});
  const node = h(
    "details",
    { className: "attribute-fold", dataTestid: "attributes" },
    summary,
    createAttributes(store, actions),
  );
  store.watch(["model"], ({ model }) => {
    const n = model ? attributesOf(model).length : 0;
    node.hidden = !n;
    summary.textContent = `Told: ${plural(n, "attribute")}`;
  });
  return node;
}

function createNumber(one, store, actions) {
  const go = (value) => store.set({ c: withNumber(store.get().c, one, value) });
  const reset = () => {
    actions.remember();
    go(0);
  };
  const on = { begin: (tapped) => actions.remember(null, tapped), take: go, reset };
  const slider = createSlider(
    {
      low: -1,
      high: 1,
      test: `attribute-${one.name}`,
      label: `${one.name}, from ${one.ends[0]} to ${one.ends[1]}`,
      title: BACK,
    },
    on,
  );
  const value = createValue(`Value of ${one.name}`, on);
  const node = h(
    "div",
    { className: "attribute" },
    h("span", { className: "name", title: one.name }, one.name),
    h("span", { className: "end low" }, one.ends[0]),
    h("div", { className: "slider middle" }, slider.node),
    h("span", { className: "end" }, one.ends[1]),
    value.node,
  );
  return {
    node,
    place(c) {
      slider.place(c[one.at]);
      value.place(c[one.at]);
    },
  };
}

function createChoice(one, store, actions) {
  const take = (i) => actions.setCondition(withChoice(store.get().c, one, i), `${one.name}: ${one.values[i]}.`);
  const chips = one.values.map((value, i) =>
    button(value, `attribute-${one.name}-${value}`, `${one.name}: ${value}`, () => take(i), {
      className: "chip",
      role: "radio",
    }),
  );
  const group = h(
    "div",
    { className: "chips", role: "radiogroup", ariaLabel: one.name, onkeydown: (event) => step(event, chips) },
    ...chips,
  );
  return {
    node: h(
      "div",
      { className: "attribute choice" },
      h("span", { className: "name", title: one.name }, one.name),
      group,
    ),
    place(c) {
      const at = chips.findIndex((_, i) => c[one.at + i] === 1);
      chips.forEach((chip, i) => {
        chip.setAttribute("aria-checked", String(i === at));
        chip.tabIndex = i === Math.max(0, at) ? 0 : -1;
      });
    },
  };
}

/** Arrows go round the values, as in every radio group. */
function step(event, chips) {
  const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  const next = chips[(chips.indexOf(event.target) + way + chips.length) % chips.length];
  next.focus();
  next.click();
}
