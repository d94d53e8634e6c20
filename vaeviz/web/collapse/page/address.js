/** The page's address: every key that differs from its default, written at rest; parameters that are not ours stay. */

import { open, seal } from "./seal.js";
import { KEYS, read, write } from "./state.js";

const REST_MS = 300; // browsers refuse an address that changes at every move of a hand

let left = null; // the query when the page was last left, while the app stays open

/** The values that an address's query gives, as a patch of the store; keys it lacks, or says wrongly, have their default. */
export function fromQuery(search) {
  const given = givenBy(search);
  const valueOf = (key) => (given.has(key) ? read(key, given.get(key)) : null) ?? KEYS[key].default;
  return {
    ...Object.fromEntries(Object.keys(KEYS).map((key) => [key, valueOf(key)])),
    given: Object.keys(KEYS).filter((key) => given.has(key)),
  };
}

/** The parameters of a query, those that a link has sealed among them. */
function givenBy(search) {
  const given = new URLSearchParams(search);
  if (given.has("sealed")) for (const [key, text] of open(given.get("sealed"))) given.set(key, text);
  return given;
}

/** The query of `state`: what is not ours in `search` as it is, then our keys in their order; those of hidden controls sealed. */
export function toQuery(state, search) {
  const others = [...new URLSearchParams(search)].filter(([key]) => !(key in KEYS));
  const own = Object.keys(KEYS)
    .filter((key) => key !== "sealed")
    .map((key) => [key, write(key, state[key])]);
  const told = own.filter(([key, text]) => text !== write(key, KEYS[key].default));
  const [hidden, plain] = [true, false].map((wanted) => told.filter(([key]) => state.hide.includes(key) === wanted));
  const all = [...others, ...plain, ...(hidden.length ? [["sealed", seal(hidden)]] : [])];
  const text = new URLSearchParams(all).toString().replaceAll("%2C", ",");
  return text && `?${text}`;
}

/** The absolute address of `state`. */
export function linkTo(state, { origin, pathname, search, hash }) {
  return `${origin}${pathname}${toQuery(state, search)}${hash}`;
}

/**
 * Read the address into the store now and when the visitor goes back or forward, and write it when the store has come to
 * rest. A visitor who left for another page and comes back by the menu finds the page as it was.
 */
export function watchAddress(store) {
  const { pathname } = location;
  const here = () => location.pathname === pathname;
  const take = (search) => store.set(changed(store.get(), fromQuery(search)));
  const put = () => {
    const to = linkTo(store.get(), location);
    if (to !== location.href) history.replaceState(history.state, "", to); // Streamlit's own state stays: it reads it going back
  };
  const stopRest = watchRest(store, () => here() && put());
  const back = () => here() && take(location.search);
  const none = ![...new URLSearchParams(location.search).keys()].some((key) => key in KEYS);
  take(none && left !== null ? left : location.search);
  window.addEventListener("popstate", back);
  return () => {
    left = toQuery(store.get(), "");
    stopRest();
    window.removeEventListener("popstate", back);
  };
}

/** Call `tell()` when none of the keys has changed for a while and no pointer is held down. */
function watchRest(store, tell) {
  let timer = null;
  let held = false;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => held || tell(), REST_MS);
  };
  const press = () => (held = true);
  const release = () => {
    held = false;
    later();
  };
  const hands = { pointerdown: press, pointerup: release, pointercancel: release };
  for (const [name, hear] of Object.entries(hands)) window.addEventListener(name, hear, true);
  const unwatch = store.watch(Object.keys(KEYS), later);
  return () => {
    clearTimeout(timer);
    unwatch();
    for (const [name, hear] of Object.entries(hands)) window.removeEventListener(name, hear, true);
  };
}

/** The part of `values` that says otherwise than `state`: a list that says the same stays the same object. */
function changed(state, values) {
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => !(key in KEYS) || write(key, value) !== write(key, state[key])),
  );
}
