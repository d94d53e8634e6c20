/** A walk between two classes at fixed z: from, to, where on the way, its pictures in a strip. */

import { oneHot } from "../latents/moves.js";
import { repeated, snappedCondition } from "../latents/place.js";
import { stepsByKeys } from "../latents/slider.js";
import { button, h, press, setOptions, setText, whenIdle } from "../core/dom.js";
import { rove, settle } from "./cells.js";
import { joined } from "./following.js";
import { createWalkPlayer } from "./play.js";
import { createReel, partsOf } from "./frames.js";

export const FRAMES = 9;
const SAME = 5e-3; // of c

/** c on the way between two classes; 0 is the first. */
export function walkAt(size, { from, to }, t) {
  const [start, end] = [oneHot(size, from), oneHot(size, to)];
  return snappedCondition(start.map((value, i) => (1 - t) * value + t * end[i]));
}

/** How far on the way c is; null where it is not on it. */
export function shareOf(c, { from, to }) {
  const others = c.some((weight, i) => i !== from && i !== to && weight > 0);
  if (others || from === to || Math.abs(c[from] + c[to] - 1) > SAME) return null;
  return c[to];
}

/** The two classes that a walk goes between at first: those told most now, or the one that is told and the next. */
export function firstWalk(c) {
  const [from, second] = [...c.keys()].sort((i, j) => c[j] - c[i]);
  return { from, to: c[second] > 0 ? second : (from + 1) % c.length };
}

/** Build it; `session` makes the pictures. */
export function createInterpolation(store, { actions, session, explore }) {
  const ends = ["from", "to"].map((key) => createEnd(store, key));
  const slider = h("input", {
    type: "range",
    min: 0,
    max: 1,
    step: 0.01,
    className: "way",
    dataTestid: "interpolation-t",
    ariaLabel: "Where on the way",
    onpointerdown: () => actions.remember(),
    oninput: () => go(slider.valueAsNumber),
  });
  stepsByKeys(slider, () => actions.remember());
  const player = createWalkPlayer(store, actions, {
    go: (t) => walkAt(store.get().c.length, walkOf(), t),
    here: () => shareOf(store.get().c, walkOf()),
  });
  const play = button("play", "interpolation-play", "Go to and fro between the two classes", () => toggle(), {
    className: "play",
  });
  const share = h("span", { className: "num", dataTestid: "interpolation-share" });
  const frames = createReel(FRAMES, "interpolation", { take, explore: (i) => explore(store.get().z, at(i)) });
  const strip = h("div", { className: "tiles small", role: "group", ariaLabel: "Frames of the walk" }, frames.node);
  const walkOf = () => store.get().interpolation ?? firstWalk(store.get().c);
  const at = (i) => walkAt(store.get().c.length, walkOf(), i / (FRAMES - 1));

  /** What was proposed stays once it is walked. */
  function fix() {
    if (!store.get().interpolation) store.set({ interpolation: walkOf() });
  }
  function go(t) {
    fix();
    store.set({ c: walkAt(store.get().c.length, walkOf(), t) });
  }
  function toggle() {
    if (store.get().model?.condition?.kind !== "class") return;
    fix();
    player.toggle();
  }
  function take(i) {
    player.stop();
    fix();
    actions.setCondition(at(i), `Condition: ${frames.cells[i].says}.`);
  }
  const drawing = createDrawing(store, session, walkOf, frames);
  store.watch(["model", "c", "interpolation"], (state) => {
    if (state.model?.condition?.kind !== "class" || !state.c.length) return;
    const walk = walkOf();
    const names = state.model.condition.names;
    ends.forEach((end) => end.show(names, walk));
    drawing.mark();
    const t = shareOf(state.c, walk);
    if (t !== null) slider.value = String(t);
    slider.classList.toggle("off-way", t === null);
    const mixed = (share) =>
      `${Math.round(100 * (1 - share))}% ${names[walk.from]}, ${Math.round(100 * share)}% ${names[walk.to]}`;
    const text = t === null ? "c is not on this way" : mixed(t);
    setText(share, text);
    slider.setAttribute("aria-valuetext", text);
    frames.cells.forEach((frame, i) => {
      frame.says = mixed(i / (FRAMES - 1));
      frame.call(i === 0 ? names[walk.from] : i === FRAMES - 1 ? names[walk.to] : "", frame.says);
      frame.mark(t !== null && Math.abs(t - i / (FRAMES - 1)) < SAME);
    });
  });
  store.watch(["model", "z", "c", "interpolation", "painted", "link"], drawing.later);
  player.watch((playing) => {
    press(play, playing);
    setText(play, playing ? "stop" : "play");
  });
  settle([frames.nodes]);
  rove(strip, () => [frames.nodes]);
  const node = h(
    "div",
    { className: "interpolation" },
    h("div", { className: "choices" }, ends[0].node, ends[1].node, play),
    h("div", { className: "choices" }, slider, share),
    strip,
  );
  return { node, draw: drawing.later, toggle, stop: player.stop };
}

function createEnd(store, key) {
  const select = h("select", {
    dataTestid: `interpolation-${key}`,
    ariaLabel: `Walk ${key} class`,
    onchange: () =>
      store.set({
        interpolation: { ...(store.get().interpolation ?? firstWalk(store.get().c)), [key]: Number(select.value) },
      }),
  });
  return {
    node: h("label", { className: "draw-part" }, h("span", { className: "label" }, key), select),
    show(names, walk) {
      setOptions(
        select,
        names.map((name, i) => [i, name]),
      );
      select.value = String(walk[key]);
    },
  };
}

/**
 * Make the frames when nothing else is to be done, one strip at a time, while they can be seen: `later()`. `mark()` hides
 * pictures of another walk than the one that is proposed.
 */
function createDrawing(store, session, walkOf, frames) {
  let busy = false;
  let done = null; // {model, z, from, to} of the last asked for, or on show
  let shown = null; // that of the pictures on show
  let waiting = false;
  const later = () => waiting || ((waiting = true), whenIdle(draw)); // after the strip, which follows the hand

  async function draw() {
    waiting = false;
    const { model, z, c } = store.get();
    const walk = walkOf();
    if (busy || model?.condition?.kind !== "class" || z.length !== model.latent_dim || !frames.node.checkVisibility())
      return;
    if (done?.z === z && alike(done, { model, ...walk })) return;
    const mine = (done = { model, z, ...walk });
    const told = Array.from({ length: FRAMES }, (_, i) => ({ c: walkAt(c.length, walk, i / (FRAMES - 1)) }));
    busy = true;
    const pixels = await session
      .many("conditions-interpolation", repeated(z, FRAMES), joined(told), FRAMES)
      .catch(() => null);
    busy = false;
    if (pixels && store.get().model === model) {
      frames.paint(partsOf(pixels, FRAMES), model.image_shape);
      shown = mine;
      mark();
    } else if (done === mine) done = null;
    if (pixels) later();
  }
  function mark() {
    frames.node.classList.toggle("of-another", !alike(shown, { model: store.get().model, ...walkOf() }));
  }
  return { later, mark };
}

function alike(one, other) {
  return ["model", "from", "to"].every((key) => one?.[key] === other[key]);
}
