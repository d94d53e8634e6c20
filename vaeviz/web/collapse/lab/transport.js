/** Play and pause, one step, how fast, and a fresh run. */

import { button, h, press, setText } from "../../core/dom.js";

const PACES = [
  [0, "full speed"],
  [100, "100 steps/s"],
  [30, "30 steps/s"],
  [10, "10 steps/s"],
  [1, "1 step/s"],
];
const STEP = 1;
const COPIES = "Copy the command that trains the same run without this page";
const MOVED = "Settings were moved while this run trained: no one command makes it again. A fresh run can be copied.";

/** Build the block of buttons for `run`. */
export function createTransport(run, page) {
  const toggle = button("", "lab-play", null, () => run.playing(!run.state.get().playing), { className: "play" });
  const step = button("step", "lab-step", "Train one step", () => run.step(STEP));
  const fresh = button(
    "fresh run",
    "lab-fresh",
    "Start anew from the first weights, with the settings as they are; this run stays as a faint line",
    () => run.begin(),
  );
  const copy = button("copy as command", "lab-copy", COPIES, () => copyCommand(run, page));
  run.state.watch(["playing"], ({ playing }) => {
    setText(toggle, playing ? "\u275a\u275a pause" : "\u25b6 play");
    press(toggle, playing);
  });
  run.state.watch(["phase"], ({ phase }) => {
    for (const node of [toggle, step, fresh]) node.disabled = phase === "refused";
  });
  run.state.watch(["now"], ({ now }) => {
    copy.disabled = !now?.command;
    const title = now && !now.command ? MOVED : COPIES;
    if (copy.title !== title) copy.title = title;
  });
  const line = h("div", { className: "transport-line" }, toggle, step, fresh);
  return h(
    "div",
    { className: "transport", role: "group", ariaLabel: "The run" },
    line,
    h("div", { className: "transport-line" }, createPace(page.store), copy),
  );
}

function createPace(store) {
  const list = h(
    "select",
    { ariaLabel: "Speed", dataTestid: "lab-pace" },
    ...PACES.map(([value, text]) => h("option", { value }, text)),
  );
  list.onchange = () => store.set({ lab_pace: Number(list.value) });
  store.watch(["lab_pace"], ({ lab_pace: pace }) => {
    if (!PACES.some(([value]) => value === pace)) list.append(h("option", { value: pace }, `${pace} steps/s`)); // from a link
    list.value = String(pace);
  });
  return h("span", { className: "pace", dataControl: "lab_pace", dataLabel: "speed" }, list);
}

async function copyCommand(run, page) {
  const { command } = run.state.get().now;
  try {
    await navigator.clipboard.writeText(command);
    page.say("The command is copied.");
  } catch {
    page.say(`The browser does not let the page copy. The command: ${command}`);
  }
}
