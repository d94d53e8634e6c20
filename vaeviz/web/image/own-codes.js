/** The second model's own codes of the images that the first one's codes are of. */

import { fetchCodes } from "../map/codes.js";
import { button, press } from "../core/dom.js";
import { ownCode, sameImages } from "./following.js";

const TITLE = "Show the second model's own reconstruction of the stored image that z comes from";

/** Why the second model can have no code of the image in hand; "" where it may have one. */
export function whyNone(state) {
  const { second, source, codes } = state;
  if (!second?.model.has_codes) return "The second model has no stored codes";
  if (otherData(state))
    return `The second model's codes are of ${second.model.dataset}, those here of ${state.model.dataset}: it has none of this image`;
  return codes && source?.kind === "code" && !source.moved
    ? ""
    : "z is not the code of a stored image: take one by \u201cdata\u201d or from the map";
}

/** Whether both models' codes are known to be of different data sets. */
function otherData({ model, second }) {
  const [ours, theirs] = [model?.dataset, second?.model.dataset];
  return Boolean(ours && theirs) && ours !== theirs;
}

/**
 * Build the button that asks for them; they are fetched when they are first asked for, and again where that failed, once
 * they are asked for anew or a line is back. `changed()` is called when there is more to show; `fetching` is `fetchCodes`.
 */
export function createOwnCodes(store, changed, fetching = fetchCodes) {
  let on = false;
  let had = null; // {second, found, problem}: the codes of `second` once they are there
  const match = createMatch();
  const toggle = button("same image", "second-own", TITLE, () => {
    on = !on;
    pressed();
    load(true);
    changed();
  });
  const pressed = () => press(toggle, on && !toggle.disabled);
  pressed();
  store.watch(["model", "second", "source", "codes"], (state) => {
    const none = whyNone(state);
    toggle.disabled = none !== "";
    toggle.title = none || TITLE;
    pressed();
    load(false);
  });
  store.watch(["link"], ({ link }) => link.state === "open" && load(true));

  /** Fetch what is not there; with `again` also what could not be had. */
  async function load(again) {
    const { second, codes } = store.get();
    if (!on || !second?.model.has_codes || !codes || otherData(store.get())) return;
    if (had?.second === second && !(again && had.problem)) return;
    const mine = (had = { second, found: null, problem: "" });
    try {
      mine.found = await fetching(`${second.endpoints.codes}?token=${encodeURIComponent(second.token)}`);
    } catch (error) {
      mine.problem = error.message;
    }
    if (had === mine) changed();
  }
  /** What is there of the second model of `state`; null where it is not wanted. */
  function wanted({ second, codes }) {
    return on && codes && !toggle.disabled && had?.second === second ? had : null;
  }
  return {
    button: toggle,

    /** Why there is no code of its own to show; "" where there is no reason. */
    why(state) {
      const { found, problem = "" } = wanted(state) ?? {};
      return found && !match(state.codes, found) ? "its codes are of other images" : problem;
    },

    /** The code to show instead of the one that follows; null where it is not wanted or not there. */
    of(state) {
      const found = wanted(state)?.found;
      return found && match(state.codes, found) ? ownCode(found, state.source.index, state.second.model) : null;
    },
  };
}

/** `sameImages`, looked up once for the same two: they are compared image by image. */
function createMatch() {
  let last = {};
  return (codes, others) => {
    if (last.codes !== codes || last.others !== others) last = { codes, others, same: sameImages(codes, others) };
    return last.same;
  };
}
