/** The path in the dock: which way, how far, played or by hand; its files; and the analogy of three pins. */

import { prepareRange } from "../latents/slider.js";
import { afterFrame, button, h, press, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { METHODS, pathCodes } from "./path.js";
import { SPEEDS } from "./player.js";

const STEPS = 100; // of the slider, from pin to pin
const ON_THE_MAP = 61; // places of the path that are drawn there

/** Build the controls; hidden until there are two pins. `exports` makes the files. */
export function createAlong(store, actions, exports) {
  const line = (...nodes) => h("div", { className: "line" }, ...nodes);
  const first = line(
    h("span", { className: "label" }, "path"),
    createMethod(store, actions),
    createSpeed(store, actions),
  );
  const second = line(createPlay(store, actions), ...createSlider(store, actions));
  const third = line(
    createExport("GIF", "gif", "Save the path, there and back, as an animated GIF", exports.gif),
    createExport("PNG", "png", "Save the path as one row of pictures", exports.strip),
    createAnalogy(store, actions),
  );
  const node = h(
    "div",
    { className: "along", role: "group", ariaLabel: "Path between the pins" },
    first,
    second,
    third,
  );
  const draw = afterFrame(() => {
    const state = store.get();
    store.set({ trail: state.path && pathCodes(state, ON_THE_MAP) });
  });
  store.watch(["path", "pins", "codes"], ({ path }) => {
    node.hidden = !path;
    draw();
  });
  return node;
}

function createMethod(store, actions) {
  const options = Object.entries(METHODS).map(([value, { text, title }]) => h("option", { value, title }, text));
  const select = h(
    "select",
    { dataTestid: "path-method", ariaLabel: "Way between the pins", onchange: () => actions.setMethod(select.value) },
    ...options,
  );
  store.watch(["path", "codes"], ({ path, codes }) => {
    options.at(-1).disabled = !codes?.n;
    if (path) Object.assign(select, { value: path.method, title: METHODS[path.method].title });
  });
  return select;
}

function createSpeed(store, actions) {
  const options = SPEEDS.map((seconds) => h("option", { value: seconds }, `${seconds} s`));
  const select = h(
    "select",
    {
      dataTestid: "path-speed",
      ariaLabel: "Seconds for the whole path",
      title: "Seconds for the whole path, one way",
      onchange: () => actions.setSpeed(Number(select.value)),
    },
    ...options,
  );
  store.watch(["path"], ({ path }) => path && (select.value = String(path.speed)));
  return select;
}

function createPlay(store, actions) {
  const play = button("play", "path-play", "Play the path to and fro, or stop (Space)", () => actions.togglePlay());
  store.watch(["path"], ({ path }) => {
    const playing = Boolean(path?.playing);
    press(play, playing);
    setText(play, playing ? "stop" : "play");
  });
  return play;
}

function createSlider(store, actions) {
  const range = h("input", {
    type: "range",
    min: 0,
    max: STEPS,
    step: 1,
    dataTestid: "path-t",
    ariaLabel: "t, how far along the path",
    title: "How far along the path: 0 is the first pin, 1 the last",
    oninput: () => actions.followPath(range.valueAsNumber / Number(range.max)),
  });
  prepareRange(range, () => actions.remember());
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

/** The builder "A - B + C"; it appears with the third pin. */
function createAnalogy(store, actions) {
  const selects = ["from", "without", "with"].map((role, i) =>
    h("select", { dataTestid: `analogy-${"abc"[i]}`, ariaLabel: `Analogy: ${role} pin` }),
  );
  const [a, b, c] = selects;
  const go = button(
    "go",
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
