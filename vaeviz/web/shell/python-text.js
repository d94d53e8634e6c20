/**
 * Lines of Python that make the picture that is shown, with this repository and nothing else. Levels are rounded alike,
 * but PyTorch and the page add numbers up in another order: where that moves a pixel across a border, it is a level off.
 */

import { C_STEPS, Z_STEPS } from "../latents/place.js";
import { conditionText } from "./format.js";

/** The lines; every number is written so that float32 gives exactly the one the page holds. */
export function pythonText({ model, z, c }) {
  const told = c.length > 0;
  const what = model.condition?.kind === "class" ? `  # ${plain(conditionText(c, model.condition.names))}` : "";
  return [
    `# The picture that ${plain(model.name)} makes of one z; run it in the folder of vaeviz.`,
    "# It sums in another order than the page: a few pixels may be one grey level of 255 apart.",
    "from pathlib import Path",
    "",
    "import numpy as np",
    "",
    "from vaeviz.files.checkpoint import load, shipped",
    "from vaeviz.latents.decode import decode",
    "from vaeviz.data.imaging import to_png",
    "",
    `checkpoint = load(shipped()[${JSON.stringify(model.name)}])`,
    `assert checkpoint.digest == ${JSON.stringify(model.digest)}, "another model file than the picture was made with"`,
    `z = np.array([[${numbers(z, Z_STEPS)}]], np.float32)`,
    ...(told ? [`c = np.array([[${numbers(c, C_STEPS)}]], np.float32)${what}`] : []),
    `picture = decode(checkpoint.model, z${told ? ", c" : ""})[0]  # pixel means in [0, 1]: channel, height, width`,
    'Path("picture.png").write_bytes(to_png(picture))',
    "",
  ].join("\n");
}

/** Numbers as short as they can be: those on the grid by their step, others by all their digits. */
export function numbers(values, steps) {
  return Array.from(values, (value) => {
    const onGrid = Math.round(value * steps) / steps;
    return String((Math.fround(onGrid) === value ? onGrid : value) + 0);
  }).join(", ");
}

/** Text for a comment: one line, printable. */
function plain(text) {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
}
