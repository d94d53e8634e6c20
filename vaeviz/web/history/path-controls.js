/** The path in the dock: its method, its position, played or by hand; its files; and the analogy of three pins. */

/** @import { Actions, PageStore, Path } from "../core/types.js" */

import { prepareRange } from "../latents/slider.js";
import { afterFrame, button, h, press, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { METHODS, pathCodes } from "./path.js";
import { SPEEDS } from "./player.js";

const STEPS = 100; // of the slider, from pin to pin
const ON_THE_MAP = 61; // points of the path that are drawn there

/**
 * Build the controls; hidden until there are two pins.
 * @param {PageStore} store
 * @param {Actions} actions
 * @param {{gif: () => Promise<void>, strip: () => Promise<void>}} exports
 */
export function createPathControls(store, actions, exports) {
  const line = (/** @type {HTMLElement[]} */ ...nodes) => h("div", { className: "line" }, ...nodes);
  const node = h(
    "div",
    { className: "path-controls", role: "group", ariaLabel: "Path between the pins" },
    line(h("span", { className: "label" }, "Path"), createMethod(store, actions), createSpeed(store, actions)),
    line(createPlay(store, actions), ...createPosition(store, actions)),
    line(
      createExport("GIF", "gif", "Save the path, there and back, as an animated GIF", exports.gif),
      createExport("PNG", "png", "Save the path as one row of images", exports.strip),
      createAnalogy(store, actions),
    ),
  );
  const draw = afterFrame(() => {
    const { path, pins, codes } = store.get();
    store.set({ trail: path && pathCodes({ path, pins, codes }, ON_THE_MAP) });
  });
  store.watch(["path", "pins", "codes"], ({ path }) => {
    node.hidden = !path;
    draw();
  });
  return node;
}

/** @param {PageStore} store @param {Actions} actions */
function createMethod(store, actions) {
  const options = Object.entries(METHODS).map(([value, { text, title }]) => h("option", { value, title }, text));
  const select = h("select", { dataTestid: "path-method", ariaLabel: "Interpolation between the pins" }, ...options);
  select.onchange = () => actions.setMethod(/** @type {Path["method"]} */ (select.value));
  store.watch(["path", "codes"], ({ path, codes }) => {
    options[options.length - 1].disabled = !codes?.n;
    if (path) Object.assign(select, { value: path.method, title: METHODS[path.method].title });
  });
  return select;
}

/** @param {PageStore} store @param {Actions} actions */
function createSpeed(store, actions) {
  const title = "Seconds for the whole path, one way";
  const options = SPEEDS.map((seconds) => h("option", { value: String(seconds) }, `${seconds} s`));
  const select = h("select", { dataTestid: "path-speed", ariaLabel: title, title }, ...options);
  select.onchange = () => actions.setSpeed(Number(select.value));
  store.watch(["path"], ({ path }) => {
    if (path) select.value = String(path.speed);
  });
  return select;
}

/** @param {PageStore} store @param {Actions} actions */
function createPlay(store, actions) {
  const title = "Play the path back and forth, or stop (Space)";
  const play = button("Play", "path-play", title, () => actions.togglePlay());
  store.watch(["path"], ({ path }) => {
    const playing = Boolean(path?.playing);
    press(play, playing);
    setText(play, playing ? "Stop" : "Play");
  });
  return play;
}

/** @param {PageStore} store @param {Actions} actions */
function createPosition(store, actions) {
  const range = h("input", {
    type: "range",
    min: "0",
    max: String(STEPS),
    step: "1",
    dataTestid: "path-t",
    ariaLabel: "t, how far along the path",
    title: "How far along the path: 0 is the first pin, 1 the last",
  });
  range.oninput = () => actions.followPath(range.valueAsNumber / Number(range.max));
  prepareRange(range, (tapped) => actions.remember(null, tapped));
  const number = h("output", { className: "num" });
  store.watch(["path", "pins"], ({ path, pins }) => {
    if (!path) return;
    range.max = String(STEPS * (pins.length - 1));
    range.value = String(Math.round(path.t * Number(range.max)));
    range.setAttribute("aria-valuetext", `t = ${fixed(path.t)}`);
    setText(number, `t ${fixed(path.t)}`);
  });
  return [range, number];
}

/** @param {string} text @param {string} name @param {string} title @param {() => Promise<void>} make */
function createExport(text, name, title, make) {
  const node = button(text, `path-${name}`, title, async () => {
    node.disabled = true;
    try {
      await make();
    } finally {
      node.disabled = false;
    }
  });
  return node;
}

/**
 * The builder "A - B + C"; it appears with the third pin.
 * @param {PageStore} store
 * @param {Actions} actions
 */
function createAnalogy(store, actions) {
  const selects = ["from", "without", "with"].map((role, i) =>
    h("select", { dataTestid: `analogy-${"abc"[i]}`, ariaLabel: `Analogy: ${role} pin` }),
  );
  const [a, b, c] = selects;
  const go = button(
    "Go",
    "analogy-go",
    "Analogy: z of the first pin minus the second plus the third, under the third's condition",
    () => actions.goAnalogy(a.value, b.value, c.value),
  );
  const node = h(
    "div",
    { className: "analogy", role: "group", ariaLabel: "Analogy", hidden: true },
    a,
    "\u2212",
    b,
    "+",
    c,
    go,
  );
  store.watch(["pins"], ({ pins }) => {
    const names = pins.map(({ name }) => name);
    const few = names.length < 3;
    selects.forEach((select, i) => {
      const chosen = !node.hidden && names.includes(select.value) ? select.value : names[i];
      select.replaceChildren(
        ...(few ? [] : names.map((name) => h("option", { value: name, selected: name === chosen }, name))),
      );
    });
    node.hidden = few;
  });
  return node;
}
