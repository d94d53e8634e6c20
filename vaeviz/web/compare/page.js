/** The Compare page: an unconditional and a class-conditional model on the same image, maps and samples. */

import { h } from "../core/dom.js";
import { createStore } from "../core/store.js";
import { priorAt } from "../latents/gaussian.js";
import { nullCondition } from "../map/codes.js";
import { createCodesLoading } from "../map/loading.js";
import { createSession } from "../runtime/session.js";
import { UNDO } from "../workspace/keys.js";
import { EMPTY } from "../workspace/state.js";
import { createNotice, createStatus } from "../workspace/status.js";
import { wholeKey } from "../workspace/view-keys.js";
import { createRender } from "../workspace/workspace.js";
import { DRAWS } from "./draws.js";
import { createHeads } from "./headers.js";
import { createImage } from "./image.js";
import { createMaps } from "./maps.js";
import { createPairing } from "./pairing.js";
import { createSaved } from "./saved.js";
import { createShare } from "./share.js";
import { createStrips } from "./strips.js";
import { createChoosing, createView } from "./view.js";

/**
 * @import { Actions, Many, OpenModel, PageStore } from "../core/types.js"
 * @import { createOpening } from "../workspace/opening.js"
 * @import { Side } from "./pane.js"
 */

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

/** A key that is a class of the data set, by number. @param {"highlight" | "drawClass"} at */
function classKey(at) {
  return wholeKey("A class", at, ({ model }) => model.class_names.length - 1, null);
}

/**
 * The parts of the page, in their places.
 * @param {{ store: PageStore, actions: Actions, session: { many: Many, retry(): void },
 *   opening: ReturnType<typeof createOpening>, link(): string }} given
 */
function build({ store, actions, session, opening, link }) {
  const other = createOther(store);
  const sides = [store, other.store].map((own, k) => sideOf(store, own, k, k ? other.many : session.many));
  const view = createView(sides);
  const choosing = createChoosing(sides, view, { loadCode: (i) => actions.loadCode(i) });
  const parts = [createImage, createMaps, createStrips, createSaved].map((create) => create(sides, view, choosing));
  const retry = () => {
    session.retry();
    other.retry();
  };
  return {
    nodes: [
      createHeads(sides, opening, createShare(sides, view, link)),
      h("div", { className: "notices" }, createNotice(store)),
      ...parts.map((part) => part.node),
      createStatus(store, retry),
    ],
    keys: UNDO,
    upload: () => store.set({ say: "Compare shows images of the data set. To encode your own image, use Explore." }),
    paint: () => store.set({ painted: true }),
    close() {
      for (const one of [...parts, view, other]) one.close();
    },
  };
}

/**
 * One of the two models.
 * @param {PageStore} page
 * @param {PageStore} store
 * @param {number} k
 * @param {Many} many
 * @returns {Side}
 */
function sideOf(page, store, k, many) {
  const found = () =>
    store.get().model?.measured ?? { figures: null, problem: "", evaluate: "", encode: "", fetch: "" };
  return { page, store, k, many, found };
}

/** The right model: a state of its own, with its session and its stored codes. @param {PageStore} store */
function createOther(store) {
  const other = /** @type {PageStore} */ (createStore(EMPTY));
  const session = createSession(other, () => {});
  const codes = createCodesLoading(other);
  const stops = [
    store.watch(["theme"], ({ theme }) => other.set({ theme })),
    store.watch(["second"], ({ second }) => take(second)),
  ];

  function take(/** @type {OpenModel | null} */ second) {
    if (!second) return other.set({ model: /** @type {any} */ (null) });
    const { model, endpoints, token } = second;
    codes.open(second); // drops the codes of the model before
    const c = nullCondition(model);
    other.set({ model, here: { endpoints, token }, z: Float32Array.from(priorAt(model, c).mu), c });
    session.open(second);
  }
  return {
    store: other,
    many: session.many,
    retry: session.retry,
    close() {
      for (const stop of stops) stop();
      session.close();
      codes.close();
    },
  };
}
