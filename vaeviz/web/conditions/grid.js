/** The grid: rows of several z by the strip's columns. A cell is decoded again when its row or its column changes. */

import { afterFrame, button, h } from "../core/dom.js";
import { moveByArrows, setTabStop } from "./cells.js";
import { columnsOf, indexOf, inputsOf } from "./columns.js";
import { createGridFile } from "./file.js";
import { createFrames } from "./frames.js";
import { rowsOf } from "./styles.js";

/**
 * @import { Actions, Model, PageStore } from "../core/types.js"
 * @import { Column } from "./columns.js"
 * @import { Thumbnails } from "./file.js"
 * @import { Frames } from "./frames.js"
 * @import { Row } from "./styles.js"
 * @typedef {{ actions: Actions, explore(z: Float32Array, c: Float32Array): void }} Doing
 */

/**
 * Build it: {node, follow}. `thumbnails` keeps images, `explore` opens Explore. The row of the current z shows those of
 * the strip, which `follow(images, model)` hands over; they may be a frame late.
 * @param {PageStore} store
 * @param {Doing & { thumbnails: Thumbnails }} parts
 */
export function createGrid(store, { actions, thumbnails, explore }) {
  const body = h("div", { className: "rows-of-z", role: "group", ariaLabel: "Grid: rows of z by conditions" });
  /** @type {{ row: Row, frames: Frames }[]} */
  let rows = [];
  let built = "";
  /** @type {HTMLElement[]} */
  let head = [];
  /** @type {{ images: Uint8Array[], model: Model } | null} */
  let latest = null; // what the strip shows
  const fill = createFilling(store, thumbnails, () => rows.forEach(show));
  const followNow = afterFrame(() => {
    if (rows[0] && latest?.images.length === head.length) rows[0].frames.paint(latest.images, latest.model.image_shape);
  });

  function show(/** @type {{ row: Row, frames: Frames }} */ { row, frames }) {
    if (row.kind === "now") return;
    const images = inputsOf(store.get(), row).map((input) => thumbnails.pixels(input));
    frames.paint(images, store.get().model.image_shape);
  }
  function build(/** @type {Row[]} */ wanted, /** @type {Column[]} */ columns) {
    rows = wanted.map((row) => ({ row, frames: createRow(store, row.key, columns, { actions, explore }) }));
    head = columns.map(({ name }) => h("span", { title: name }, name));
    const top = h(
      "div",
      { className: "line head", ariaHidden: "true" },
      h("span", {}),
      h("div", { className: "over" }, ...head),
    );
    const lines = rows.map(({ row, frames }) =>
      h(
        "div",
        { className: "line", role: "group", ariaLabel: row.name, dataTestid: `row-of-${row.key}` },
        createRowHead(row, actions),
        frames.node,
      ),
    );
    body.style.setProperty("--columns", String(columns.length));
    body.replaceChildren(top, ...lines);
    setTabStop(rows.map(({ frames }) => frames.nodes));
    followNow();
  }

  store.watch(["model", "c", "sweep", "held", "pins", "styles"], (state) => {
    if (!state.model) return; // the row of the current z follows the strip
    const columns = columnsOf(state);
    const wanted = rowsOf(state);
    const now = [state.model.digest, ...columns.map(({ name }) => name), ...wanted.map(({ key }) => key)].join("\n");
    if (now !== built) build(wanted, columns);
    built = now;
    wanted.forEach((row, i) => {
      rows[i].row = row;
    });
    const present = indexOf(columns, state.c);
    head.forEach((name, i) => name.classList.toggle("now", i === present));
    fill();
  });
  store.watch(["painted", "link"], fill);
  moveByArrows(body, () => rows.map(({ frames }) => frames.nodes));
  return {
    node: h("section", { className: "grid", ariaLabel: "More samples" }, createHead(store, actions, thumbnails), body),
    follow(/** @type {Uint8Array[]} */ images, /** @type {Model} */ model) {
      latest = { images, model };
      followNow();
    },
  };
}

/**
 * The images of one row: a click takes its z and the column's condition.
 * @param {PageStore} store
 * @param {string} key
 * @param {Column[]} columns
 * @param {Doing} doing
 */
function createRow(store, key, columns, { actions, explore }) {
  const column = (/** @type {number} */ i) => columnsOf(store.get())[i];
  const find = () => /** @type {Row} */ (rowsOf(store.get()).find((row) => row.key === key));
  const titleOf = (/** @type {Column} */ { name, title }) => title ?? name;
  const frames = createFrames(
    columns.length,
    `cell-${key}`,
    {
      take: (i) => actions.takeStyle(find(), column(i).c, `Moved to ${find().name}, ${titleOf(column(i))}.`),
      explore(i) {
        const { z, c } = inputsOf(store.get(), find())[i];
        explore(z, c);
      },
    },
    false,
  );
  frames.cells.forEach((cell, i) => cell.name("", `${find().name}, ${titleOf(columns[i])}`));
  return frames;
}

/** @param {PageStore} store @param {Actions} actions @param {Thumbnails} thumbnails */
function createHead(store, actions, thumbnails) {
  const more = button("Add sample", "style-add", "Add a row with another z from the prior", () => actions.addStyle());
  const renew = button("Resample", "style-renew", "Resample all rows that are not pins", () => actions.renewStyles());
  return h(
    "div",
    { className: "heading" },
    h("h2", {}, "More samples"),
    h("div", { className: "tools" }, more, renew, createGridFile(store, thumbnails)),
  );
}

/** The name of a row, and what can be done with it. @param {Row} row @param {Actions} actions */
function createRowHead(row, actions) {
  const keep = (/** @type {() => void} */ work, /** @type {string} */ title) =>
    button("Keep", `keep-${row.key}`, title, work, { className: "quiet word", ariaLabel: `Keep the row ${row.name}` });
  const remove = (/** @type {() => void} */ work) =>
    button("\u00d7", `remove-${row.key}`, `Remove the row ${row.name}; undo brings it back`, work, {
      className: "quiet",
      ariaLabel: `Remove the row ${row.name}`,
    });
  const tools = [];
  if (row.kind === "now") tools.push(keep(() => actions.pin(), "Keep the current z as a row: a pin (P)"));
  if (row.kind === "pin") tools.push(remove(() => actions.unpin(row.letter)));
  if (row.kind === "draw")
    tools.push(
      keep(() => actions.keepStyle(row.seed), "Keep this row as a pin"),
      remove(() => actions.removeStyle(row.seed)),
    );
  return h("div", { className: "row-head" }, h("span", {}, row.name), h("span", { className: "row-tools" }, ...tools));
}

/**
 * Decode the missing images, a row at a time, so that the strip need not wait for long; `show()` paints what is there.
 * @param {PageStore} store
 * @param {Thumbnails} thumbnails
 * @param {() => void} show
 */
function createFilling(store, thumbnails, show) {
  let busy = false;
  let again = false;
  const later = afterFrame(fill);

  async function fill() {
    show();
    again = busy;
    if (busy || !store.get().model) return;
    busy = true;
    let made = true;
    for (const row of rowsOf(store.get()).filter(({ kind }) => kind !== "now")) {
      made = await thumbnails.make("conditions-grid", inputsOf(store.get(), row));
      if (!made || again) break;
      show();
    }
    busy = false;
    if (made && again) later();
  }
  return later;
}
