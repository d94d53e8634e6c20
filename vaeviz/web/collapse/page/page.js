/** The Collapse page: tabs of instruments that train, scrub and compute; one store, one address, no model of its own. */

import { mount } from "./mount.js";

const mounted = new WeakMap(); // parentElement -> page

/** What Streamlit calls, through the shim, at every change of data or theme; its answer is called at unmount. */
export function render({ parentElement, data }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, mount(parentElement, data));
  mounted.get(parentElement).update(data);
  return () => {
    mounted.get(parentElement)?.unmount();
    mounted.delete(parentElement);
  };
}
