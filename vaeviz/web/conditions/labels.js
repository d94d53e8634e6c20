/** The condition that an image is encoded under, and the one that it is decoded under. */

import { button, h, press, setText } from "../core/dom.js";
import { conditionText } from "../core/format.js";
import { oneHot } from "../latents/moves.js";

/**
 * @import { Model, PageStore, State } from "../core/types.js"
 * @typedef {{ encode(c: Float32Array): void, decode(c: Float32Array, say: string): void }} On
 * @typedef {{ node: HTMLElement, show(state: Readonly<State>): void }} Line
 */

/** What images are encoded under. @param {{ encodeAs?: Float32Array | null, c: Float32Array }} state */
export const encodedUnder = ({ encodeAs, c }) => encodeAs ?? c;

/** Build the choice of both. @param {PageStore} store @param {On} on */
export function createLabels(store, on) {
  const node = h("div", { className: "two-labels" });
  /** @type {Line[]} */
  let lines = [];
  /** @type {Model | null} */
  let built = null;
  store.watch(["model", "c", "encodeAs"], (state) => {
    if (!state.model) return;
    if (built !== state.model) {
      const { condition } = state.model;
      lines = condition?.kind === "class" ? classLines(condition.names, on) : [attributeLine(store, on)];
      node.replaceChildren(...lines.map((line) => line.node));
    }
    built = state.model;
    for (const line of lines) line.show(state);
  });
  return node;
}

/** One line of chips for the encoder, one for the decoder. @param {string[]} names @param {On} on @returns {Line[]} */
function classLines(names, on) {
  const choices = names.map((name, i) => ({ name, c: () => oneHot(names.length, i), text: `as ${name}` }));
  choices.push({ name: "none", c: () => new Float32Array(names.length), text: "with no class" });
  /**
   * @param {string} verb
   * @param {(state: Readonly<State>) => Float32Array} read
   * @param {(c: Float32Array, text: string) => void} take
   */
  const line = (verb, read, take) => {
    const label = verb === "encode" ? "Encode as" : "Decode as";
    const chips = choices.map(({ name, c, text }) =>
      button(name, `${verb}-as-${name}`, `${verb[0].toUpperCase()}${verb.slice(1)} ${text}`, () => take(c(), text), {
        className: "chip small",
      }),
    );
    return {
      node: h(
        "div",
        { className: "chips", role: "group", ariaLabel: label },
        h("span", { className: "label" }, label),
        ...chips,
      ),
      show(/** @type {Readonly<State>} */ state) {
        const text = conditionText(read(state), names);
        chips.forEach((chip, i) => press(chip, choices[i].name === text));
      },
    };
  };
  return [
    line("encode", encodedUnder, (c) => on.encode(c)),
    line(
      "decode",
      ({ c }) => c,
      (c, text) => on.decode(c, `Decoded ${text}.`),
    ),
  ];
}

/**
 * Attributes are too many for chips: an image is encoded with its own, or with those that are set.
 * @param {PageStore} store
 * @param {On} on
 */
function attributeLine(store, on) {
  const words = h("p", { className: "hint" });
  const again = button(
    "Encode with these attributes",
    "encode-as-set",
    "Encode the image again, with the attributes that are set",
    () => on.encode(store.get().c),
  );
  const own = button("True attributes", "decode-as-own", "Set the attributes that the image was encoded with", () =>
    on.decode(encodedUnder(store.get()), "Set the attributes of the image."),
  );
  return {
    node: h("div", { className: "choices" }, words, again, own),
    show(/** @type {Readonly<State>} */ state) {
      const same = encodedUnder(state).every((value, i) => value === state.c[i]);
      setText(
        words,
        same ? "Encoder and decoder use the same attributes." : "The image was encoded with other attributes.",
      );
      again.disabled = own.disabled = same;
    },
  };
}
