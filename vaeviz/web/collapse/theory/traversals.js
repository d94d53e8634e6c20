/** Traversals of a living and of a dead dimension, their pictures made in the page by the model's own decoder. */

/** @import { CollapsePage } from "../../core/types.js" */
/** @import { History, Walk } from "./types.js" */

import { holdDecoder } from "../../runtime/page-decoder.js";
import { createImageRows } from "../../plot/images.js";
import { button, h, setText } from "../../core/dom.js";
import { fixed } from "../../core/format.js";
import { LIT, largestChange, walkAlong } from "./measured-runs.js";

const STEPS = 9;

/**
 * Make both strips; `draw({start, alive, dead})` makes their pictures, the newest call wins.
 * @param {CollapsePage} page
 * @param {History} history
 */
export function createWalks(page, history) {
  const strips = [createStrip("alive", "A living dimension"), createStrip("dead", "A dead dimension")];
  const note = h("p", { className: "note", role: "status", hidden: true });
  const again = button("try again", "walks-again", null, () => wanted && draw(wanted), { hidden: true });
  /** @type {ReturnType<typeof holdDecoder> | null} */
  let held = null;
  /** @type {Walk | null} */
  let wanted = null;
  /** @param {Walk} now */
  async function draw(now) {
    wanted = now;
    const { weights } = page.endpoints;
    if (!weights)
      return tell(`The model ${history.head.name} is not among the checkpoints here, so nothing can be decoded.`);
    try {
      held ??= holdDecoder(weights.split("/").at(-1) ?? "", weights, page.token);
      const decoder = await held.decoder;
      if (!decoder) return tell("This model's pictures cannot be made in the page.");
      for (const [i, dim] of [now.alive, now.dead].entries()) {
        const { z, values } = walkAlong(history, now.start, dim, STEPS);
        const pixels = await decoder.many(z, new Float32Array(0), STEPS);
        if (wanted !== now) return null;
        strips[i].set(pixels, values, dim, history);
      }
      return tell("");
    } catch (error) {
      held?.release();
      held = null;
      return tell(`The pictures could not be made: ${/** @type {Error} */ (error).message}`, true);
    }
  }
  /** @param {string} text @param {boolean} [failed] */
  function tell(text, failed = false) {
    note.hidden = !text;
    again.hidden = !failed;
    setText(note, text);
  }
  return {
    node: h("div", { className: "walks" }, ...strips.map(({ node }) => node), note, again),
    draw,
    close() {
      wanted = null;
      held?.release();
      strips.forEach((strip) => strip.close());
    },
  };
}

/** @param {string} name @param {string} title */
function createStrip(name, title) {
  const words = h("p", { className: "walk-title", dataTestid: `walk-${name}-title` }, title);
  const pictures = createImageRows({ test: `walk-${name}`, label: title, across: STEPS });
  return {
    node: h("section", { ariaLabel: title }, words, pictures.node),
    /** @param {Uint8Array} pixels @param {number[]} values @param {number} dim @param {History} history */
    set(pixels, values, dim, history) {
      const rate = history.last[dim];
      const change = largestChange(pixels, STEPS);
      setText(
        words,
        `${title}: z${dim}, ${fixed(rate, rate < LIT ? 5 : 2)} nats. Largest change of a pixel: ${change} of 255.`,
      );
      pictures.set(
        pixels,
        STEPS,
        history.head.image,
        values.map((value) => fixed(value, 1)),
      );
    },
    close: pictures.close,
  };
}
