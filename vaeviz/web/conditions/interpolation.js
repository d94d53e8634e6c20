/** Interpolation between two classes at fixed z: from, to, the position between them, its images in a strip. */

import { button, h, press, setOptions, setText, whenIdle } from "../core/dom.js";
import { oneHot } from "../latents/moves.js";
import { repeated, snappedCondition } from "../latents/place.js";
import { prepareRange } from "../latents/slider.js";
import { moveByArrows, setTabStop } from "./cells.js";
import { joined } from "./following.js";
import { createFrames, imagesOf } from "./frames.js";
import { createInterpolationPlayer } from "./play.js";

/**
 * @import { Actions, Many, Model, PageStore, Vector } from "../core/types.js"
 * @import { Frames } from "./frames.js"
 * @typedef {{ from: number, to: number }} Ends two classes
 * @typedef {{ model: Model, z: Float32Array } & Ends} Drawn what a strip of images is of
 */

export const FRAMES = 9;
const SAME = 5e-3; // of c

/** c between two of `size` classes; t = 0 is the first. @param {number} size @param {Ends} ends @param {number} t */
export function conditionAt(size, { from, to }, t) {
  const [start, end] = [oneHot(size, from), oneHot(size, to)];
  return snappedCondition(start.map((value, i) => (1 - t) * value + t * end[i]));
}

/** The t at which c lies between the two; null where it does not. @param {Vector} c @param {Ends} ends */
export function positionOf(c, { from, to }) {
  const others = c.some((weight, i) => i !== from && i !== to && weight > 0);
  if (others || from === to || Math.abs(c[from] + c[to] - 1) > SAME) return null;
  return c[to];
}

/** The classes proposed at first: the two with most weight, or the one class and the next. @param {Vector} c */
export function firstEnds(c) {
  const [from, second] = [...c.keys()].sort((i, j) => c[j] - c[i]);
  return { from, to: c[second] > 0 ? second : (from + 1) % c.length };
}

/**
 * Build it; `session` makes the images, `explore(z, c)` opens Explore.
 * @param {PageStore} store
 * @param {{ actions: Actions, session: { many: Many }, explore(z: Float32Array, c: Float32Array): void }} parts
 */
export function createInterpolation(store, { actions, session, explore }) {
  const endsNow = () => store.get().interpolation ?? firstEnds(store.get().c);
  const at = (/** @type {number} */ t) => conditionAt(store.get().c.length, endsNow(), t);
  const atFrame = (/** @type {number} */ i) => at(i / (FRAMES - 1));
  const selects = [createEnd(store, "from"), createEnd(store, "to")];
  const slider = h("input", {
    type: "range",
    min: 0,
    max: 1,
    step: 0.01,
    className: "way",
    dataTestid: "interpolation-t",
    ariaLabel: "Position between the two classes",
    oninput: () => {
      fix();
      store.set({ c: at(slider.valueAsNumber) });
    },
  });
  prepareRange(slider, (tapped) => actions.remember(null, tapped));
  const player = createInterpolationPlayer(
    store,
    { remember: () => actions.remember() },
    { at, here: () => positionOf(store.get().c, endsNow()) },
  );
  const play = button("Play", "interpolation-play", "Play back and forth between the two classes", toggle, {
    className: "play",
  });
  const position = h("span", { className: "num", dataTestid: "interpolation-position" });
  const frames = createFrames(FRAMES, "interpolation", { take, explore: (i) => explore(store.get().z, atFrame(i)) });
  const strip = h("div", { className: "tiles small", role: "group", ariaLabel: "Interpolation" }, frames.node);

  /** The two classes that were proposed stay once they are used. */
  function fix() {
    if (!store.get().interpolation) store.set({ interpolation: endsNow() });
  }
  function toggle() {
    if (store.get().model?.condition?.kind !== "class") return;
    fix();
    player.toggle();
  }
  function take(/** @type {number} */ i) {
    player.stop();
    fix();
    const names = store.get().model.condition?.names ?? [];
    actions.setCondition(atFrame(i), `Condition: ${mixedText(names, endsNow(), i / (FRAMES - 1))}.`);
  }
  const drawing = createDrawing(store, session, endsNow, frames);
  store.watch(["model", "c", "interpolation"], (state) => {
    if (state.model?.condition?.kind !== "class" || !state.c.length) return;
    const ends = endsNow();
    const { names } = state.model.condition;
    for (const select of selects) select.show(names, ends);
    drawing.mark();
    const t = positionOf(state.c, ends);
    if (t !== null) slider.value = String(t);
    slider.classList.toggle("off-path", t === null);
    const text = t === null ? "The current mixture is not on this path" : mixedText(names, ends, t);
    setText(position, text);
    slider.setAttribute("aria-valuetext", text);
    frames.cells.forEach((cell, i) => {
      const name = i === 0 ? names[ends.from] : i === FRAMES - 1 ? names[ends.to] : "";
      cell.name(name, mixedText(names, ends, i / (FRAMES - 1)));
      cell.mark(t !== null && Math.abs(t - i / (FRAMES - 1)) < SAME);
    });
  });
  store.watch(["model", "z", "c", "interpolation", "painted", "link"], drawing.later);
  player.watch((playing) => {
    press(play, playing);
    setText(play, playing ? "Stop" : "Play");
  });
  setTabStop([frames.nodes]);
  moveByArrows(strip, () => [frames.nodes]);
  const node = h(
    "div",
    { className: "interpolation" },
    h("div", { className: "choices" }, ...selects.map((select) => select.node), play),
    h("div", { className: "choices" }, slider, position),
    strip,
  );
  return { node, draw: drawing.later, toggle, stop: player.stop };
}

/** "70% 3, 30% 8". @param {string[]} names @param {Ends} ends @param {number} t */
function mixedText(names, { from, to }, t) {
  return `${Math.round(100 * (1 - t))}% ${names[from]}, ${Math.round(100 * t)}% ${names[to]}`;
}

/** The choice of one end. @param {PageStore} store @param {"from" | "to"} key */
function createEnd(store, key) {
  const select = h("select", {
    dataTestid: `interpolation-${key}`,
    ariaLabel: `Interpolate ${key} class`,
    onchange: () => {
      const ends = store.get().interpolation ?? firstEnds(store.get().c);
      store.set({ interpolation: { ...ends, [key]: Number(select.value) } });
    },
  });
  const label = h("span", { className: "label" }, key === "from" ? "From" : "To");
  return {
    node: h("label", { className: "draw-part" }, label, select),
    show(/** @type {string[]} */ names, /** @type {Ends} */ ends) {
      setOptions(
        select,
        names.map((name, i) => [i, name]),
      );
      select.value = String(ends[key]);
    },
  };
}

/**
 * Make the frames when the browser is idle, one strip at a time, while they can be seen: `later()`. `mark()` hides the
 * images of two other classes than those that are proposed.
 * @param {PageStore} store
 * @param {{ many: Many }} session
 * @param {() => Ends} endsNow
 * @param {Frames} frames
 */
function createDrawing(store, session, endsNow, frames) {
  let busy = false;
  /** @type {Drawn | null} */
  let last = null; // what was last requested, or is shown
  /** @type {Drawn | null} */
  let shown = null;
  let waiting = false;

  /** After the strip, which follows the hand. */
  function later() {
    if (waiting) return;
    waiting = true;
    whenIdle(draw);
  }
  async function draw() {
    waiting = false;
    const { model, z, c } = store.get();
    const ends = endsNow();
    if (busy || model?.condition?.kind !== "class" || z.length !== model.latent_dim || !frames.node.checkVisibility())
      return;
    if (last?.z === z && isSame(last, { model, ...ends })) return;
    const mine = { model, z, ...ends };
    last = mine;
    const columns = Array.from({ length: FRAMES }, (_, i) => ({ c: conditionAt(c.length, ends, i / (FRAMES - 1)) }));
    busy = true;
    const pixels = await session
      .many("conditions-interpolation", repeated(z, FRAMES), joined(columns), FRAMES)
      .catch(() => null);
    busy = false;
    if (pixels && store.get().model === model) {
      frames.paint(imagesOf(pixels, FRAMES), model.image_shape);
      shown = mine;
      mark();
    } else if (last === mine) last = null;
    if (pixels) later();
  }
  function mark() {
    frames.node.classList.toggle("of-another", !isSame(shown, { model: store.get().model, ...endsNow() }));
  }
  return { later, mark };
}

/** @param {Drawn | null} one @param {Omit<Drawn, "z">} other */
function isSame(one, other) {
  const keys = /** @type {const} */ (["model", "from", "to"]);
  return keys.every((key) => one?.[key] === other[key]);
}
