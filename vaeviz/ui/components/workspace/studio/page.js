/** The Conditions page: the same z under every condition, all of it moving under the hand. */

import { createPad } from "../latents/pad.js";
import { createPicture } from "../picture/picture.js";
import { h } from "../shell/dom.js";
import { createHelp } from "../shell/help.js";
import { createNotice, createStatus } from "../shell/status.js";
import { createPicker, createToolbar } from "../shell/toolbar.js";
import { createRender } from "../shell/workspace.js";

export const render = createRender({ name: "conditions", label: "The same z under every condition", sheets: ["shell", "latents", "picture", "memory", "studio"], build });

function build({ store, actions, session, asking }) {
  const picture = createPicture(store, { retry: session.retry, many: session.many, chooseSecond: asking.chooseSecond });
  const nodes = [
    h("header", { className: "bar" }, createPicker(store, asking.choose), createToolbar(store, actions), createHelp(store)),
    h("div", { className: "notices" }, createNotice(store)),
    h("div", { className: "panes" }, createPad(store, actions), h("section", { className: "view" }, picture.node)),
    createStatus(store, session.retry),
  ];
  return { nodes, paint: picture.paint };
}
