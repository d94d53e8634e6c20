/** A second model on the same sliders: chosen in the top line, its picture beside the first. */

import { openPictures } from "../runtime/images.js";
import { imageName } from "../map/codes.js";
import { afterFrame, button, h, setOptions, setText } from "../core/dom.js";
import { followC, followText, followZ, imageLabel } from "./following.js";
import { createOwnCodes } from "./own-codes.js";
import { paint } from "../core/paint.js";
import { createStand } from "./frame.js";

const NONE = "";

/** Build the picker of the second model; `choose(name)` asks Python for it, null takes it away. */
export function createSecondPicker(store, choose) {
  const select = h("select", {
    dataTestid: "second-picker",
    ariaLabel: "Second model, on the same sliders",
    onchange: () => choose(select.value || null),
  });
  store.watch(["models", "model", "second", "notice"], ({ models, model, second }) => {
    if (!model) return; // a notice may say why the one asked for does not come
    const others = models.filter(({ name }) => name !== model.name);
    setOptions(select, [[NONE, "nothing"], ...others.map(({ name, title }) => [name, title])]);
    select.value = second?.model.name ?? NONE;
  });
  return h("label", { className: "picker second" }, h("span", { className: "label" }, "beside it"), select);
}

/** Build the second model's frame and the line under it; `open` is `openPictures`. */
export function createSecond(store, choose, open = openPictures) {
  const stand = createStand("second-picture", "Picture of the second model");
  const words = h("p", { className: "aside", dataTestid: "second-words" });
  const own = createOwnCodes(store, () => show());
  const close = button("\u00d7", "second-close", "Take the second model away", () => choose(null), {
    className: "close",
    ariaLabel: "Close the second model",
  });
  const line = h("div", { className: "under" }, words, own.button);
  stand.node.append(close);
  let pictures = null;
  let trouble = ""; // of the line; the next picture takes it away
  const show = afterFrame(() => {
    const state = store.get();
    if (!pictures || !state.second) return;
    const { z, c } = codeFor(state, own);
    pictures.show(z, c);
    describe();
  });

  store.watch(["second"], ({ second }) => {
    pictures?.close();
    pictures = null;
    trouble = "";
    stand.node.hidden = line.hidden = !second;
    if (!second) return;
    stand.sign(second.model.name);
    stand.canvas.setAttribute("aria-label", `Picture of ${second.model.name}`);
    pictures = open(second, hear(second));
    show();
  });
  store.watch(["z", "c", "model", "source", "codes"], show);

  function hear({ model }) {
    return {
      picture({ pixels }) {
        tell("");
        paint(stand.canvas, pixels, model.image_shape);
      },
      encoded: () => {},
      error: tell,
      link: ({ state }) =>
        tell({ waiting: "no connection to its decoder", refused: "its decoder ended the session" }[state] ?? ""),
      way: () => {},
    };
  }
  function tell(text) {
    if (text === trouble) return;
    trouble = text;
    describe();
  }
  function describe() {
    const state = store.get();
    if (state.second) setText(words, trouble || wordsFor(state, own));
  }
  return { stand: stand.node, line };
}

/** The code that the second model decodes: its own of the image in hand where that is wanted, else one that follows ours. */
function codeFor(state, own) {
  const { c, model, second } = state;
  const told = followC(c, model, second.model, imageLabel(state, second.model));
  return own.of(state) ?? { z: followZ(state, second.model, told), c: told };
}

function wordsFor(state, own) {
  if (own.of(state)) return `its own \u03bc of ${imageName(state.codes, state.source.index)}`;
  return [own.why(state), followText(state.model, state.second.model, imageLabel(state, state.second.model))]
    .filter(Boolean)
    .join("; ");
}
