/** The children of an element, one for each of some items. */

/** @type {WeakMap<Element, Map<unknown, any>>} */
const partsOf = new WeakMap(); // by key

/**
 * Give `node` one child per item, in order. A child is made when its key is new, updated at every call and removed with
 * its key; one that stays is not rebuilt, and the one with the focus is not moved. Returns the parts, in order.
 * @template T
 * @template {Element | { node: Element }} P an element, or what holds it
 * @param {Element} node its other children are removed
 * @param {readonly T[]} items
 * @param {object} how
 * @param {(item: T, i: number) => unknown} how.key unique among the items; an Error where it is not
 * @param {(item: T, i: number) => P} how.make
 * @param {(part: P, item: T, i: number) => void} [how.update] called for new parts as well
 * @returns {P[]}
 */
export function list(node, items, { key, make, update }) {
  const before = partsOf.get(node);
  const keys = items.map(key);
  const parts = items.map((item, i) => before?.get(keys[i]) ?? make(item, i));
  const now = new Map(keys.map((name, i) => [name, parts[i]]));
  if (now.size < items.length) throw new Error(`Two items of a list have the same key: ${keys.join(", ")}.`);
  partsOf.set(node, now);
  place(
    node,
    parts.map((part) => ("node" in part ? part.node : part)),
  );
  if (update) parts.forEach((part, i) => update(part, items[i], i));
  return parts;
}

/** @param {Element} node @param {Element[]} children */
function place(node, children) {
  const kept = new Set(children);
  for (const child of [...node.childNodes]) if (!kept.has(/** @type {Element} */ (child))) child.remove();
  let at = node.firstChild;
  for (const child of children) {
    if (at !== child && child.parentNode === node && child.matches(":focus-within"))
      while (at && at !== child) {
        const next = at.nextSibling;
        node.append(at); // its place comes later; to move the focused child would blur it
        at = next;
      }
    if (at === child) at = child.nextSibling;
    else node.insertBefore(child, at);
  }
}
