/** Which attribute the strip goes through. */

import { attributesOf } from "../picture/attributes.js";
import { h } from "../shell/dom.js";

/** Build the list; hidden for a model that is told a class. */
export function createSweep(store) {
  const select = h("select", { dataTestid: "sweep", ariaLabel: "Attribute that the strip goes through", onchange: () => store.set({ sweep: Number(select.value), say: `The strip goes through ${select.selectedOptions[0].textContent}.` }) });
  store.watch(["model", "sweep"], ({ model, sweep }) => {
    if (!model) return;
    const names = attributesOf(model).map(({ name }) => name);
    select.hidden = !names.length;
    if (select.dataset.names !== names.join("\n")) select.replaceChildren(...names.map((name, i) => h("option", { value: i }, name)));
    select.dataset.names = names.join("\n");
    select.value = String(sweep);
  });
  return select;
}
