/** Tells Python where the view is, once the hand has come to rest; never during a drag. */

const REST_MS = 600;

/** Call `tell({z, c, map})` when z, c or map has stood still and no pointer is down in `root`. */
export function watchRest(root, store, tell) {
  let timer = null;
  let held = false;
  let told = null; // the view Python knows of

  function later() {
    clearTimeout(timer);
    timer = setTimeout(check, REST_MS);
  }
  function check() {
    const now = viewOf(store.get());
    if (held || told === null || sameView(now, told)) return;
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
  store.watch(["z", "c", "map"], later);
  return {
    /** Tell the view as it is, whether or not it is known. */
    tellNow() {
      told = viewOf(store.get());
      tell(told);
    },
    /** Take the store's view as known: it came from Python. */
    known() {
      told = viewOf(store.get());
    },
    stop() {
      clearTimeout(timer);
      window.removeEventListener("pointerup", release, true);
      window.removeEventListener("pointercancel", release, true);
    },
  };
}

function viewOf({ z, c, map }) {
  return { z: [...z], c: [...c], map };
}

/** Whether two views are the same. */
export function sameView(a, b) {
  return a.map === b.map && [...a.z, ...a.c].every((value, i) => value === [...b.z, ...b.c][i]) && a.z.length === b.z.length;
}
