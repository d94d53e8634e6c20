/** What a drag on the map does, and which group a lasso makes. */

import { button, h, press } from "../core/dom.js";
import { LETTERS } from "./selection.js";

const TOOLS = [
  { tool: "walk", title: "Drag to walk or to move the map (W)" },
  { tool: "lasso", title: "Draw around codes to select them (O); with Shift at any time" },
  { tool: "box", title: "Drag a box around codes to select them (B)" },
];

/** Build the two switches. */
export function createTools(store, actions) {
  const tools = TOOLS.map(({ tool, title }) =>
    button(tool, `tool-${tool}`, title, () => store.set({ tool, say: title })),
  );
  const aims = LETTERS.map((letter, k) =>
    button(letter, `aim-${letter}`, `The next lasso makes group ${letter}`, () => actions.aim(k), {
      ariaLabel: `Next group: ${letter}`,
    }),
  );
  const aim = h("div", { className: "group", role: "group", ariaLabel: "Group that the next lasso makes" }, ...aims);
  store.watch(["tool"], ({ tool }) => tools.forEach((node, i) => press(node, TOOLS[i].tool === tool)));
  store.watch(["aim"], ({ aim: k }) => aims.forEach((node, i) => press(node, i === k)));
  store.watch(
    ["tool", "selections"],
    ({ tool, selections }) => (aim.hidden = tool === "walk" && !selections.some(Boolean)),
  );
  return h(
    "div",
    { className: "tools" },
    h("div", { className: "group", role: "group", ariaLabel: "Drag on the map to" }, ...tools),
    aim,
  );
}
