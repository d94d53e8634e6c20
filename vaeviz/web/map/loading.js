/** Loads the stored codes of the open model; where that failed, again once there is reason to expect them. */

import { messageOf } from "../core/refusal.js";
import { fetchCodes } from "./codes.js";

/** @import { OpenModel, PageStore } from "../core/types.js" */

/**
 * Build the loading of codes into `store`.
 * @param {PageStore} store
 * @param {typeof fetchCodes} [fetching]
 */
export function createCodesLoading(store, fetching = fetchCodes) {
  /** @type {OpenModel | null} */
  let here = null;
  let controller = new AbortController(); // of the fetch in progress
  let lost = false; // the connection, since the codes were last asked for
  const unwatch = store.watch(["link"], ({ link, codesError }) => {
    if (link.state === "waiting" || link.state === "refused") lost = true;
    if (link.state === "open" && lost && codesError && here) load(here);
  });

  /** @param {OpenModel} opened */
  async function load({ model, endpoints, token }) {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    lost = false;
    store.set({ codes: null, codesError: null });
    if (!model.has_codes) return;
    try {
      const codes = await fetching(`${endpoints.codes}?token=${encodeURIComponent(token)}`, signal);
      if (!signal.aborted) store.set({ codes });
    } catch (error) {
      if (!signal.aborted) store.set({ codesError: messageOf(error) });
    }
  }
  return {
    /** Turn to another model; codes that are there already stay under another token. @param {OpenModel} opened */
    open({ model, endpoints, token }) {
      const other = here?.model.digest !== model.digest || here.model.name !== model.name;
      if (!other && here?.token === token) return;
      here = { model, endpoints, token };
      if (other || !store.get().codes) load(here);
    },

    close() {
      unwatch();
      controller.abort();
    },
  };
}
