/** Where z comes from: the prior, a stored code, a drawing, a picture file. */

import { button, h, press } from "../core/dom.js";

/** Build the row of sources; `upload(file)` sends a picture to be encoded. */
export function createSources(store, actions, upload) {
  const file = h("input", { type: "file", accept: "image/*", hidden: true, dataTestid: "upload-file" });
  file.onchange = () => {
    if (file.files[0]) from(() => upload(file.files[0]));
    file.value = "";
  };
  /** Take another source than the pad, which closes. */
  function from(take) {
    if (store.get().drawing) store.set({ drawing: false });
    take();
  }
  const prior = button("prior", "source-prior", "Draw a new z from the prior; the condition stays", () =>
    from(() => actions.samplePrior()),
  );
  const data = button("data", "source-data", "Load a random stored image's code: its posterior mean and band", () =>
    from(() => actions.loadRandomCode()),
  );
  const draw = button("draw", "source-draw", "Draw a picture by hand; it is encoded while you draw", () =>
    store.set({ drawing: !store.get().drawing }),
  );
  const send = button("upload", "source-upload", "Encode a picture file of yours, at most 5 MB", () => file.click());
  store.watch(["source", "drawing", "codes"], ({ source, drawing, codes }) => {
    for (const [node, kind] of [
      [prior, "prior"],
      [data, "code"],
      [draw, "draw"],
      [send, "upload"],
    ]) {
      node.toggleAttribute("aria-current", source?.kind === kind);
    }
    press(draw, drawing);
    data.disabled = !codes?.n;
  });
  const label = h("span", { className: "label", ariaHidden: "true" }, "z from");
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
