/** The grid: rows of several z by the strip's columns. Every cell is made anew when its row or its column changes. */

import { afterFrame, button, h } from "../core/dom.js";
import { rove, settle } from "./cells.js";
import { columnsOf, placesOf, presentOf } from "./columns.js";
import { createGridFile } from "./file.js";
import { createReel } from "./frames.js";
import { rowsOf } from "./styles.js";

/**
 * Build it: {node, follow}; `thumbnails` keeps the pictures of places, `explore(z, c)` goes on at the Explore page. The
 * row of the z at hand shows the strip's pictures, which `follow(parts, model)` hands over; they may be a frame late.
 */
export function createGrid(store, { actions, thumbnails, explore }) {
  const body = h("div", { className: "rows-of-z", role: "group", ariaLabel: "Grid: rows of z by conditions" });
  let rows = []; // what each row stands for, and its pictures: {row, reel}
  let built = "";
  let head = [];
  let latest = null; // the strip's pictures: {parts, model}
  const fill = createFilling(store, thumbnails, () => rows.forEach(show));
  const followNow = afterFrame(
    () => rows[0] && latest?.parts.length === head.length && rows[0].reel.paint(latest.parts, latest.model.image_shape),
  );

  function show({ row, reel }) {
    if (row.kind === "now") return;
    const parts = placesOf(store.get(), row).map((place) => thumbnails.pixels(place));
    reel.paint(parts, store.get().model.image_shape);
  }
  function build(wanted, columns) {
    rows = wanted.map((row) => ({
      row,
      reel: createRow(store, row.key, columns, { actions, explore, find: () => find(row.key) }),
    }));
    head = columns.map(({ name }) => h("span", { title: name }, name));
    const top = h(
      "div",
      { className: "line head", ariaHidden: "true" },
      h("span", {}),
      h("div", { className: "over" }, ...head),
    );
    const lines = rows.map(({ row, reel }) =>
      h(
        "div",
        { className: "line", role: "group", ariaLabel: row.name, dataTestid: `row-of-${row.key}` },
        createRowHead(row, actions),
        reel.node,
      ),
    );
    body.style.setProperty("--columns", columns.length);
    body.replaceChildren(top, ...lines);
    settle(rows.map(({ reel }) => reel.nodes));
    followNow();
  }
  const find = (key) => rowsOf(store.get()).find((row) => row.key === key);

  store.watch(["model", "c", "sweep", "held", "pins", "styles"], (state) => {
    if (!state.model) return; // the row of the z at hand follows the strip
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
  rove(body, () => rows.map(({ reel }) => reel.nodes));
  return {
    node: h("section", { className: "grid", ariaLabel: "Several z" }, createHead(store, actions, thumbnails), body),
    follow(parts, model) {
      latest = { parts, model };
      followNow();
    },
  };
}

/** The pictures of one row: a click takes its z and the column's condition. */
function createRow(store, key, columns, { actions, explore, find }) {
  const column = (i) => columnsOf(store.get())[i];
  const said = ({ name, title }) => title ?? name;
  const go = ({ z, c }) => explore(z, c);
  const take = (i) => actions.takeStyle(find(), column(i).c, `Took ${find().name}, ${said(column(i))}.`);
  const reel = createReel(
    columns.length,
    `cell-${key}`,
    { take, explore: (i) => go(placesOf(store.get(), find())[i]) },
    false,
  );
  reel.cells.forEach((cell, i) => cell.call("", `${key.replace("-", " ")}, ${said(columns[i])}`));
  return reel;
}

function createHead(store, actions, thumbnails) {
  const more = button("another row", "style-add", "Another z from the prior, as a row", () => actions.addStyle());
  const renew = button("new styles", "style-renew", "Draw anew all rows that are not pinned", () =>
    actions.renewStyles(),
  );
  return h(
    "div",
    { className: "heading" },
    h("h2", {}, "Several z, the same columns"),
    h("div", { className: "tools" }, more, renew, createGridFile(store, thumbnails)),
  );
}

/** The name of a row, and what can be done with it. */
function createRowHead(row, actions) {
  const keep = (work, title) =>
    button("keep", `keep-${row.key}`, title, work, { className: "quiet word", ariaLabel: `Keep the row ${row.name}` });
  const remove = (work) =>
    button("\u00d7", `remove-${row.key}`, `Remove the row ${row.name}; undo brings it back`, work, {
      className: "quiet",
      ariaLabel: `Remove the row ${row.name}`,
    });
  const tools = {
    now: () => [keep(() => actions.pin(), "Keep the z at hand as a row: a pin (P)")],
    pin: () => [remove(() => actions.unpin(row.letter))],
    draw: () => [
      keep(() => actions.keepStyle(row.seed), "Keep this row as a pin: it is then in the address"),
      remove(() => actions.removeStyle(row.seed)),
    ],
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
      made = await thumbnails.make("conditions-grid", placesOf(store.get(), row));
      if (!made || again) break;
      show();
    }
    busy = false;
    if (made && again) later();
  }
  return later;
}
