/** The grid: rows of several z by the strip's columns. Every cell is made anew when its row or its column changes. */

import { paint } from "../picture/paint.js";
import { afterFrame, button, h } from "../shell/dom.js";
import { createCell, rove, settle } from "./cells.js";
import { columnsOf, presentOf } from "./columns.js";
import { createGridFile } from "./file.js";
import { rowsOf } from "./styles.js";

/**
 * Build it: {node, follow}; `thumbnails` keeps the pictures of places, `explore(z, c)` goes on at the Explore page. The
 * row of the z at hand shows the strip's pictures, which `follow(pixels, {model, columns})` hands over.
 */
export function createGrid(store, { actions, thumbnails, explore }) {
  const body = h("div", { className: "rows-of-z", role: "group", ariaLabel: "Grid: rows of z by conditions" });
  let rows = []; // of cells, with what they stand for: {row, cells}
  let built = "";
  let head = [];
  let latest = null; // the strip's pictures
  const fill = createFilling(store, thumbnails, () => rows.forEach(({ row, cells }) => show(row, cells)));

  function show(row, cells) {
    const columns = columnsOf(store.get());
    if (row.kind !== "now") cells.forEach(({ canvas }, i) => columns[i] && thumbnails.show(canvas, { z: row.z, c: columns[i].c }));
  }
  function build(wanted, columns) {
    rows = wanted.map((row) => ({ row, cells: columns.map((_, i) => createCellOf(store, row.key, i, { actions, explore, find: () => find(row.key) })) }));
    head = columns.map(({ name }) => h("span", { title: name }, name));
    const top = h("div", { className: "line head", ariaHidden: "true" }, h("span", {}), ...head);
    const lines = rows.map(({ row, cells }) => h("div", { className: "line", role: "group", ariaLabel: row.name, dataTestid: `row-of-${row.key}` }, createRowHead(row, actions), ...cells.map(({ node }) => node)));
    body.style.setProperty("--columns", columns.length);
    body.replaceChildren(top, ...lines);
    settle(rows.map(({ cells }) => cells.map(({ node }) => node)));
    if (latest?.columns.length === columns.length && latest.model === store.get().model) follow(latest.pixels, latest);
  }
  function follow(pixels, { columns, model }) {
    latest = { pixels, columns, model };
    const size = pixels.length / columns.length;
    if (rows[0]?.cells.length === columns.length) rows[0].cells.forEach(({ canvas }, i) => paint(canvas, pixels.subarray(i * size, (i + 1) * size), model.image_shape));
  }
  const find = (key) => rows.find(({ row }) => row.key === key)?.row;

  store.watch(["model", "z", "c", "sweep", "pins", "styles"], (state) => {
    if (!state.model || state.z.length !== state.model.latent_dim) return;
    const columns = columnsOf(state);
    const wanted = rowsOf(state);
    const now = [state.model.digest, ...columns.map(({ name }) => name), ...wanted.map(({ key }) => key)].join("\n");
    if (now !== built) build(wanted, columns);
    built = now;
    wanted.forEach((row, i) => (rows[i].row = row));
    const present = presentOf(columns, state.c);
    head.forEach((name, i) => name.classList.toggle("now", i === present));
    fill();
  });
  store.watch(["painted", "link"], fill);
  rove(body, () => rows.map(({ cells }) => cells.map(({ node }) => node)));
  return {
    node: h("section", { className: "grid", ariaLabel: "Several z" }, createHead(store, actions, thumbnails), body),
    follow,
  };
}

/** One cell: a click takes its z and c. */
function createCellOf(store, key, i, { actions, explore, find }) {
  const column = () => columnsOf(store.get())[i];
  const { name, title } = column();
  return createCell(`cell-${key}-${i}`, `${key.replace("-", " ")}, ${title ?? name}`, {
    take: () => actions.takeStyle(find(), column().c, `Took ${find().name}, ${column().title ?? column().name}.`),
    explore: () => explore(find().z, column().c),
  });
}

function createHead(store, actions, thumbnails) {
  const more = button("another row", "style-add", "Another z from the prior, as a row", () => actions.addStyle());
  const renew = button("new styles", "style-renew", "Draw anew all rows that are not pinned", () => actions.renewStyles());
  return h("div", { className: "heading" }, h("h2", {}, "Several z, the same columns"), h("div", { className: "tools" }, more, renew, createGridFile(store, thumbnails)));
}

/** The name of a row, and what can be done with it. */
function createRowHead(row, actions) {
  const keep = (work, title) => button("keep", `keep-${row.key}`, title, work, { className: "quiet word", ariaLabel: `Keep the row ${row.name}` });
  const remove = (work) => button("\u00d7", `remove-${row.key}`, `Remove the row ${row.name}; undo brings it back`, work, { className: "quiet", ariaLabel: `Remove the row ${row.name}` });
  const tools = {
    now: () => [keep(() => actions.pin(), "Keep the z at hand as a row: a pin (P)")],
    pin: () => [remove(() => actions.unpin(row.letter))],
    draw: () => [keep(() => actions.keepStyle(row.seed), "Keep this row as a pin: it is then in the address"), remove(() => actions.removeStyle(row.seed))],
  }[row.kind]();
  return h("div", { className: "row-head" }, h("span", {}, row.name), h("span", { className: "row-tools" }, ...tools));
}

/** Make the missing pictures, a row at a time, so that the strip need not wait for long; `show()` paints what is there. */
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
      made = await thumbnails.make("studio-grid", columnsOf(store.get()).map(({ c }) => ({ z: row.z, c })));
      if (!made || again) break;
      show();
    }
    busy = false;
    if (made && again) later();
  }
  return later;
}
