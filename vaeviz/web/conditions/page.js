/** The Conditions page: the same z under every condition, all of it moving under the hand. */

import { attributesOf } from "../latents/attributes.js";
import { Z_STEPS } from "../latents/place.js";
import { pack } from "../map/grid.js";
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
import { nameKey, wholeKey } from "../workspace/view-keys.js";
import { ViewError, formatC, readC, readWhole, readZ } from "../workspace/view-values.js";
import { createRender } from "../workspace/workspace.js";
import { createEncoding } from "./encoding.js";
import { createGrid } from "./grid.js";
import { KEYS_HEARD, KEYS_HERE, STEPS } from "./help.js";
import { createMix } from "./mix.js";
import { createStrip } from "./strip.js";
import { MOST, createStyles, isFirst } from "./styles.js";
import { createHeld, createSweep } from "./sweep.js";
import { createTabs } from "./tabs.js";
import { createInterpolation } from "./interpolation.js";

/** The two classes of the interpolation. */
const interpolationKey = {
  write: ({ interpolation: ends }) => (ends ? `${ends.from}-${ends.to}` : ""),
  read(text, { model }) {
    const ends = text.split("-").map((end) => readWhole("between", end, model.condition.names.length - 1));
    if (ends.length !== 2) throw new ViewError("between in the URL is damaged; allowed: two classes, such as 3-8.");
    return { interpolation: { from: ends[0], to: ends[1] } };
  },
};

/** The rows that were drawn; left out while they are those of a first visit. */
const rowsKey = {
  write: (state) =>
    !state.styles || isFirst(state)
      ? ""
      : state.styles.map(({ seed, z, c }) => `${seed}.${pack(z, Z_STEPS)}.${formatC(c)}`).join("."),
  read(text, frame) {
    const parts = text.split(".");
    if (parts.length % 3 || parts.length > 3 * MOST)
      throw new ViewError(`rows in the URL are damaged; allowed: at most ${MOST}, each with a seed, z and c.`);
    const styles = [];
    for (let i = 0; i < parts.length; i += 3) {
      const seed = readWhole("rows", parts[i], 2 ** 32 - 1);
      if (!styles.some((one) => one.seed === seed))
        styles.push({ seed, z: readZ(parts[i + 1], frame), c: readC(parts[i + 2], frame) });
    }
    return { styles };
  },
};

/** The condition that images are encoded under, if it is not c. */
const encodeKey = {
  write: ({ encodeAs }) => (encodeAs ? formatC(encodeAs) : ""),
  read: (text, frame) => ({ encodeAs: readC(text, frame) }),
};

export const render = createRender({
  name: "conditions",
  label: "The same z under every condition",
  sheets: ["workspace", "latents", "image", "history", "conditions"],
  keys: {
    tab: nameKey("tab", ["interpolation", "encode"]),
    held: nameKey("held", ["place", "z"]),
    sweep: wholeKey("sweep", "sweep", ({ model }) => Math.max(0, attributesOf(model).length - 1)),
    between: interpolationKey,
    rows: rowsKey,
    encode: encodeKey,
  },
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
function build({ store, actions: everywhere, session, opening, upload, link, keys }) {
  const { choose, chooseSecond, explore } = opening;
  const actions = { ...everywhere, ...createStyles(store, everywhere) };
  const picture = createPicture(store, { retry: session.retry, many: session.many, chooseSecond });
  const grid = createGrid(store, { actions, thumbnails: createThumbnails(store, session.many), explore });
  const strip = createStrip(store, { session, actions, explore, shown: grid.follow });
  const interpolation = createInterpolation(store, { actions, session, explore });
  const encoding = createEncoding(store, { actions, session, upload });
  const panels = [
    { name: "interpolation", title: "Interpolate between classes", node: interpolation.node, show: interpolation.draw },
    { name: "encode", title: "Encode and decode", node: encoding.node, show: encoding.show },
  ];
  const tabs = createTabs("Tools", panels, (tab) => store.set({ tab }));
  strip.heading.after(createSweep(store), createHeld(store));
  store.watch(["model", "codes", "tab"], ({ model, tab }) => {
    if (model) tabs.see(tab, model.condition?.kind === "class" ? ["interpolation", "encode"] : ["encode"]);
  });

  const nodes = [
    h(
      "header",
      { className: "bar" },
      createPicker(store, choose),
      createToolbar(store, actions),
      createShare(store, { picture: picture.node, link, keys, choose, chooseSecond }),
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
    actions: { ...actions, togglePlay: interpolation.toggle },
    keys: KEYS_HEARD,
    upload: encoding.upload,
    close: interpolation.stop,
    paint(pixels, seq) {
      picture.paint(pixels, seq);
      encoding.paint(pixels);
    },
  };
}
