/** The strip: the same z in every column, made anew with every move of it. */

import { h, setText } from "../core/dom.js";
import { rove, settle } from "./cells.js";
import { columnsOf, presentOf, zUnder } from "./columns.js";
import { createFollowing } from "./following.js";
import { createReel, partsOf } from "./frames.js";
import { shareWords, stripWords } from "./words.js";

const SHORT = 2; // letters of a name beside which there is room for a word

/** Build it; `session` makes the pictures, `explore(z, c)` goes on at the Explore page, `shown(parts, model)` hears of each strip. */
export function createStrip(store, { session, actions, explore, shown }) {
  const title = h("h2", { dataTestid: "strip-title" });
  const share = h("p", { className: "hint" });
  const body = h("div", { className: "tiles", role: "group", dataTestid: "tiles", dataBusy: "no" });
  let reel = null;
  let names = "";

  const follow = createFollowing(
    session,
    (pixels, { columns, model }) => {
      if (columns.length !== reel.cells.length) return; // of another model, or another attribute
      const parts = partsOf(pixels, columns.length);
      reel.paint(parts, model.image_shape);
      shown(parts, model);
    },
    (on) => (body.dataset.busy = on ? "yes" : "no"),
  );
  function build(columns) {
    reel = createReel(columns.length, "tile", { take, explore: go });
    body.classList.toggle(
      "long-names",
      columns.some(({ name }) => name.length > SHORT),
    );
    body.style.setProperty("--columns", columns.length);
    body.replaceChildren(reel.node);
    settle([reel.nodes]);
  }
  function take(i) {
    const { name, title = `Class ${name}`, c } = columnsOf(store.get())[i];
    actions.takeColumn(c, `${title}.`);
  }
  function go(i) {
    const state = store.get();
    const { c } = columnsOf(state)[i];
    explore(zUnder(state, state.z, state.c, c), c);
  }
  store.watch(["model", "c", "sweep"], (state) => {
    if (!state.model) return;
    const columns = columnsOf(state);
    const now = columns.map(({ name }) => name).join("\n");
    if (reel?.cells.length !== columns.length) build(columns);
    const present = presentOf(columns, state.c);
    reel.cells.forEach((tile, i) => {
      if (now !== names)
        tile.call(
          columns[i].name,
          `${state.model.condition?.kind === "class" ? "class " : ""}${columns[i].title ?? columns[i].name}`,
        );
      tile.mark(i === present);
    });
    names = now;
  });
  store.watch(["model", "z", "c", "sweep", "held", "way", "painted", "link"], (state) => {
    if (state.model && state.z.length === state.model.latent_dim) follow(state, columnsOf(state));
  });
  store.watch(["model", "source", "sweep", "held"], (state) => {
    if (!state.model) return;
    const text = stripWords(state);
    setText(title, text);
    setText(share, shareWords(state));
    share.title = share.textContent;
    body.setAttribute("aria-label", text);
  });
  rove(body, () => (reel ? [reel.nodes] : []));
  return {
    node: h(
      "section",
      { className: "sweep", ariaLabel: "Strip" },
      h("div", { className: "heading" }, title, share),
      body,
    ),
    heading: title,
  };
}
