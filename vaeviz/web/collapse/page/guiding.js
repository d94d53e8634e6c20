/** The place beside the screen where an open lesson stands; the lesson's own modules are loaded with the first one. */

import { h } from "../../core/dom.js";

/** Watch the store's `lesson`: its panel is there while one is open. */
export function createGuiding(page) {
  const node = h("aside", { className: "guide", ariaLabel: "Lesson", dataTestid: "guide", hidden: true });
  let guide = null;
  let asked = false;
  let closed = false;
  const take = (made) => {
    if (closed) return;
    guide = made;
    node.replaceChildren(guide.node);
  };
  const refuse = (error) => {
    console.warn(error);
    asked = false;
    node.replaceChildren(h("p", { className: "note" }, "The lesson could not be loaded. Reload the page."));
  };
  const stop = page.store.watch(["lesson"], ({ lesson }) => {
    node.hidden = !lesson;
    if (!lesson || asked) return;
    asked = true;
    import("../lessons/guide.js").then(({ createGuide }) => take(createGuide(page))).catch(refuse);
  });
  return {
    node,
    close() {
      closed = true;
      stop();
      guide?.close();
    },
  };
}
