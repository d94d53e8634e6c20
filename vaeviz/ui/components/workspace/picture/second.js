/** A second model on the same sliders: chosen in the top line, its picture beside the first. */

import { openPictures } from "../decoder/pictures.js";
import { fetchCodes, imageName } from "../map/codes.js";
import { afterFrame, button, h, press, setText } from "../shell/dom.js";
import { followC, followText, followZ, ownCode, sameImages } from "./following.js";
import { paint } from "./paint.js";
import { createStand } from "./stands.js";

const NONE = "";

/** Build the picker of the second model; `choose(name)` asks Python for it, null takes it away. */
export function createSecondPicker(store, choose) {
  const select = h("select", { dataTestid: "second-picker", ariaLabel: "Second model, on the same sliders", onchange: () => choose(select.value || null) });
  store.watch(["models", "model", "second"], ({ models, model, second }) => {
    if (!model) return;
    const others = models.filter(({ name }) => name !== model.name);
    const names = others.map(({ name }) => name).join("\n");
    if (select.dataset.names !== names) {
      select.replaceChildren(h("option", { value: NONE }, "nothing"), ...others.map(({ name, title }) => h("option", { value: name }, title)));
      select.dataset.names = names;
    }
    select.value = second?.model.name ?? NONE;
  });
  return h("label", { className: "picker second" }, h("span", { className: "label" }, "beside it"), select);
}

/** Build the second model's frame and the line under it. */
export function createSecond(store, choose) {
  const stand = createStand("second-picture", "Picture of the second model");
  const words = h("p", { className: "aside", dataTestid: "second-words" });
  const own = createOwnCodes(store, () => show());
  const close = button("\u00d7", "second-close", "Take the second model away", () => choose(null), { className: "close", ariaLabel: "Close the second model" });
  const line = h("div", { className: "under" }, words, own.button);
  stand.node.append(close);
  let pictures = null;
  let trouble = "";
  const show = afterFrame(() => {
    const state = store.get();
    if (!pictures || !state.second) return;
    const code = own.of(state);
    const { model } = state.second;
    pictures.show(code?.z ?? followZ(state.z, state.model, model), code?.c ?? followC(state.c, state.model, model));
    setText(words, trouble || (code ? `its own \u03bc of ${imageName(state.codes, state.source.index)}` : [own.why(), followText(state.model, model)].filter(Boolean).join("; ")));
  });

  store.watch(["second"], ({ second }) => {
    pictures?.close();
    pictures = null;
    trouble = "";
    stand.node.hidden = line.hidden = !second;
    if (!second) return;
    stand.sign(second.model.name);
    stand.canvas.setAttribute("aria-label", `Picture of ${second.model.name}`);
    pictures = openPictures(second, hear(second));
    show();
  });
  store.watch(["z", "c", "model", "source", "codes"], show);

  function hear({ model }) {
    return {
      asked: () => {},
      picture: ({ pixels }) => paint(stand.canvas, pixels, model.image_shape),
      encoded: () => {},
      error: (text) => tell(text),
      link: ({ state }) => tell({ waiting: "no connection to its decoder", refused: "its decoder ended the session" }[state] ?? ""),
      way: () => {},
    };
  }
  function tell(text) {
    if (text !== trouble) show();
    trouble = text;
  }
  return { stand: stand.node, line };
}

/** The second model's own codes, fetched when they are first asked for; `changed()` is called when there is more to show. */
function createOwnCodes(store, changed) {
  let on = false;
  let had = null; // {second, codes}: null while they come
  let why = "";
  const toggle = button("same image", "second-own", "Show the second model's own reconstruction of the stored image that z comes from", () => {
    on = !on;
    press(toggle, on);
    if (on) load();
    changed();
  });
  press(toggle, false);
  store.watch(["second", "source", "codes"], ({ second, source, codes }) => {
    toggle.disabled = !(second?.model.has_codes && codes && source?.kind === "code" && !source.moved);
    if (on && second) load();
  });
  async function load() {
    const { second, codes } = store.get();
    if (!codes || had?.second === second) return;
    had = { second, codes: null };
    why = "";
    try {
      const found = await fetchCodes(`${second.endpoints.codes}?token=${encodeURIComponent(second.token)}`);
      if (had.second !== second) return;
      if (sameImages(codes, found)) had.codes = found;
      else why = "its codes are of other images";
    } catch (error) {
      why = error.message;
    }
    changed();
  }
  return {
    button: toggle,
    why: () => (on && !toggle.disabled ? why : ""),

    /** The code to show instead of the one that follows; null where it is not wanted or not there. */
    of({ second, source }) {
      if (!on || toggle.disabled || had?.second !== second || !had.codes) return null;
      return ownCode(had.codes, source.index, second.model);
    },
  };
}
