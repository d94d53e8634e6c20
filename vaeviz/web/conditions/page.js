/** The Conditions page: the same z under every condition, updated live. */

import { createLatentSliders } from "../latents/latent-sliders.js";
import { isLearned } from "../latents/prior-text.js";
import { createThumbnails } from "../history/thumbnails.js";
import { createAttributes } from "../image/attributes.js";
import { createImage } from "../image/image.js";
import { h } from "../core/dom.js";
import { createHelp } from "../workspace/help.js";
import { KEYS } from "../workspace/keys.js";
import { createShare } from "../workspace/share.js";
import { createNotice, createStatus } from "../workspace/status.js";
import { createPicker, createToolbar } from "../workspace/toolbar.js";
import { createRender } from "../workspace/workspace.js";
import { createEncoding } from "./encoding.js";
import { createGrid } from "./grid.js";
import { createInterpolation } from "./interpolation.js";
import { createMix } from "./mix.js";
import { createStrip } from "./strip.js";
import { createStyles } from "./styles.js";
import { createHeld, createSweep } from "./sweep.js";
import { createTabs } from "./tabs.js";
import { URL_KEYS } from "./url-keys.js";

/**
 * @import { Actions, PageStore, State } from "../core/types.js"
 * @import { createSession } from "../runtime/session.js"
 * @import { createOpening } from "../workspace/opening.js"
 * @import { createUpload } from "../workspace/uploads.js"
 * @import { Key } from "../workspace/view-keys.js"
 * @import { Panel } from "./tabs.js"
 */

export const render = createRender({
  name: "conditions",
  label: "The same z under every condition",
  sheets: ["workspace", "latents", "image", "history", "conditions"],
  keys: URL_KEYS,
  build,
});

const HELP = [
  "Drag a slider; the same z updates live in every class, or along an attribute.",
  "Click an image to take its condition; mix conditions on the left.",
  "Keep samples, interpolate between two classes, encode an image as one class and decode it as another.",
];
const OWN_KEYS = [
  {
    text: "Arrows",
    does: "one step: 0.1 of a dimension or attribute, 1% of a weight, the next image of a row; with Shift ten",
  },
  { text: "Home", does: "a dimension back to the prior's mean, an attribute to 0; the first image of a row" },
  { text: "Space", does: "play or stop the interpolation between two classes" },
  { text: "Esc", does: "close help" },
];
const SHARED_KEYS = ["R", "0", "L", "P", "Ctrl Z", "Ctrl Shift Z", "?"]; // those of every page that do something here
const HEARD_KEYS = [...SHARED_KEYS, "Space", "Esc"]; // the map's tools are not here

/** The prior of z, where the sliders do not show it. @param {PageStore} store */
function createPriorLine(store) {
  const node = h("p", { className: "hint prior", dataTestid: "prior" }, "The prior of z is N(0, I) for every c");
  store.watch(["model"], ({ model }) => {
    if (model) node.hidden = isLearned(model);
  });
  return node;
}

/** The attributes, under a heading; hidden for a model without. @param {PageStore} store @param {Actions} actions */
function createAttributesPart(store, actions) {
  const attributes = createAttributes(store, actions);
  const node = h(
    "section",
    { className: "mix", ariaLabel: "Condition c" },
    h("h2", {}, "Condition: attributes"),
    attributes,
  );
  store.watch(["model"], () => {
    node.hidden = attributes.hidden;
  });
  return node;
}

/**
 * The parts of the page, in their places.
 * @param {{ store: PageStore, actions: Actions, session: ReturnType<typeof createSession>,
 *   opening: ReturnType<typeof createOpening>, upload: ReturnType<typeof createUpload>, link(): string,
 *   keys: Record<string, Key> }} given
 */
function build({ store, actions: everywhere, session, opening, upload, link, keys }) {
  const { choose, chooseSecond, explore } = opening;
  const actions = { ...everywhere, ...createStyles(store, everywhere) };
  const image = createImage(store, { retry: session.retry, many: session.many, chooseSecond });
  const grid = createGrid(store, { actions, thumbnails: createThumbnails(store, session.many), explore });
  const strip = createStrip(store, { session, actions, explore, shown: grid.follow });
  const interpolation = createInterpolation(store, { actions, session, explore });
  const encoding = createEncoding(store, { actions, session, upload });
  /** @type {Panel[]} */
  const panels = [
    { name: "interpolation", title: "Interpolate", node: interpolation.node, show: interpolation.draw },
    { name: "encode", title: "Encode and decode", node: encoding.node, show: encoding.show },
  ];
  const tabs = createTabs("Tools", panels, (tab) => store.set({ tab: /** @type {State["tab"]} */ (tab) }));
  strip.heading.after(createSweep(store), createHeld(store));
  store.watch(["model", "codes", "tab"], ({ model, tab }) => {
    if (model) tabs.show(tab, model.condition?.kind === "class" ? ["interpolation", "encode"] : ["encode"]);
  });

  const nodes = [
    h(
      "header",
      { className: "bar" },
      createPicker(store, choose),
      createToolbar(store, actions),
      createShare(store, { picture: image.node, link, keys, choose, chooseSecond }),
      createHelp(store, HELP, [...OWN_KEYS, ...KEYS.filter(({ text }) => SHARED_KEYS.includes(text))]),
    ),
    h("div", { className: "notices" }, createNotice(store)),
    h(
      "div",
      { className: "panes" },
      h(
        "section",
        { className: "knobs", ariaLabel: "z and the condition" },
        createPriorLine(store),
        createLatentSliders(store, actions),
        createMix(store, actions),
        createAttributesPart(store, actions),
      ),
      h(
        "section",
        { className: "stage", ariaLabel: "Images" },
        strip.node,
        h(
          "div",
          { className: "below" },
          h("section", { className: "view", ariaLabel: "Image and tools" }, image.node, tabs.node),
          grid.node,
        ),
      ),
    ),
    createStatus(store, session.retry),
  ];
  return {
    nodes,
    actions: { ...actions, togglePlay: interpolation.toggle },
    keys: KEYS.filter(({ text }) => HEARD_KEYS.includes(text)),
    upload: encoding.upload,
    close: interpolation.stop,
    paint(/** @type {Uint8Array} */ pixels, /** @type {number} */ seq) {
      image.paint(pixels, seq);
      encoding.paint(pixels);
    },
  };
}
