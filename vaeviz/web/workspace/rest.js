/** Tells Python where the view is, once the hand has come to rest; never during a drag. */

import { toQuery } from "./address.js";

const REST_MS = 600;
const KEYS = [
  "z",
  "c",
  "source",
  "map",
  "seed",
  "temperature",
  "locks",
  "selections",
  "pins",
  "compared",
  "highlight",
  "drawClass",
  "draw",
  "tab",
];

/** Call `tell(query)`, the view as an address says it, when it has stood still and no pointer is down in `root`. */
export function watchRest(root, store, tell) {
  let timer = null;
  let held = false;
  let told = null; // the view Python knows of

  function later() {
    clearTimeout(timer);
    timer = setTimeout(check, REST_MS);
  }
  function check() {
    if (held || told === null) return;
    const now = toQuery(store.get());
    if (sameQuery(now, told)) return;
    told = now;
    tell(now);
  }
  root.addEventListener("pointerdown", () => (held = true), true);
  const release = () => {
    held = false;
    later();
  };
  window.addEventListener("pointerup", release, true);
  window.addEventListener("pointercancel", release, true);
  const unwatch = store.watch(KEYS, later);
  return {
    /** Tell the view as it is, whether or not it is known. */
    tellNow() {
      told = toQuery(store.get());
      tell(told);
    },
    /** Take the store's view as known: it came from Python. */
    known() {
      told = toQuery(store.get());
    },
    stop() {
      unwatch();
      clearTimeout(timer);
      window.removeEventListener("pointerup", release, true);
      window.removeEventListener("pointercancel", release, true);
    },
  };
}

/** Whether two addresses say the same; the second model is asked for on its own. */
export function sameQuery(a, b) {
  return Object.keys({ ...a, ...b }).every((key) => key === "second" || a[key] === b[key]);
}
