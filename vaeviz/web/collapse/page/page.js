/** The Collapse page: tabs that train, show and compute; one store, one address, no model of its own. */

/** @import { Payload } from "./mount.js" */

import { mount } from "./mount.js";

/** @type {WeakMap<Element, ReturnType<typeof mount>>} */
const mounted = new WeakMap();

/**
 * What Streamlit calls, through the shim, at every change of data or theme; what it returns is called at unmount.
 * @param {{ parentElement: Element; data: Payload }} options
 */
export function render({ parentElement, data }) {
  const page = mounted.get(parentElement) ?? mount(parentElement, data);
  mounted.set(parentElement, page);
  page.update(data);
  return () => {
    mounted.get(parentElement)?.unmount();
    mounted.delete(parentElement);
  };
}
