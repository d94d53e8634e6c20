/** What the strip varies, and what its images share. */

import { h, setOptions } from "../core/dom.js";
import { attributesOf } from "../latents/attributes.js";
import { isLearned } from "../latents/prior-text.js";

/** @import { PageStore, State } from "../core/types.js" */

/** Build the list of attributes; hidden for a model conditioned on a class. @param {PageStore} store */
export function createSweep(store) {
  const select = h("select", {
    dataTestid: "sweep",
    ariaLabel: "Attribute varied along the strip",
    onchange: () =>
      store.set({
        sweep: Number(select.value),
        say: `The strip varies ${select.selectedOptions[0].textContent}.`,
      }),
  });
  store.watch(["model", "sweep"], ({ model, sweep }) => {
    if (!model) return;
    const names = attributesOf(model).map((/** @type {{ name: string }} */ { name }) => name);
    select.hidden = !names.length;
    setOptions(
      select,
      names.map((/** @type {string} */ name, /** @type {number} */ i) => [i, name]),
    );
    select.value = String(sweep);
  });
  return select;
}

/** Build the choice between z and its position in p(z|c); hidden where these agree. @param {PageStore} store */
export function createHeld(store) {
  const select = h(
    "select",
    {
      dataTestid: "held",
      ariaLabel: "What the images share",
      onchange: () => store.set({ held: /** @type {State["held"]} */ (select.value) }),
    },
    h("option", { value: "place" }, "Hold position in p(z|c)"),
    h("option", { value: "z" }, "Hold z"),
  );
  store.watch(["model", "held"], ({ model, held }) => {
    select.hidden = !model || !isLearned(model);
    select.value = held;
  });
  return select;
}
