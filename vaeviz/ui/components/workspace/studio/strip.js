/** The strip: the same z in every column, made anew with every move of it. */

import { paint } from "../picture/paint.js";
import { h, setText } from "../shell/dom.js";
import { createCell, rove, settle } from "./cells.js";
import { columnsOf, presentOf } from "./columns.js";
import { createFollowing } from "./following.js";
import { shareWords, stripWords } from "./words.js";

const SHORT = 2; // letters of a name beside which there is room for a word

/** Build it; `session` makes the pictures, `explore(z, c)` goes on at the Explore page, `shown(pixels, {model, columns})` hears of each strip. */
export function createStrip(store, { session, actions, explore, shown }) {
  const title = h("h2", { dataTestid: "studio-title" });
  const share = h("p", { className: "hint" });
  const body = h("div", { className: "tiles", role: "group", dataTestid: "tiles" });
  let tiles = [];
  let names = "";

  const follow = createFollowing(session, (pixels, wish) => {
    const { columns, model } = wish;
    if (columns.length !== tiles.length) return; // of another model, or another attribute
    const size = pixels.length / columns.length;
    tiles.forEach(({ canvas }, i) => paint(canvas, pixels.subarray(i * size, (i + 1) * size), model.image_shape));
    shown(pixels, wish);
  }, (on) => (body.dataset.busy = on ? "yes" : "no"));
  function build(columns) {
    tiles = columns.map((_, i) => createCell(`tile-${i}`, "", { take: () => take(i), explore: () => go(i) }, ""));
    body.style.setProperty("--columns", columns.length);
    body.classList.toggle("long-names", columns.some(({ name }) => name.length > SHORT));
    body.replaceChildren(...tiles.map(({ node }) => node));
    settle([tiles.map(({ node }) => node)]);
  }
  function take(i) {
    const { name, title = `Class ${name}`, c } = columnsOf(store.get())[i];
    actions.setCondition(c, `${title}.`);
  }
  function go(i) {
    const state = store.get();
    explore(state.z, columnsOf(state)[i].c);
  }
  store.watch(["model", "c", "sweep"], (state) => {
    if (!state.model) return;
    const columns = columnsOf(state);
    const now = columns.map(({ name }) => name).join("\n");
    if (tiles.length !== columns.length) build(columns);
    const present = presentOf(columns, state.c);
    tiles.forEach((tile, i) => {
      if (now !== names) tile.call(columns[i].name, `${state.model.condition?.kind === "class" ? "class " : ""}${columns[i].title ?? columns[i].name}`);
      tile.mark(i === present);
    });
    names = now;
  });
  store.watch(["model", "z", "c", "sweep", "way", "painted", "link"], (state) => {
    if (state.model && state.z.length === state.model.latent_dim) follow(state, columnsOf(state));
  });
  store.watch(["model", "source", "sweep"], (state) => {
    if (!state.model) return;
    const text = stripWords(state);
    setText(title, text);
    setText(share, shareWords(state.model));
    share.title = share.textContent;
    body.setAttribute("aria-label", text);
  });
  rove(body, () => [tiles.map(({ node }) => node)]);
  return { node: h("section", { className: "sweep", ariaLabel: "Strip" }, h("div", { className: "heading" }, title, share), body), heading: title };
}
