/**
 * Lines of Python that compute the bytes of the image that is shown. An image that the page computed is computed in the
 * page's arithmetic (vaeviz/families/page_program.py); one that the server computed is PyTorch's.
 */

/** @import { State, Vector } from "../core/types.js" */

import { C_STEPS, Z_STEPS } from "../latents/place.js";
import { conditionText } from "../core/format.js";

const SHAPE = "channel, height, width";
const BYTES = { page: "the page's own bytes", torch: "as PyTorch on the server computes it" };

/** The lines; every number is written so that float32 gives exactly the one the page holds. */
export function pythonText(/** @type {State} */ { model, z, c, way }) {
  const conditional = c.length > 0;
  const name = model.condition?.kind === "class" ? `  # ${plain(conditionText(c, model.condition.names))}` : "";
  const arithmetic = way === "page" ? "page" : "torch";
  const decoded = `vaeviz.decode(model, z, ${conditional ? "c, " : ""}arithmetic="${arithmetic}")`;
  const rows = model.image_shape[0] === 1 ? "levels[0]" : "levels.transpose(1, 2, 0)";
  return [
    "import numpy as np",
    "import vaeviz",
    "from PIL import Image",
    "",
    `model = vaeviz.load(${JSON.stringify(model.name)})`,
    `assert model.digest == ${JSON.stringify(model.digest)}, "another model file than the image was made with"`,
    `z = np.array([[${numbers(z, Z_STEPS)}]], np.float32)`,
    ...(conditional ? [`c = np.array([[${numbers(c, C_STEPS)}]], np.float32)${name}`] : []),
    `levels = vaeviz.to_uint8(${decoded})[0]  # ${SHAPE}: ${BYTES[arithmetic]}`,
    `Image.fromarray(${rows}).save("image.png")`,
    "",
  ].join("\n");
}

/** Numbers as short as they can be: those on the grid by their step, others by all their digits. */
export function numbers(/** @type {Vector} */ values, /** @type {number} */ steps) {
  return Array.from(values, (value) => {
    const onGrid = Math.round(value * steps) / steps;
    return String((Math.fround(onGrid) === value ? onGrid : value) + 0);
  }).join(", ");
}

/** Text for a comment: one line, printable. */
function plain(/** @type {string} */ text) {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
}
