/** What the strip goes through, and what its pictures have in common. */

import { isLearned } from "../latents/prior-text.js";
import { attributesOf } from "../latents/attributes.js";
import { h, setOptions } from "../core/dom.js";

/** Build the list; hidden for a model that is told a class. */
export function createSweep(store) {
  const select = h("select", {
    dataTestid: "sweep",
    ariaLabel: "Attribute that the strip goes through",
    onchange: () =>
      store.set({
        sweep: Number(select.value),
        say: `The strip goes through ${select.selectedOptions[0].textContent}.`,
      }),
  });
  store.watch(["model", "sweep"], ({ model, sweep }) => {
    if (!model) return;
    const names = attributesOf(model).map(({ name }) => name);
    select.hidden = !names.length;
    setOptions(
      select,
      names.map((name, i) => [i, name]),
    );
    select.value = String(sweep);
  });
  return select;
}

/** Build the choice between z and its place in p(z|c); hidden where the prior is the same under every condition. */
export function createHeld(store) {
  const select = h(
    "select",
    {
      dataTestid: "held",
      ariaLabel: "What the pictures have in common",
      onchange: () => store.set({ held: select.value }),
    },
    ...[
      ["place", "hold the place in p(z|c)"],
      ["z", "hold z"],
    ].map(([value, text]) => h("option", { value }, text)),
  );
  store.watch(["model", "held"], ({ model, held }) => {
    select.hidden = !model || !isLearned(model);
    select.value = held;
  });
  return select;
}
