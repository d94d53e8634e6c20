/** The page's address: every key that differs from its default, written at rest; parameters that are not ours stay. */

import { KEYS, read, write } from "./state.js";

const REST_MS = 300; // browsers refuse an address that changes at every move of a hand

/** The values that an address's query gives, as a patch of the store; keys it lacks, or says wrongly, have their default. */
export function fromQuery(search) {
  const given = new URLSearchParams(search);
  const valueOf = (key) => (given.has(key) ? read(key, given.get(key)) : null) ?? KEYS[key].default;
  return Object.fromEntries(Object.keys(KEYS).map((key) => [key, valueOf(key)]));
}

/** The query of `state`: what is not ours in `search` as it is, then our keys in their order. */
export function toQuery(state, search) {
  const others = [...new URLSearchParams(search)].filter(([key]) => !(key in KEYS));
  const own = Object.keys(KEYS).map((key) => [key, write(key, state[key])]).filter(([key, text]) => text !== write(key, KEYS[key].default));
  const text = new URLSearchParams([...others, ...own]).toString().replaceAll("%2C", ",");
  return text && `?${text}`;
}

/** The absolute address of `state`. */
export function linkTo(state, { origin, pathname, search, hash }) {
  return `${origin}${pathname}${toQuery(state, search)}${hash}`;
}

/** Read the address into the store now and when the visitor goes back or forward; write it when the store has come to rest. */
export function watchAddress(store) {
  const { pathname } = location;
  let timer = null;
  let held = false;
  const take = () => store.set(changed(store.get(), fromQuery(location.search)));
  const write = () => {
    if (held || location.pathname !== pathname) return; // Streamlit has gone to another page
    const to = linkTo(store.get(), location);
    if (to !== location.href) history.replaceState(history.state, "", to);
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(write, REST_MS);
  };
  const hands = { pointerdown: () => (held = true), pointerup: () => ((held = false), later()), pointercancel: () => ((held = false), later()) };
  const back = () => location.pathname === pathname && take();
  take();
  const unwatch = store.watch(Object.keys(KEYS), later);
  window.addEventListener("popstate", back);
  for (const [name, hear] of Object.entries(hands)) window.addEventListener(name, hear, true);
  return () => {
    clearTimeout(timer);
    unwatch();
    window.removeEventListener("popstate", back);
    for (const [name, hear] of Object.entries(hands)) window.removeEventListener(name, hear, true);
  };
}

/** The part of `values` that says otherwise than `state`: a list that says the same stays the same object. */
function changed(state, values) {
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => write(key, value) !== write(key, state[key])));
}
