/** The second model's own codes of the images that the first one's codes are of. */

/** @import { Codes, OpenModel, PageStore, State } from "../core/types.js" */

import { fetchCodes } from "../map/codes.js";
import { button, press } from "../core/dom.js";
import { ownCode, sameImages } from "./following.js";

const TITLE = "Show the second model's own reconstruction of the stored image that z comes from";

/**
 * Why the second model can have no code of the current image; "" where it may have one.
 * @param {State} state
 */
export function whyNone(state) {
  const { second, source, codes } = state;
  if (!second?.model.has_codes) return "The second model has no stored codes";
  if (otherData(state)) {
    const [ours, theirs] = [state.model.dataset, second.model.dataset];
    return `The second model's codes are of ${theirs}, those here of ${ours}: it has none of this image`;
  }
  return codes && source?.kind === "code" && !source.moved
    ? ""
    : "z is not the code of a stored image: load one by \u201cdata\u201d or from the map";
}

/**
 * Whether both models' codes are known to be of different data sets.
 * @param {State} state
 */
function otherData({ model, second }) {
  const [ours, theirs] = [model?.dataset, second?.model.dataset];
  return Boolean(ours && theirs) && ours !== theirs;
}

/**
 * Build the button that asks for them; they are fetched on the first request, and again where that failed, on the next
 * request or when the connection is restored.
 * @param {PageStore} store
 * @param {() => void} changed called when there is more to show
 * @param {(url: string) => Promise<Codes>} fetching
 */
export function createOwnCodes(store, changed, fetching = fetchCodes) {
  let on = false;
  /**
   * @type {{second: OpenModel, found: Codes | null, problem: string} | null} the codes of `second` once they are there
   */
  let had = null;
  const match = createMatch();
  const toggle = button("Same image", "second-own", TITLE, () => {
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
  store.watch(["link"], ({ link }) => {
    if (link.state === "open") load(true);
  });

  /**
   * Fetch what is not there.
   * @param {boolean} again also where it failed
   */
  async function load(again) {
    const { second, codes } = store.get();
    if (!on || !second?.model.has_codes || !codes || otherData(store.get())) return;
    if (had?.second === second && !(again && had.problem)) return;
    /** @type {NonNullable<typeof had>} */
    const mine = { second, found: null, problem: "" };
    had = mine;
    try {
      mine.found = await fetching(`${second.endpoints.codes}?token=${encodeURIComponent(second.token)}`);
    } catch (error) {
      mine.problem = /** @type {Error} */ (error).message;
    }
    if (had === mine) changed();
  }
  /**
   * What is there of the second model of `state`; null where it is not wanted.
   * @param {State} state
   */
  function wanted({ second, codes }) {
    return on && codes && !toggle.disabled && had?.second === second ? had : null;
  }
  return {
    button: toggle,

    /**
     * Why there is no code of its own to show; "" where there is no reason.
     * @param {State} state
     */
    why(state) {
      const { found, problem = "" } = wanted(state) ?? {};
      return found && !match(state.codes, found) ? "its codes are of other images" : problem;
    },

    /**
     * The code to show instead of the one that follows; null where it is not wanted or not there.
     * @param {State} state
     */
    of(state) {
      const found = wanted(state)?.found;
      const { second, source, codes } = state;
      if (!found || !second || source?.index === undefined || !match(codes, found)) return null;
      return ownCode(found, source.index, second.model);
    },
  };
}

/** `sameImages`, computed once for the same two, which are compared image by image. */
function createMatch() {
  /** @type {{codes: Codes | null, others: Codes, same: boolean} | null} */
  let last = null;
  /** @param {Codes | null} codes @param {Codes} others */
  return (codes, others) => {
    if (last?.codes !== codes || last?.others !== others)
      last = { codes, others, same: codes !== null && sameImages(codes, others) };
    return last.same;
  };
}
