/** The Laboratory: a small VAE that trains while the hand moves what it is trained by. */

import { h, setText } from "../../core/dom.js";
import { createBars } from "./bars.js";
import { createCodes } from "./codes.js";
import { createControls } from "./controls.js";
import { createCurves } from "./curves.js";
import { createFigures } from "./figures.js";
import { createFilm } from "./rate-history.js";
import { createFresh } from "./fresh.js";
import { createSights } from "./images.js";
import { createPlanes } from "./planes.js";
import { createRun } from "./run.js";
import { createSaid } from "./run-status.js";
import { createTransport } from "./transport.js";

const HEIGHT = { bars: 184, plane: 152, film: 204, curves: 190, codes: 264 }; // px

/** Build the tab. */
export function createLab(page) {
  const run = createRun(page);
  const { store } = page;
  const choose = (dim) => store.set({ lab_dim: Math.max(0, Math.min(dim, (run.state.get().now?.latent ?? 1) - 1)) });
  const parts = [
    createBars(run, choose, HEIGHT.bars),
    createPlanes(run, store, HEIGHT.plane),
    createFilm(run, choose, HEIGHT.film),
    createCurves(run, HEIGHT.curves),
    createSights(run, store),
    createCodes(HEIGHT.codes),
  ];
  const [bars, planes, film, curves, sights, codes] = parts;
  const stops = followFrames(run, store, parts);
  const node = h(
    "div",
    { className: "lab", dataTestid: "lab" },
    h("div", { className: "lab-hand" }, createTransport(run, page), ...createControls(store)),
    h(
      "div",
      { className: "lab-shown" },
      createFigures(run),
      createSaid(run),
      h("div", { className: "lab-pair" }, bars.node, planes.node),
      film.node,
      curves.node,
    ),
    h("div", { className: "lab-seen" }, createFresh(run), sights.node, codes.node, createSource(run)),
  );
  return {
    node,
    show: run.show,
    hide: run.hide,
    close() {
      stops.forEach((stop) => stop());
      parts.forEach((part) => part.close());
      run.close();
    },
  };
}

/** Draw every part at each frame, and at what changes the look of the last one. */
function followFrames(run, store, parts) {
  const draw = () => {
    const state = run.state.get();
    if (state.now) for (const part of parts) part.draw(state);
  };
  return [run.state.watch(["now", "ghost", "applied"], draw), store.watch(["lab_plane", "lab_dim"], draw)];
}

/** Which images the figures are from. */
function createSource(run) {
  const node = h("p", { className: "note", dataTestid: "lab-source" });
  run.state.watch(["now"], ({ now }) => {
    if (now) setText(node, `${measuredOn(now)} ${countedBy(now)}`);
  });
  return node;
}

const measuredOn = ({ images, split }) =>
  `Rate, distortion and ELBO: mean over ${images} held-out images of the bundled 8 \u00d7 8 digits (${split} split), one z each.`;

const countedBy = ({ limits, varying, latent }) =>
  `A dimension is active where its rate is above ${limits.rate} nats; by the variance of its mean, above ${limits.variance}, ${varying} of ${latent} are.`;
