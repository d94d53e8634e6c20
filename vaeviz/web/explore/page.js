/** The Explore page: one model, its latent dimensions, its picture, its map. */

/**
 * @import { Actions, PageStore } from "../core/types.js"
 * @import { createSession } from "../runtime/session.js"
 * @import { createOpening } from "../workspace/opening.js"
 * @import { createUpload } from "../workspace/uploads.js"
 * @import { Key } from "../workspace/view-keys.js"
 */

import { createLatentSliders } from "../latents/latent-sliders.js";
import { createStrip } from "../latents/strip.js";
import { createMap } from "../map/map.js";
import { createExports } from "../history/exports.js";
import { createFilmstrip } from "../history/filmstrip.js";
import { createPathControls } from "../history/path-controls.js";
import { createPins } from "../history/pins.js";
import { createThumbnails } from "../history/thumbnails.js";
import { createAttributeFold } from "../image/attributes.js";
import { createConditions } from "../image/conditions.js";
import { createDrawing } from "../image/draw.js";
import { createMeter } from "../image/meter.js";
import { createImage } from "../image/image.js";
import { createSecondPicker } from "../image/second-model.js";
import { createSources } from "../image/sources.js";
import { createThumbs } from "../image/thumbs.js";
import { h } from "../core/dom.js";
import { createHelp, createHint } from "../workspace/help.js";
import { createShare } from "../workspace/share.js";
import { createNotice, createStatus } from "../workspace/status.js";
import { createPicker, createToolbar } from "../workspace/toolbar.js";
import { createRender } from "../workspace/workspace.js";

export const render = createRender({
  name: "explore",
  label: "Latent space explorer",
  sheets: ["workspace", "latents", "image", "map", "history"],
  build,
});

/**
 * The parts of the page, in their places.
 * @param {{ store: PageStore, actions: Actions, session: ReturnType<typeof createSession>,
 *   opening: ReturnType<typeof createOpening>, upload: ReturnType<typeof createUpload>, link(): string,
 *   keys: Record<string, Key> }} given
 */
function build({ store, actions, session, opening, upload, link, keys }) {
  const { choose, chooseSecond } = opening;
  const picture = createImage(store, { retry: session.retry, many: session.many, chooseSecond });
  const begin = () => {
    actions.remember();
    store.set({ say: "Encoding your drawing as you draw." });
  };
  const pad = createLatentSliders(store, actions);
  pad.prepend(createAttributeFold(store, actions));
  const thumbnails = createThumbnails(store, session.many);
  const tray = h("div", { className: "tray" }, createDrawing(store, session.encode, begin), createThumbs(store));
  const nodes = [
    h(
      "header",
      { className: "bar" },
      createPicker(store, choose),
      createSecondPicker(store, chooseSecond),
      createConditions(store, actions),
      createSources(store, actions, upload),
      createToolbar(store, actions),
      createShare(store, { picture: picture.node, link, keys, choose, chooseSecond }),
      createHelp(store),
    ),
    h("div", { className: "notices" }, createNotice(store), createHint()),
    h(
      "div",
      { className: "panes" },
      pad,
      h("section", { className: "view", ariaLabel: "Picture" }, picture.node, createMeter(store), tray),
      createMap(store, actions, session.many),
    ),
    h(
      "div",
      { className: "dock" },
      createStrip(store, actions, session.many),
      createFilmstrip(store, actions, thumbnails),
      h(
        "section",
        { className: "pins", ariaLabel: "Pins and path" },
        createPins(store, actions, thumbnails),
        createPathControls(store, actions, createExports(store, session.many)),
      ),
    ),
    createStatus(store, session.retry),
  ];
  return { nodes, paint: picture.paint };
}
