/** Loading a workspace file: all of it or nothing; what was there before is one step of undo away. */

import { place } from "../memory/history.js";
import { afterFrame, button, h, setText } from "./dom.js";
import { FileError, MAX_BYTES, fitWorkspace, readWorkspace } from "./workspace-file.js";

const REPLACED = ["locks", "map", "selections", "pins", "compared", "directions"]; // besides what every step of undo keeps

/** Build the button and the offer to open the file's own model. */
export function createLoading(store, choose, chooseSecond) {
  const input = h("input", { type: "file", accept: ".json,application/json", hidden: true, dataTestid: "workspace-file", ariaLabel: "Workspace file" });
  const words = h("p", {});
  const offer = h("div", { className: "offer", hidden: true }, words, button("open it", "workspace-open", null, openIts));
  let waiting = null; // a workspace that was read, until its model and codes are there

  store.watch(["model", "opening", "codes", "codesError"], afterFrame(proceed));
  input.onchange = () => {
    if (input.files[0]) read(input.files[0]);
    input.value = "";
  };

  async function read(file) {
    offer.hidden = true;
    attempt(() => {
      if (file.size > MAX_BYTES) throw new FileError(`"${file.name}" has ${(file.size / 2 ** 20).toFixed(1)} MB; a workspace has at most 1 MB.`);
    }) && take(await file.text());
  }
  function take(text) {
    attempt(() => {
      const found = readWorkspace(text);
      const { model, models } = store.get();
      const known = found.model.name !== model.name && models.some(({ name }) => name === found.model.name);
      waiting = found;
      if (found.model.digest === model.digest) return proceed();
      if (!known) throw new FileError(foreign(found.model, model));
      setText(words, `This workspace belongs to ${found.model.name}.`);
      offer.hidden = false;
    });
  }
  function openIts() {
    offer.hidden = true;
    choose(waiting.model.name);
  }
  function proceed() {
    const { model, opening, codes, codesError } = store.get();
    if (!waiting || opening || !offer.hidden) return;
    if (model.has_codes && !codes && !codesError) return;
    const found = waiting;
    waiting = null;
    if (model.name !== found.model.name && model.digest !== found.model.digest) return; // its model could not be opened; Python has said why
    attempt(() => {
      if (model.digest !== found.model.digest) throw new FileError(foreign(found.model, model));
      apply(found);
    });
  }
  function apply(found) {
    const state = store.get();
    const { patch, second } = fitWorkspace(found, state);
    const before = { ...place(state), ...Object.fromEntries(REPLACED.map((key) => [key, state[key]])) };
    const source = { kind: "link", text: "a workspace file" };
    store.set({ past: [...state.past, before] });
    store.set({ ...patch, posterior: null, images: null, source, notice: null, say: "The workspace is loaded; undo brings back what was here." });
    if (second !== (state.second?.model.name ?? null)) chooseSecond(second);
  }
  /** Do `work`; what is wrong with a file becomes a notice. Whether all went well. */
  function attempt(work) {
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      waiting = null;
      store.set({ notice: `The workspace was not loaded. ${error.message}`, say: "" });
      return false;
    }
  }
  return [button("load", "workspace-load", "Load a workspace file; undo brings back what was here", () => input.click()), input, offer];
}

function foreign(wanted, open) {
  const same = wanted.name === open.name ? "another file of that name is open" : `${open.name} is open, and there is no ${wanted.name} here`;
  return `It was made with ${wanted.name} (digest ${wanted.digest.slice(0, 8)}); ${same}.`;
}
