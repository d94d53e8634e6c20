/** The Compare page. */

import { h } from "../shell/dom.js";
import { createNotice, createStatus } from "../shell/status.js";
import { createPicker } from "../shell/toolbar.js";
import { createRender } from "../shell/workspace.js";

export const render = createRender({ name: "compare", label: "Two models compared", sheets: ["shell", "latents", "picture", "map", "contrast"], build });

function build({ store, session, asking }) {
  const nodes = [
    h("header", { className: "bar" }, createPicker(store, asking.choose)),
    h("div", { className: "notices" }, createNotice(store)),
    h("div", { className: "panes" }),
    createStatus(store, session.retry),
  ];
  return { nodes, paint: () => store.set({ painted: true }) };
}
