/** The source of z: the prior, a stored code, a drawing, an image file. */

/** @import { Actions, PageStore, Source } from "../core/types.js" */

import { button, h, press } from "../core/dom.js";

/**
 * Build the row of sources.
 * @param {PageStore} store
 * @param {Actions} actions
 * @param {(file: File) => void} upload encodes an image file
 */
export function createSources(store, actions, upload) {
  const file = h("input", { type: "file", accept: "image/*", hidden: true, dataTestid: "upload-file" });
  file.onchange = () => {
    const chosen = file.files?.[0];
    if (chosen) from(() => upload(chosen));
    file.value = "";
  };
  /** Use another source than the pad, which closes. @param {() => void} take */
  function from(take) {
    if (store.get().drawing) store.set({ drawing: false });
    take();
  }
  const prior = button("Prior", "source-prior", "Draw a new z from the prior; the condition stays", () =>
    from(() => actions.samplePrior()),
  );
  const data = button("Data", "source-data", "Load a random stored image's code: its posterior mean and band", () =>
    from(() => actions.loadRandomCode()),
  );
  const draw = button("Draw", "source-draw", "Draw an image by hand; it is encoded while you draw", () =>
    store.set({ drawing: !store.get().drawing }),
  );
  const send = button("Upload", "source-upload", "Encode an image file of your own, at most 20 MB", () => file.click());
  /** @type {Map<Source["kind"], HTMLButtonElement>} */
  const buttons = new Map([
    ["prior", prior],
    ["code", data],
    ["draw", draw],
    ["upload", send],
  ]);
  store.watch(["source", "drawing", "codes"], ({ source, drawing, codes }) => {
    for (const [kind, node] of buttons) node.toggleAttribute("aria-current", source?.kind === kind);
    press(draw, drawing);
    data.disabled = !codes?.n;
  });
  const label = h("span", { className: "label", ariaHidden: "true" }, "Source of z");
  return h(
    "div",
    { className: "group", role: "group", ariaLabel: "Source of z" },
    label,
    prior,
    data,
    draw,
    send,
    file,
  );
}
