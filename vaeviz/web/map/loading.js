/** Loads the stored codes of the open model; where that failed, again once there is a reason to hope. */

import { fetchCodes } from "./codes.js";

/** `fetching(url, signal)` is `fetchCodes`. */
export function createCodesLoading(store, fetching = fetchCodes) {
  let here = null; // {model, endpoints, token}
  let under = null; // AbortController of the fetch under way
  let lost = false; // the line, since the codes were last asked for
  const unwatch = store.watch(["link"], ({ link, codesError }) => {
    if (link.state === "waiting" || link.state === "refused") lost = true;
    if (link.state === "open" && lost && codesError) load();
  });

  async function load() {
    under?.abort();
    const { signal } = (under = new AbortController());
    lost = false;
    store.set({ codes: null, codesError: null });
    if (!here.model.has_codes) return;
    try {
      const codes = await fetching(`${here.endpoints.codes}?token=${encodeURIComponent(here.token)}`, signal);
      if (!signal.aborted) store.set({ codes });
    } catch (error) {
      if (!signal.aborted) store.set({ codesError: error.message });
    }
  }
  return {
    /** Turn to the model of `data`; codes that are there already stay under another token. */
    open({ model, endpoints, token }) {
      const other = here?.model.digest !== model.digest;
      if (!other && here.token === token) return;
      here = { model, endpoints, token };
      if (other || !store.get().codes) load();
    },

    close() {
      unwatch();
      under?.abort();
    },
  };
}
