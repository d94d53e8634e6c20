/** What hands do on the map. */

const GRIP = 14; // pixels within which a drag takes the marker

/** Build the answers to what `watchPointer` sees on a stage. */
export function createGestures({ state, plane, look, draw, redraw, mark, motion, whole }, store, actions) {
  return {
    hover: (x, y) => look.move(x, y),
    down: () => look.drop(),
    /** Whether a drag from here takes the marker along instead of the ground. */
    grips: (x, y) => state.view !== null && Math.hypot(mark.at()[0] - x, mark.at()[1] - y) < GRIP,
    begin: () => actions.remember(),
    /** What a drag draws; null where it walks or pans. */
    drawing: (shift) => (store.get().tool !== "walk" ? store.get().tool : shift ? "lasso" : null),
    stroke: (corners) => ((state.stroke = corners), draw()),
    select: (corners) => state.view && actions.select(corners.flatMap(([x, y]) => plane.toData(x, y))),
    walk: (x, y) => state.view && actions.goTo(...plane.toData(x, y)),
    pan: (dx, dy) => (motion.stop(), plane.panBy(dx, dy), redraw()),
    zoom: (x, y, factor) => (motion.stop(), plane.zoomAt(x, y, factor), look.drop(), redraw()),
    click(x, y, touch) {
      if (!state.view) return;
      const i = state.view.map.priorOf ? -1 : look.pick(x, y);
      if (i >= 0 && touch) look.show(i);
      if (i >= 0) return actions.loadCode(i);
      actions.remember();
      actions.goTo(...plane.toData(x, y), true);
    },
    whole,
    step(dx, dy) {
      if (!state.view) return;
      const [x, y] = mark.at();
      actions.goTo(...plane.toData(x + dx, y + dy));
    },
  };
}
