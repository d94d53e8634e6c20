/** The page's address: every key that differs from its default, written at rest; parameters that are not ours stay. */

/** @import { CollapseStore } from "../../core/types.js" */

import { watchUrl } from "../../core/url.js";
import { open, seal } from "./seal.js";
import { KEYS, read, write } from "./state.js";

/**
 * The values that an address's query gives, as a patch of the store; absent and invalid keys get their default.
 * @param {string} search
 */
export function fromQuery(search) {
  const given = givenBy(search);
  /** @param {string} key */
  const valueFor = (key) => read(key, given.get(key)) ?? KEYS[key].default;
  return {
    ...Object.fromEntries(Object.keys(KEYS).map((key) => [key, valueFor(key)])),
    given: Object.keys(KEYS).filter((key) => given.has(key)),
  };
}

/**
 * The parameters of a query, those that a link has sealed among them.
 * @param {string} search
 */
function givenBy(search) {
  const given = new URLSearchParams(search);
  for (const [key, text] of open(given.get("sealed") ?? "")) given.set(key, text);
  return given;
}

/**
 * The query of `state`: what is not ours in `search`, then our keys in their order, those of hidden controls sealed.
 * @param {Record<string, any>} state
 * @param {string} search
 */
export function toQuery(state, search) {
  const others = [...new URLSearchParams(search)].filter(([key]) => !(key in KEYS));
  const own = Object.keys(KEYS)
    .filter((key) => key !== "sealed")
    .map((key) => [key, write(key, state[key])]);
  const changed = own.filter(([key, text]) => text !== write(key, KEYS[key].default));
  const [hidden, plain] = [true, false].map((wanted) => changed.filter(([key]) => state.hide.includes(key) === wanted));
  const all = [...others, ...plain, ...(hidden.length ? [["sealed", seal(hidden)]] : [])];
  const text = new URLSearchParams(all).toString().replaceAll("%2C", ",");
  return text && `?${text}`;
}

/**
 * The absolute address of `state`.
 * @param {Record<string, any>} state
 * @param {Location} location
 */
export function linkTo(state, { origin, pathname, search, hash }) {
  return `${origin}${pathname}${toQuery(state, search)}${hash}`;
}

/**
 * Keep the address and the store of the page together, see core/url.js.
 * @param {CollapseStore} store
 */
export function watchAddress(store) {
  return watchUrl(store, {
    name: "collapse",
    keys: Object.keys(KEYS),
    steps: ["tab", "why", "lesson", "step"],
    write: (search, state) => toQuery(state, search),
    take: (search) => store.set(changedIn(store.get(), fromQuery(search))),
    owns: (search) => [...new URLSearchParams(search).keys()].some((key) => key in KEYS),
  });
}

/**
 * The part of `values` that differs from `state`: a list with the same words stays the same object.
 * @param {Record<string, any>} state
 * @param {Record<string, any>} values
 */
function changedIn(state, values) {
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => !(key in KEYS) || write(key, value) !== write(key, state[key])),
  );
}
