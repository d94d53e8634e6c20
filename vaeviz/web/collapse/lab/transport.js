/** Play and pause, one step, the speed, and a fresh run. */

import { button, h, press, setText } from "../../core/dom.js";

/** @import { CollapsePage, CollapseStore } from "../../core/types.js" */
/** @import { LabRun } from "./run.js" */

/** @type {[number, string][]} */
const PACES = [
  [0, "Full speed"],
  [100, "100 steps/s"],
  [30, "30 steps/s"],
  [10, "10 steps/s"],
  [1, "1 step/s"],
];
const COPIES = "Copy the command that trains the same run without this page";
const MOVED = "Settings were moved while this run trained: no single command repeats it. A fresh run can be copied.";

/** @param {LabRun} run @param {CollapsePage} page */
export function createTransport(run, page) {
  const toggle = button("", "lab-play", null, () => run.play(!run.state.get().playing), { className: "play" });
  const step = button("Step", "lab-step", "Train one step", () => run.step(1));
  const again = "Train from the first weights with the present settings; this run stays as a faint line";
  const fresh = button("Fresh run", "lab-fresh", again, run.begin);
  const copy = button("Copy as command", "lab-copy", COPIES, () => copyCommand(run, page));
  run.state.watch(["playing"], ({ playing }) => {
    setText(toggle, playing ? "\u275a\u275a Pause" : "\u25b6 Play");
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
  return h(
    "div",
    { className: "transport", role: "group", ariaLabel: "The run" },
    h("div", { className: "transport-line" }, toggle, step, fresh),
    h("div", { className: "transport-line" }, createPace(page.store), copy),
  );
}

/** @param {CollapseStore} store */
function createPace(store) {
  const list = h(
    "select",
    { ariaLabel: "Speed", dataTestid: "lab-pace" },
    ...PACES.map(([value, text]) => h("option", { value }, text)),
  );
  list.onchange = () => store.set({ lab_pace: Number(list.value) });
  store.watch(["lab_pace"], ({ lab_pace: pace }) => {
    const listed = PACES.some(([value]) => value === pace);
    if (!listed) list.append(h("option", { value: pace }, `${pace} steps/s`)); // from a link
    list.value = String(pace);
  });
  return h("span", { className: "pace", dataControl: "lab_pace", dataLabel: "Speed" }, list);
}

/** @param {LabRun} run @param {CollapsePage} page */
async function copyCommand(run, page) {
  const command = run.state.get().now?.command;
  try {
    await navigator.clipboard.writeText(command);
    page.say("Command copied");
  } catch {
    page.say(`The browser does not allow the page to copy. The command: ${command}`);
  }
}
