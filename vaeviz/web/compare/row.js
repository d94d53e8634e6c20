/** A row of pictures; where they can be chosen they are buttons, and arrows go from one to the next. */

import { h, press, setText } from "../core/dom.js";

/** Build it; `choose(i)` hears which one was pressed, null where none can be. `name` says what stands in it. */
export function createRow(test, choose) {
  const node = h("div", {
    className: "pictures",
    role: choose ? "group" : null,
    onkeydown: (event) => rove(event, node),
  });
  const row = {
    node,
    canvases: [],

    /** Stand for `wanted`, [{label, text}, ...]; the one at `chosen` is marked, null marks none. */
    name(wanted, chosen) {
      if (row.canvases.length !== wanted.length) {
        row.canvases = wanted.map((_, i) =>
          h("canvas", { className: "crisp", width: 28, height: 28, role: "img", dataTestid: `${test}-${i}` }),
        );
        node.replaceChildren(...row.canvases.map((canvas, i) => cell(canvas, choose && (() => choose(i)))));
        node.style.setProperty("--across", Math.max(10, wanted.length));
      }
      wanted.forEach(({ label, text }, i) => {
        const one = node.children[i];
        setText(one.lastChild, text);
        (choose ? one : row.canvases[i]).setAttribute("aria-label", label);
        if (!choose) return;
        press(one, i === chosen);
        one.tabIndex = i === (chosen ?? 0) ? 0 : -1;
      });
    },
  };
  return row;
}

function cell(canvas, onclick) {
  const tag = onclick ? "button" : "div";
  return h(tag, { ...(onclick && { type: "button", onclick }), className: "picture-cell" }, canvas, h("span", {}));
}

function rove(event, node) {
  const all = [...node.children];
  const at = all.indexOf(event.target);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const next = all[Math.max(0, Math.min(all.length - 1, to))];
  next.focus();
  next.click();
}
