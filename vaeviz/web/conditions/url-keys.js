/** What the URL keeps of the Conditions page besides what every page keeps. */

import { attributesOf } from "../latents/attributes.js";
import { Z_STEPS } from "../latents/place.js";
import { LARGEST_SEED } from "../latents/sampling.js";
import { pack } from "../map/grid.js";
import { nameKey, wholeKey } from "../workspace/view-keys.js";
import { ViewError, formatC, readC, readWhole, readZ } from "../workspace/view-values.js";
import { MOST, isFirst } from "./styles.js";

/** @import { Key } from "../workspace/view-keys.js" */

/** @type {Record<string, Key>} */
export const URL_KEYS = {
  tab: nameKey("tab", ["interpolation", "encode"]),
  held: nameKey("held", ["place", "z"]),
  sweep: wholeKey("sweep", "sweep", ({ model }) => Math.max(0, attributesOf(model).length - 1)),

  /** The two classes of the interpolation. */
  between: {
    write: ({ interpolation: ends }) => (ends ? `${ends.from}-${ends.to}` : ""),
    read(text, { model }) {
      const last = (model.condition?.names.length ?? 0) - 1;
      const ends = text.split("-").map((end) => readWhole("between", end, last));
      if (ends.length !== 2) throw new ViewError("between in the URL is damaged; allowed: two classes, such as 3-8.");
      return { interpolation: { from: ends[0], to: ends[1] } };
    },
  },

  /** The samples; left out while they are those of a first visit. */
  rows: {
    write: (state) =>
      !state.styles || isFirst(state)
        ? ""
        : state.styles.map(({ seed, z, c }) => `${seed}.${pack(z, Z_STEPS)}.${formatC(c)}`).join("."),
    read(text, frame) {
      const parts = text.split(".");
      if (parts.length % 3 || parts.length > 3 * MOST)
        throw new ViewError(`rows in the URL are damaged; allowed: at most ${MOST}, each with a seed, z and c.`);
      /** @type {{ seed: number, z: Float32Array, c: Float32Array }[]} */
      const styles = [];
      for (let i = 0; i < parts.length; i += 3) {
        const seed = readWhole("rows", parts[i], LARGEST_SEED);
        if (!styles.some((one) => one.seed === seed))
          styles.push({ seed, z: readZ(parts[i + 1], frame), c: readC(parts[i + 2], frame) });
      }
      return { styles };
    },
  },

  /** The condition that images are encoded under, if it is not c. */
  encode: {
    write: ({ encodeAs }) => (encodeAs ? formatC(encodeAs) : ""),
    read: (text, frame) => ({ encodeAs: readC(text, frame) }),
  },
};
