/** The cell's pictures: samples of the prior, test images over their reconstructions, and a traversal of a dimension. */

import { createImageRows } from "../../plot/images.js";
import { button, h, setText } from "../../core/dom.js";
import { fixed } from "../../core/format.js";
import { traversal } from "./cells.js";
import { rateText } from "./figures.js";

const [ACROSS, REACH, LATE_MS] = [10, 3, 150]; // pictures a row, deviations of a traversal, until old pictures fade

/** Make the three; `pick` {image(i), dim(j)} hears of choices, `again()` of a wish to ask for a cell once more. */
export function createStrips(grid, pick, again) {
  const names = Array.from(grid.shown, (image) => grid.class_names[grid.labels[image]]);
  const samples = createImageRows({ test: "sweep-samples", label: "Samples", across: ACROSS });
  const originals = createImageRows({
    test: "sweep-originals",
    label: "Test images",
    across: ACROSS,
    onpick: pick.image,
  });
  const images = createImageRows({ test: "sweep-images", label: "Reconstructions", across: ACROSS });
  const along = createTraversal(grid, pick.dim, names);
  originals.set(grid.originals, names.length, grid.image);
  const trouble = h(
    "div",
    { className: "missing", hidden: true, role: "alert" },
    h("p", {}),
    button("try again", "sweep-again", null, again),
  );
  const fades = h(
    "div",
    { className: "fades" },
    block("Samples of the prior, the same z in every run", samples.node),
    block("Test images, and under them their reconstructions", originals.node, images.node),
    along.node,
  );
  let timer = null;
  return {
    node: h("div", { className: "strips" }, trouble, fades),
    /** Show a cell's pictures; without a cell the old ones stay, and fade if that lasts. */
    set(cell, figures, dim, image, draw) {
      clearTimeout(timer);
      trouble.hidden = true;
      fades.setAttribute("aria-busy", String(!cell));
      if (!cell) return void (timer = setTimeout(() => fades.classList.add("late"), LATE_MS));
      fades.classList.remove("late");
      samples.set(cell.samples, grid.samples.length / grid.latent, grid.image);
      images.set(cell.images, names.length, grid.image, []);
      originals.mark(image);
      along.set(cell, figures, dim, image, draw);
    },
    refuse(error) {
      clearTimeout(timer);
      fades.classList.add("late");
      setText(trouble.firstChild, error.message);
      trouble.hidden = false;
    },
    close: () => clearTimeout(timer),
  };
}

function block(title, ...nodes) {
  return h("section", {}, h("h3", {}, title), ...nodes);
}

/** One dimension of one image's code moved along, all others held. */
function createTraversal({ latent, image: shape }, pick, names) {
  const pictures = createImageRows({ test: "sweep-traversal", label: "Traversal", across: ACROSS });
  const title = h("h3", {});
  const told = h("p", { className: "note", dataTestid: "sweep-told" });
  let now = 0;
  const by = (step) => () => pick((now + step + latent) % latent);
  const steps = h(
    "span",
    { className: "group" },
    button("\u2039", "sweep-dim-less", "Dimension before", by(-1), { ariaLabel: "Dimension before" }),
    button("\u203a", "sweep-dim-more", "Next dimension", by(1), { ariaLabel: "Next dimension" }),
  );
  const captions = Array.from({ length: ACROSS }, (_, i) => fixed(-REACH + (2 * REACH * i) / (ACROSS - 1), 1));
  return {
    node: h(
      "section",
      { dataControl: "sweep_dim", dataLabel: "Dimension" },
      h("div", { className: "control-head" }, title, steps),
      pictures.node,
      told,
    ),
    set(cell, { alive, rate }, dim, image, draw) {
      now = dim;
      setText(title, `Dimension ${dim} of the ${names[image]}'s code, moved along`);
      pictures.set(
        draw(traversal(cell.codes.subarray(image * latent, (image + 1) * latent), dim, ACROSS, REACH), ACROSS),
        ACROSS,
        shape,
        captions,
      );
      setText(told, `${alive[dim] ? "Active" : "Dead: no picture changes with it"}. Rate ${rateText(rate[dim])} nats.`);
    },
  };
}
