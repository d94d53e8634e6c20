/** Both maps, coloured by class, the same image marked on both; and how far a linear rule reads the class off z. */

import { titleOf } from "../map/map-card.js";
import { codeSource } from "../map/codes.js";
import { drawGlyph } from "../map/palette.js";
import { button, h, press, setText } from "../core/dom.js";
import { createChart } from "./chart.js";
import { ownOf } from "./own-code.js";
import { createPainting } from "./painting.js";
import { paneOf } from "./pane.js";
import { nounOf, probeText } from "./words.js";

const SIDE = 14; // CSS pixels of a class's mark

/** Build the section. */
export function createMaps(sides, view, choosing) {
  const title = h("h2", {});
  const panes = sides.map((side) => createPane(side, view, choosing));
  const whole = button("fit", "charts-fit", "Show all of both maps (double click: one of them)", () =>
    panes.forEach((pane) => pane.whole()),
  );
  const line = h(
    "div",
    { className: "tools-line" },
    createSwitch(sides[0].store, view),
    whole,
    createClasses(sides[0].store, choosing),
  );
  const node = h(
    "section",
    { className: "part maps", ariaLabel: "Maps of both models" },
    title,
    line,
    h("div", { className: "pair" }, ...panes.map((pane) => pane.node)),
  );
  sides[0].store.watch(["model"], ({ model }) =>
    setText(title, `All images by ${nounOf(model?.class_names ?? [])}: does z keep them apart?`),
  );
  return { node, close: () => panes.forEach((pane) => pane.close()) };
}

/** Which method's maps, for both at once. */
function createSwitch(store, view) {
  const node = h("div", { className: "group", role: "group", ariaLabel: "Map method of both maps" });
  view.watch(["maps"], ({ maps }) => {
    node.replaceChildren(
      ...maps.map((name) =>
        button(titleOf({ name }), `charts-${name}`, `Show ${titleOf({ name })} on both sides`, () =>
          store.set({ map: name, say: `Maps: ${titleOf({ name })}.` }),
        ),
      ),
    );
  });
  view.watch(["maps", "map"], ({ maps, map }) => maps.forEach((name, i) => press(node.children[i], name === map)));
  return node;
}

/** The classes and their marks; a press lets one stand out on both maps. */
function createClasses(store, choosing) {
  const node = h("div", { className: "classes", role: "group", ariaLabel: "Class that stands out on both maps" });
  let drawn = []; // model and theme
  store.watch(["model", "theme"], ({ model, theme }) => {
    if (!model || (drawn[0] === model && drawn[1] === theme)) return;
    drawn = [model, theme];
    node.replaceChildren(...model.class_names.map((name, label) => createClass(choosing, theme, name, label)));
    show(store.get());
  });
  const show = ({ highlight }) => [...node.children].forEach((one, label) => press(one, label === highlight));
  store.watch(["highlight"], show);
  return node;
}

function createClass(choosing, { text }, name, label) {
  const scale = devicePixelRatio || 1;
  const glyph = h("canvas", { width: SIDE * scale, height: SIDE * scale, ariaHidden: "true" });
  drawGlyph(glyph.getContext("2d"), label, (SIDE * scale) / 2, (SIDE * scale) / 2, 8 * scale, text);
  const node = button(
    "",
    `class-${label}`,
    `Let ${name} stand out on both maps, or no class`,
    () => choosing.light(label),
    { className: "class" },
  );
  node.append(glyph, name);
  return node;
}

/** One map, the picture of the image in hand or pointed at, and the probe's sentence. */
function createPane(side, view, choosing) {
  const { store, k } = side;
  const chart = createChart(side, view, choosing);
  const picture = h("canvas", {
    className: "crisp",
    role: "img",
    ariaLabel: "Reconstruction of the image in hand",
    dataTestid: `chart-picture-${k}`,
    width: 28,
    height: 28,
  });
  const pictures = [picture];
  const name = h("span", {});
  const badge = h("div", { className: "card here", hidden: true, dataTestid: `chart-card-${k}` }, picture, name);
  const share = h("b", { ariaHidden: "true" }); // the sentence says it too
  const words = h("span", { dataTestid: `probe-${k}` });
  const painting = createPainting(side, "compare-chart", () => {});
  chart.node.append(badge);
  view.watch(["image", "pointed"], ({ image, pointed }) => {
    const { model, codes } = store.get();
    const at = pointed ?? image;
    badge.hidden = !at || !model;
    if (badge.hidden) return;
    setText(name, codeSource(codes, at[k], model.class_names).text);
    painting.show(pictures, { ...ownOf(model, codes, at[k]), n: 1 });
  });
  const tell = () => {
    const { figures, problem, evaluate } = side.found();
    const said = figures && probeText(figures);
    setText(share, said?.share ?? "");
    setText(
      words,
      said?.text ?? (problem || `How much of the class z still holds was not measured. To measure it: ${evaluate}`),
    );
  };
  side.watchFound(tell);
  return {
    node: paneOf(side, chart.node, h("p", { className: "probe" }, share, words)),
    whole: chart.whole,
    close: chart.close,
  };
}
