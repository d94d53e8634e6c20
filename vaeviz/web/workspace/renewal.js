/** What to do where the server knows the token or the model no more: it was restarted, the model's file was replaced. */

const RENEWALS_MS = [1500, 4000, 9000]; // Streamlit takes a while to find a restarted server again
const CLOCK = { later: (work, ms) => setTimeout(work, ms), cancel: (timer) => clearTimeout(timer) };

/**
 * After a refusal call `renew()`, each time a little later: a run of the page's script is to bring what is missing. Once
 * that has been tried in vain, the store's link is `over`: only loading the page anew helps. Returns the way to stop.
 */
export function watchRenewal(store, renew, clock = CLOCK) {
  let tried = 0; // since the line was last open
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
