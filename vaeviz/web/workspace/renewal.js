/** Renewal of a session that the server refuses: the server was restarted, or a model file was replaced. */

/** @import { PageStore } from "../core/types.js" */

const RENEWALS_MS = [1500, 4000, 9000]; // Streamlit takes a while to find a restarted server again

/** @typedef {{ later(work: () => void, ms: number): any, cancel(timer: any): void }} Clock */

/** @type {Clock} */
const CLOCK = { later: (work, ms) => setTimeout(work, ms), cancel: (timer) => clearTimeout(timer) };

/**
 * After a refusal call `renew()`, later at each try, to run the page's script again. When the tries are used up, the
 * store's link is `over`: then only a reload helps. Returns a function that stops it.
 * @param {PageStore} store
 * @param {() => void} renew
 * @param {Clock} clock
 */
export function watchRenewal(store, renew, clock = CLOCK) {
  let tried = 0; // since the connection was last open
  /** @type {any} */
  let timer = null;
  const unwatch = store.watch(["link"], ({ link }) => {
    clock.cancel(timer);
    if (link.state === "open") tried = 0;
    if (link.state !== "refused" || link.over) return;
    if (tried === RENEWALS_MS.length) store.set({ link: { ...link, over: true } });
    else timer = clock.later(renew, RENEWALS_MS[tried++]);
  });
  return () => {
    unwatch();
    clock.cancel(timer);
  };
}
