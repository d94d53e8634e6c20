/** The pins in the dock: recall, compare, remove. */

/** @import { Actions, PageStore, Pin, State } from "../core/types.js" */
/** @import { Thumbnails } from "./thumbnails.js" */

import { afterFrame, button, h, press } from "../core/dom.js";
import { LETTERS } from "./pinned.js";
import { scrollsSideways, thumbnail } from "./thumbnails.js";

/**
 * Build the pins.
 * @param {PageStore} store
 * @param {Actions} actions
 * @param {Thumbnails} thumbnails shared with the filmstrip
 */
export function createPins(store, actions, thumbnails) {
  const strip = h("div", { className: "places", role: "group", ariaLabel: "Pins" });
  const empty = h("p", { className: "hint" }, "Pin two points to interpolate between them");
  const title = `Pin this point under a letter, at most ${LETTERS.length} (P)`;
  const add = button("Pin", "pin-add", title, () => actions.pin());
  /** @type {ReturnType<typeof createCard>[]} */
  let cards = [];

  scrollsSideways(strip);
  store.watch(["pins"], ({ pins }) => {
    strip.hidden = !pins.length;
    empty.hidden = pins.length > 1;
    add.disabled = pins.length === LETTERS.length;
    cards = pins.map((pin) => createCard(pin, actions));
    strip.replaceChildren(...cards.map(({ node }) => node));
    strip.scrollLeft = strip.scrollWidth;
  });
  store.watch(
    ["pins", "z", "c", "compared"],
    afterFrame(() => cards.forEach((card) => card.mark(store.get()))),
  );
  store.watch(["pins", "link"], async ({ pins }) => {
    if (pins.length && (await thumbnails.make("pins", pins))) cards.forEach((card) => card.paint(thumbnails));
  });
  return h(
    "div",
    { className: "pinned" },
    h("div", { className: "line" }, h("span", { className: "label" }, "Pins"), add),
    h("div", { className: "kept" }, strip, empty),
  );
}

/** @param {Pin} pin @param {Actions} actions */
function createCard(pin, actions) {
  const { name } = pin;
  const canvas = thumbnail();
  const recall = button("", `pin-${name}`, `Back to pin ${name}`, () => actions.recall(name), {
    ariaLabel: `Pin ${name}`,
  });
  recall.append(canvas, h("b", { ariaHidden: "true" }, name));
  /** @type {boolean | null} whether the recall button is marked as the current point */
  let marked = null;
  /** @type {string | null | undefined} the pin that was compared with when it was last marked */
  let shown;
  const title = `Show pin ${name} beside the image, and the difference`;
  const compare = button("vs", `pin-compare-${name}`, title, () => actions.compare(name), {
    ariaLabel: `Compare with pin ${name}`,
  });
  const remove = button("\u00d7", `pin-remove-${name}`, `Remove pin ${name}`, () => actions.unpin(name), {
    ariaLabel: `Remove pin ${name}`,
  });
  return {
    node: h("div", { className: "pin" }, recall, h("div", { className: "acts" }, compare, remove)),
    /** @param {State} state */
    mark({ z, c, compared }) {
      if (compared !== shown) press(compare, compared === name);
      shown = compared;
      const here = z === pin.z && c === pin.c;
      if (here === marked) return;
      marked = here;
      if (here) recall.setAttribute("aria-current", "true");
      else recall.removeAttribute("aria-current");
    },
    /** @param {Thumbnails} thumbnails */
    paint: (thumbnails) => thumbnails.show(canvas, pin),
  };
}
