/** The Compare page: a model that is told the class beside one that is not, on the same image, maps and draws. */

import { h } from "../core/dom.js";
import { UNDO } from "../workspace/keys.js";
import { createNotice, createStatus } from "../workspace/status.js";
import { wholeKey } from "../workspace/view-keys.js";
import { createRender } from "../workspace/workspace.js";
import { DRAWS } from "./draws.js";
import { createHeads } from "./headers.js";
import { createImage } from "./image.js";
import { createMaps } from "./maps.js";
import { createPairing } from "./pairing.js";
import { createOther } from "./second-model.js";
import { createSaved } from "./saved.js";
import { createShare } from "./share.js";
import { createStrips } from "./strips.js";
import { createChoosing, createView } from "./view.js";

export const render = createRender({
  name: "compare",
  label: "A VAE and a CVAE compared",
  sheets: ["workspace", "latents", "image", "map", "compare"],
  keys: {
    highlight: classKey("highlight"),
    class: classKey("drawClass"),
    draw: wholeKey("draw", "draw", () => DRAWS - 1),
  },
  pair: ({ more }) => createPairing(more.partners),
  build,
});

/** A key that is a class of the data set, by number. */
function classKey(at) {
  return wholeKey("A class", at, ({ model }) => model.class_names.length - 1, null);
}

/** What stands where. */
function build({ store, actions, session, opening, link }) {
  const other = createOther(store);
  const sides = [store, other.store].map((own, k) => sideOf(store, own, k, k ? other.many : session.many));
  const view = createView(sides);
  const choosing = createChoosing(sides, view, actions);
  const parts = [createImage, createMaps, createStrips, createSaved].map((create) => create(sides, view, choosing));
  const retry = () => (session.retry(), other.retry());
  return {
    nodes: [
      createHeads(sides, opening, createShare(sides, view, link)),
      h("div", { className: "notices" }, createNotice(store)),
      ...parts.map((part) => part.node),
      createStatus(store, retry),
    ],
    keys: UNDO,
    upload: () =>
      store.set({ say: "A picture of yours is encoded on the Explore page; here are images of the data set." }),
    paint: () => store.set({ painted: true }),
    close() {
      [...parts, view, other].forEach((one) => one.close());
    },
  };
}

/** One of the two models: the page's state and its own, its pictures, and what was measured of it beforehand. */
function sideOf(page, store, k, many) {
  const found = () =>
    store.get().model?.measured ?? { figures: null, problem: "", evaluate: "", encode: "", fetch: "" };
  return { page, store, k, many, found, watchFound: (hear) => store.watch(["model"], hear) };
}
