/** What the pointer is on: rings and cards of points, pictures of empty places. */

import { atNextFrame } from "../core/dom.js";
import { PICK, createHover } from "./hover.js";
import { indexOf } from "./index.js";

/** Build it; `state` is the stage's: its view, and the point that is hovered over. */
export function createLookout({ state, plane, cards, draw, store }) {
  let at = null; // the pointer
  const pick = (x, y) => {
    const { view } = state;
    const bare = view && store.get().underlay?.map === view.map.name && !store.get().points;
    return view && !bare ? indexOf(view.map.points).pick(...plane.toData(x, y), PICK / plane.scale) : -1;
  };
  const hover = createHover(pick, {
    ring: (i) => ((state.hovered = i), draw()),
    card(i) {
      const { points } = i >= 0 ? state.view.map : {};
      cards.card(i, points && plane.toScreen(points[2 * i], points[2 * i + 1]));
      glance();
    },
  });
  const glance = atNextFrame(() => {
    const seen = at && state.view && hover.carded < 0;
    cards.glance(seen ? plane.toData(...at) : null, at);
  });
  return {
    pick,
    /** The pointer is at (x, y); null: it has gone, or does something else. */
    move(x, y) {
      at = x === null ? null : [x, y];
      if (at && state.view) hover.move(x, y);
      else hover.leave();
      glance();
    },
    /** Show the card of point i now: a finger cannot hover. */
    show: (i) => hover.show(i),
    drop() {
      at = null;
      hover.drop();
      glance();
    },
  };
}
