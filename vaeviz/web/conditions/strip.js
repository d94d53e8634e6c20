/** The strip: the same z in every column, decoded again with every move of it. */

import { h, setText } from "../core/dom.js";
import { moveByArrows, setTabStop } from "./cells.js";
import { columnsOf, indexOf, zUnder } from "./columns.js";
import { createFollowing } from "./following.js";
import { createFrames, imagesOf } from "./frames.js";
import { shareWords, stripWords } from "./words.js";

/**
 * @import { Actions, Model, PageStore, State } from "../core/types.js"
 * @import { Column } from "./columns.js"
 * @import { Decoding } from "./following.js"
 * @import { Frames } from "./frames.js"
 */

const SHORT = 2; // letters of a name beside which there is room for a word

/**
 * Build it; `session` makes the images, `explore(z, c)` opens Explore, `shown(images, model)` gets each strip.
 * @param {PageStore} store
 * @param {{ session: Decoding, actions: Actions, explore(z: Float32Array, c: Float32Array): void,
 *   shown(images: Uint8Array[], model: Model): void }} parts
 */
export function createStrip(store, { session, actions, explore, shown }) {
  const title = h("h2", { dataTestid: "strip-title" });
  const share = h("p", { className: "hint" });
  const body = h("div", { className: "tiles", role: "group", dataTestid: "tiles", dataBusy: "no" });
  /** @type {Frames | null} */
  let frames = null;
  let names = "";

  const follow = createFollowing(
    session,
    (pixels, { columns, model }) => {
      if (columns.length !== frames?.cells.length) return; // of another model, or another attribute
      const images = imagesOf(pixels, columns.length);
      frames.paint(images, model.image_shape);
      shown(images, model);
    },
    (waiting) => {
      body.dataset.busy = waiting ? "yes" : "no";
    },
  );
  function build(/** @type {Column[]} */ columns) {
    const made = createFrames(columns.length, "tile", { take, explore: exploreAt });
    body.classList.toggle(
      "long-names",
      columns.some(({ name }) => name.length > SHORT),
    );
    body.style.setProperty("--columns", String(columns.length));
    body.replaceChildren(made.node);
    setTabStop([made.nodes]);
    return made;
  }
  function take(/** @type {number} */ i) {
    const { name, title: text = `Class ${name}`, c } = columnsOf(store.get())[i];
    actions.takeColumn(c, `${text}.`);
  }
  function exploreAt(/** @type {number} */ i) {
    const state = store.get();
    const { c } = columnsOf(state)[i];
    explore(zUnder(state, state.z, state.c, c), c);
  }
  function nameTiles(/** @type {Readonly<State>} */ state) {
    const columns = columnsOf(state);
    const now = columns.map(({ name }) => name).join("\n");
    if (frames?.cells.length !== columns.length) frames = build(columns);
    const present = indexOf(columns, state.c);
    const before = state.model.condition?.kind === "class" ? "class " : "";
    frames.cells.forEach((tile, i) => {
      if (now !== names) tile.name(columns[i].name, `${before}${columns[i].title ?? columns[i].name}`);
      tile.mark(i === present);
    });
    names = now;
  }
  store.watch(["model", "c", "sweep"], (state) => {
    if (state.model) nameTiles(state);
  });
  store.watch(["model", "z", "c", "sweep", "held", "way", "painted", "link"], (state) => {
    if (state.model && state.z.length === state.model.latent_dim) follow(state, columnsOf(state));
  });
  store.watch(["model", "source", "sweep", "held"], (state) => {
    if (!state.model) return;
    const text = stripWords(state);
    setText(title, text);
    setText(share, shareWords(state));
    share.title = shareWords(state);
    body.setAttribute("aria-label", text);
  });
  moveByArrows(body, () => (frames ? [frames.nodes] : []));
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
