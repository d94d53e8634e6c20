/** The page's address: every key that differs from its default, written at rest; parameters that are not ours stay. */

import { watchUrl } from "../../core/url.js";
import { open, seal } from "./seal.js";
import { KEYS, read, write } from "./state.js";

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

/** Keep the address and the store of the page together, see core/url.js. */
export function watchAddress(store) {
  return watchUrl(store, {
    name: "collapse",
    keys: Object.keys(KEYS),
    steps: ["tab", "why", "lesson", "step"],
    write: (search) => toQuery(store.get(), search),
    take: (search) => store.set(changed(store.get(), fromQuery(search))),
    owns: (search) => [...new URLSearchParams(search).keys()].some((key) => key in KEYS),
  });
}

/** The part of `values` that says otherwise than `state`: a list that says the same stays the same object. */
function changed(state, values) {
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => !(key in KEYS) || write(key, value) !== write(key, state[key])),
  );
}
