/**
 * The page's URL: it follows the view while the visitor works, and the view follows it on Back and Forward. A change of
 * a step, such as another tab or model, is an entry of the browser's history; any other change replaces the entry.
 */

/** @import { Store } from "./types.js" */

const REST_MS = 300; // browsers refuse a URL that changes with every pointer move

/** @type {Map<string, string>} */
const left = new Map(); // page -> its query as it was left; the app stays open meanwhile

/** Keep `query` as what a page shows when the visitor goes there without a query. */
export function leaveAt(/** @type {string} */ page, /** @type {string} */ query) {
  left.set(page, query);
}

/** What a page was left with; "" if the visitor has not been there. */
export function leftAt(/** @type {string} */ page) {
  return left.get(page) ?? "";
}

/**
 * Follow the `store` of page `name`. `write(search, state)` gives the view's query, with the parameters of `search` that are
 * not the page's; `take(search)` shows a query, and may promise whether it came to be shown: false where the visitor
 * asked for something else meanwhile, which is then a new entry; `owns(search)` is whether it has any of the page's parameters;
 * `ready()` is whether there is a view to write. `keys` are those of the store that the query depends on, `steps` those
 * whose change is an entry of the history.
 * @template S
 * @param {Store<S>} store
 * @param {object} view
 * @param {string} view.name
 * @param {(keyof S)[]} view.keys
 * @param {(keyof S)[]} view.steps
 * @param {(search: string, state: Readonly<S>) => string} view.write
 * @param {(search: string) => void | Promise<boolean>} view.take
 * @param {(search: string) => boolean} view.owns
 * @param {() => boolean} [view.ready]
 */
export function watchUrl(store, { name, keys, steps, write, take, owns, ready = () => true }) {
  const { pathname } = location;
  const here = () => location.pathname === pathname;
  const stepOf = () => steps.map((key) => store.get()[key]);
  /** @type {unknown[] | null} */
  let step = stepOf(); // of the present entry; null: it was never shown
  /** @type {object | null} */
  let taking = null; // the URL that the view is still to follow
  const stays = () => steps.every((key, i) => step && Object.is(store.get()[key], step[i]));
  /** @type {Readonly<S> | null} */
  let last = null; // the newest view of the present entry
  /** Streamlit's own state stays: it reads it when the visitor goes back. */
  function enter(/** @type {typeof history.pushState} */ how, /** @type {Readonly<S>} */ state) {
    const to = `${pathname}${write(location.search, state)}${location.hash}`;
    if (to !== `${pathname}${location.search}${location.hash}`) how.call(history, history.state, "", to);
  }
  function put() {
    if (!here() || taking || !ready()) return;
    if (!stays() && last) enter(history.replaceState, last); // the view that is left, however late it moved
    enter(stays() ? history.replaceState : history.pushState, store.get());
    step = stepOf();
    last = store.get();
  }
  async function follow(/** @type {string} */ search) {
    const mine = {};
    taking = mine;
    const shown = take(search);
    changed();
    if ((await shown) !== false || taking !== mine) return;
    [taking, step, last] = [null, null, null];
  }
  function changed() {
    if (!ready()) return;
    if (!taking && !stays()) return put();
    if (taking) step = stepOf();
    taking = null;
    last = store.get();
  }
  const back = () => here() && follow(location.search);
  follow(owns(location.search) || !left.has(name) ? location.search : leftAt(name));
  const stops = [
    watchRest(store, keys, put),
    store.watch(keys, changed),
    () => window.removeEventListener("popstate", back),
  ];
  window.addEventListener("popstate", back);
  return () => {
    if (ready()) leaveAt(name, write("", store.get()));
    for (const stop of stops) stop();
  };
}

/**
 * Call `work()` when none of the keys has changed for a while and no pointer is held down.
 * @template S
 * @param {Store<S>} store
 * @param {(keyof S)[]} keys
 * @param {() => void} work
 */
function watchRest(store, keys, work) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let held = false;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => held || work(), REST_MS);
  };
  const press = () => {
    held = true;
  };
  const release = () => {
    held = false;
    later();
  };
  const events = { pointerdown: press, pointerup: release, pointercancel: release };
  for (const [name, listener] of Object.entries(events)) window.addEventListener(name, listener, true);
  const unwatch = store.watch(keys, later);
  return () => {
    clearTimeout(timer);
    unwatch();
    for (const [name, listener] of Object.entries(events)) window.removeEventListener(name, listener, true);
  };
}
