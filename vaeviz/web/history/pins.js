/** The pins in the dock: recall, compare, remove. */

import { afterFrame, button, h, press } from "../core/dom.js";
import { LETTERS } from "./pinned.js";
import { scrollsSideways, thumbnail } from "./thumbnails.js";

/** Build the pins; `thumbnails` is shared with the filmstrip. */
export function createPins(store, actions, thumbnails) {
  const strip = h("div", { className: "places", role: "group", ariaLabel: "Pins" });
  const empty = h("p", { className: "hint" }, "Pin two places for a path between them");
  const add = button("pin", "pin-add", `Keep this place under a letter, at most ${LETTERS.length} (P)`, () =>
    actions.pin(),
  );
  let cards = [];

  function list({ pins }) {
    strip.hidden = !pins.length;
    empty.hidden = pins.length > 1;
    add.disabled = pins.length === LETTERS.length;
    cards = pins.map((pin) => createCard(pin, actions));
    strip.replaceChildren(...cards.map(({ node }) => node));
    strip.scrollLeft = strip.scrollWidth;
  }
  async function fill({ pins }) {
    if (pins.length && (await thumbnails.make("pins", pins))) cards.forEach((card) => card.paint(thumbnails));
  }
  scrollsSideways(strip);
  store.watch(["pins"], list);
  store.watch(
    ["pins", "z", "c", "compared"],
    afterFrame(() => cards.forEach((card) => card.mark(store.get()))),
  );
  store.watch(["pins", "link"], fill);
  return h(
    "div",
    { className: "pinned" },
    h("div", { className: "line" }, h("span", { className: "label" }, "pins"), add),
    h("div", { className: "kept" }, strip, empty),
  );
}

function createCard(pin, actions) {
  const { name } = pin;
  const canvas = thumbnail();
  const recall = button("", `pin-${name}`, `Back to pin ${name}`, () => actions.recall(name), {
    ariaLabel: `Pin ${name}`,
  });
  recall.append(canvas, h("b", { ariaHidden: "true" }, name));
  let marked = null; // whether the recall button says that one is there
  let shown; // the pin that was compared with when it was last marked
  const compare = button(
    "vs",
    `pin-compare-${name}`,
    `Show pin ${name} beside the picture, and the difference`,
    () => actions.compare(name),
    { ariaLabel: `Compare with pin ${name}` },
  );
  const remove = button("\u00d7", `pin-remove-${name}`, `Remove pin ${name}`, () => actions.unpin(name), {
    ariaLabel: `Remove pin ${name}`,
  });
  return {
    node: h("div", { className: "pin" }, recall, h("div", { className: "acts" }, compare, remove)),
    mark({ z, c, compared }) {
      if (compared !== shown) press(compare, (shown = compared) === name);
      const here = z === pin.z && c === pin.c;
      if (here === marked) return;
      marked = here;
      if (here) recall.setAttribute("aria-current", "true");
      else recall.removeAttribute("aria-current");
    },
    paint: (thumbnails) => thumbnails.show(canvas, pin),
  };
}
