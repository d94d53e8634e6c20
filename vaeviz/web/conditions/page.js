/** The Conditions page: the same z under every condition, all of it moving under the hand. */

import { createPad } from "../latents/latent-sliders.js";
import { isLearned } from "../latents/prior-text.js";
import { createThumbnails } from "../history/thumbnails.js";
import { createAttributes } from "../image/attributes.js";
import { createPicture } from "../image/image.js";
import { h } from "../core/dom.js";
import { createHelp } from "../workspace/help.js";
import { createShare } from "../workspace/share.js";
import { createNotice, createStatus } from "../workspace/status.js";
import { createPicker, createToolbar } from "../workspace/toolbar.js";
import { createRender } from "../workspace/workspace.js";
import { createEncoding } from "./encoding.js";
import { createGrid } from "./grid.js";
import { KEYS_HEARD, KEYS_HERE, STEPS } from "./help.js";
import { createMix } from "./mix.js";
import { createStrip } from "./strip.js";
import { createStyles } from "./styles.js";
import { createHeld, createSweep } from "./sweep.js";
import { createTabs } from "./tabs.js";
import { createWalk } from "./interpolation.js";

export const render = createRender({
  name: "conditions",
  label: "The same z under every condition",
  sheets: ["workspace", "latents", "image", "history", "conditions"],
  build,
});

/** Which prior z has, where the pad does not say so itself. */
function createPriorLine(store) {
  const node = h("p", { className: "hint prior", dataTestid: "prior" }, "z, with the prior N(0, I) under every c");
  store.watch(["model"], ({ model }) => model && (node.hidden = isLearned(model)));
  return node;
}

/** The attributes, under a heading; hidden for a model that is told a class. */
function createTold(store, actions) {
  const attributes = createAttributes(store, actions);
  const node = h(
    "section",
    { className: "mix", ariaLabel: "Condition c" },
    h("h2", {}, "Condition: the attributes"),
    attributes,
  );
  store.watch(["model"], () => (node.hidden = attributes.hidden));
  return node;
}

/** What stands where. */
function build({ store, actions: everywhere, session, asking, upload }) {
  const { choose, chooseSecond, explore } = asking;
  const actions = { ...everywhere, ...createStyles(store, everywhere) };
  const picture = createPicture(store, { retry: session.retry, many: session.many, chooseSecond });
  const grid = createGrid(store, { actions, thumbnails: createThumbnails(store, session.many), explore });
  const strip = createStrip(store, { session, actions, explore, shown: grid.follow });
  const walk = createWalk(store, { actions, session, explore });
  const encoding = createEncoding(store, { actions, session, upload });
  const panels = [
    { name: "walk", title: "Walk between classes", node: walk.node, show: walk.draw },
    { name: "encode", title: "Encode and decode", node: encoding.node, show: encoding.show },
  ];
  const tabs = createTabs("Tools", panels, (tab) => store.set({ tab }));
  strip.heading.after(createSweep(store), createHeld(store));
  store.watch(["model", "codes", "tab"], ({ model, tab }) => {
    if (model) tabs.see(tab, model.condition?.kind === "class" ? ["walk", "encode"] : ["encode"]);
  });

  const nodes = [
    h(
      "header",
      { className: "bar" },
      createPicker(store, choose),
      createToolbar(store, actions),
      createShare(store, { picture: picture.node, choose, chooseSecond }),
      createHelp(store, STEPS, KEYS_HERE),
    ),
    h("div", { className: "notices" }, createNotice(store)),
    h(
      "div",
      { className: "panes" },
      h(
        "section",
        { className: "knobs", ariaLabel: "z and the condition" },
        createPriorLine(store),
        createPad(store, actions),
        createMix(store, actions),
        createTold(store, actions),
      ),
      h(
        "section",
        { className: "stage", ariaLabel: "Pictures" },
        strip.node,
        h(
          "div",
          { className: "below" },
          h("section", { className: "view", ariaLabel: "Picture and tools" }, picture.node, tabs.node),
          grid.node,
        ),
      ),
    ),
    createStatus(store, session.retry),
  ];
  return {
    nodes,
    actions: { ...actions, togglePlay: walk.toggle },
    keys: KEYS_HEARD,
    upload: encoding.upload,
    close: walk.stop,
    paint(pixels, seq) {
      picture.paint(pixels, seq);
      encoding.paint(pixels);
    },
  };
}
