/** Loading a workspace file: all of it or nothing; one undo restores what was there before. */

/** @import { PageStore, State } from "../core/types.js" */
/** @import { Key } from "./view-keys.js" */
/** @import { WorkspaceFile } from "./workspace-file.js" */

/**
 * @typedef {{ keys: Record<string, Key>, choose(name: string): void,
 *   chooseSecond(name: string | null): void }} Opening
 */

import { placeOf } from "../history/history.js";
import { afterFrame, button, h, setText } from "../core/dom.js";
import { OF_VIEW, takeView } from "./view.js";
import { FileError, MAX_BYTES, queryIn, readWorkspace } from "./workspace-file.js";

/**
 * Build the button and the offer to open the file's own model.
 * @param {PageStore} store
 * @param {Opening} opening
 */
export function createLoading(store, { keys, choose, chooseSecond }) {
  const input = h("input", {
    type: "file",
    accept: ".json,application/json",
    hidden: true,
    dataTestid: "workspace-file",
    ariaLabel: "Workspace file",
  });
  const words = h("p", {});
  const offer = h(
    "div",
    { className: "offer", hidden: true },
    words,
    button("Open it", "workspace-open", null, openIts),
  );
  /** @type {WorkspaceFile | null} */
  let waiting = null; // a workspace that was read, until its model and codes are there

  store.watch(["model", "opening", "codes", "codesError"], afterFrame(proceed));
  input.onchange = () => {
    if (input.files?.[0]) read(input.files[0]);
    input.value = "";
  };

  async function read(/** @type {File} */ file) {
    offer.hidden = true;
    waiting = null;
    if (attempt(store, () => requireSize(file))) take(await file.text());
  }
  function take(/** @type {string} */ text) {
    waiting = attempt(store, () => readFor(text, store.get()));
    if (!waiting) return;
    if (waiting.model.digest === store.get().model.digest) return proceed();
    setText(words, `This workspace belongs to ${waiting.model.name}.`);
    offer.hidden = false;
  }
  function openIts() {
    offer.hidden = true;
    if (waiting) choose(waiting.model.name);
  }
  function proceed() {
    const { model, opening, codes, codesError } = store.get();
    if (!waiting || opening || !offer.hidden) return;
    if (model.has_codes && !codes && !codesError) return;
    const found = waiting;
    waiting = null;
    if (model.name !== found.model.name && model.digest !== found.model.digest) return; // a notice has said why
    attempt(store, () => apply(store, found, keys, chooseSecond));
  }
  return [
    button("Load", "workspace-load", "Load a workspace file; undo restores what was here", () => input.click()),
    input,
    offer,
  ];
}

/**
 * The result of `work`; null if something is wrong with the file, which becomes a notice.
 * @template T
 * @param {PageStore} store
 * @param {() => T} work
 */
function attempt(store, work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    store.set({ notice: `The workspace was not loaded. ${error.message}`, say: "" });
    return null;
  }
}

function requireSize(/** @type {File} */ { name, size }) {
  if (size > MAX_BYTES)
    throw new FileError(`"${name}" has ${(size / 2 ** 20).toFixed(1)} MB; a workspace has at most 1 MB.`);
  return true;
}

/** Read a workspace of the open model, or of one that can be opened. */
function readFor(/** @type {string} */ text, /** @type {State} */ { model, models }) {
  const found = readWorkspace(text);
  const known = found.model.name !== model.name && models.some(({ name }) => name === found.model.name);
  if (found.model.digest !== model.digest && !known) throw new FileError(foreign(found.model, model));
  return found;
}

/**
 * @param {PageStore} store
 * @param {WorkspaceFile} found
 * @param {Opening["keys"]} keys
 * @param {Opening["chooseSecond"]} chooseSecond
 */
function apply(store, found, keys, chooseSecond) {
  const state = store.get();
  if (state.model.digest !== found.model.digest) throw new FileError(foreign(found.model, state.model));
  const query = queryIn(found, state);
  const second = query.get("second");
  query.delete("second"); // it may be gone: then a notice says so, and the rest is loaded
  const { taken, problems } = takeView(state, { model: state.model }, query, keys);
  if (problems.length) throw new FileError(problems.join(" ").replaceAll(" in the URL", ""));
  const before = { ...placeOf(state), ...Object.fromEntries(OF_VIEW.map((key) => [key, state[key]])) };
  store.set({ past: [...state.past, before] });
  store.set({
    ...taken,
    source: { kind: "link", text: "a workspace file" },
    notice: null,
    say: "Workspace loaded; undo restores what was here.",
  });
  if (second !== (state.second?.model.name ?? null)) chooseSecond(second);
}

/** @param {{ name: string, digest: string }} wanted @param {{ name: string }} open */
function foreign(wanted, open) {
  const same =
    wanted.name === open.name
      ? "another file of that name is open"
      : `${open.name} is open, and there is no ${wanted.name} here`;
  return `It was made with ${wanted.name} (digest ${wanted.digest.slice(0, 8)}); ${same}.`;
}
