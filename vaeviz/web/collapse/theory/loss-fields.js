/**
 * Fields for what a pasted loss does not say itself: values of names, and the channels of an image where they count.
 */

/** @import { Answer } from "./types.js" */

import { h } from "../../core/dom.js";
import { parseNumber } from "../../core/format.js";

/**
 * Make them; `changed()` hears of every value that is entered.
 * @param {() => void} changed
 */
export function createFields(changed) {
  /** @type {Map<string, number>} */
  const values = new Map(); // name -> number, kept while the text is edited
  const node = h("div", { className: "loss-fields", dataTestid: "trap-fields", hidden: true });
  let channels = 1;
  let shown = "";
  /**
   * @param {string} label
   * @param {number | undefined} value
   * @param {(number: number | null) => boolean} put
   * @param {string} test
   */
  function field(label, value, put, test) {
    const input = h("input", {
      type: "text",
      inputMode: "decimal",
      className: "number",
      value: value === undefined ? "" : String(value),
      ariaLabel: `Value of ${label}`,
      dataTestid: test,
    });
    input.onchange = () => {
      const number = parseNumber(input.value);
      if (put(number)) changed();
      else input.value = value === undefined ? "" : String(value);
    };
    return h("label", {}, h("code", {}, label), input);
  }
  /** @param {string} name */
  function named(name) {
    const put = (/** @type {number | null} */ number) => {
      if (number === null || number === 0) return false;
      values.set(name, number);
      return true;
    };
    return field(name, values.get(name), put, `trap-value-${name}`);
  }
  const channelField = () =>
    field(
      "channels of an image",
      channels,
      (number) => {
        if (number === null || number < 1 || !Number.isInteger(number)) return false;
        channels = number;
        return true;
      },
      "trap-channels",
    );
  return {
    node,
    values: () => Object.fromEntries(values),
    channels: () => channels,
    /**
     * Show what `answer` asks for and uses; nothing for null.
     * @param {Answer | null} answer
     */
    set(answer) {
      const names = answer ? [...answer.asked, ...Object.keys(answer.values)] : [];
      const wide = Boolean(answer?.sizes.includes("channels"));
      const wanted = JSON.stringify([names.map((name) => [name, values.get(name)]).sort(), wide, channels]);
      if (wanted === shown) return;
      shown = wanted;
      node.hidden = !names.length && !wide;
      node.replaceChildren(...[...names].sort().map(named), ...(wide ? [channelField()] : []));
    },
  };
}
