/** Fields for what a pasted loss does not say itself: values of names, and the channels of an image where they count. */

import { h } from "../../core/dom.js";
import { parseNumber } from "../../core/format.js";

/** Make them; `changed()` hears of every value that is entered. */
export function createFields(changed) {
  const values = new Map(); // name -> number, kept while the text is edited
  const node = h("div", { className: "loss-fields", dataTestid: "trap-fields", hidden: true });
  let channels = 1;
  let shown = "";
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
  function named(name) {
    const put = (number) => number !== null && number !== 0 && (values.set(name, number), true);
    return field(name, values.get(name), put, `trap-value-${name}`);
  }
  const channelField = () =>
    field(
      "channels of an image",
      channels,
      (number) => number !== null && number >= 1 && Number.isInteger(number) && ((channels = number), true),
      "trap-channels",
    );
  return {
    node,
    values: () => Object.fromEntries(values),
    channels: () => channels,
    /** Show what `answer` asks for and uses; nothing for null. */
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
