// As much of a page as a part needs to be built without a browser.

/** An element: what is set on it stays, what it draws is forgotten. */
function element(tag) {
  const node = {
    tag,
    children: [],
    attributes: {},
    textContent: "",
    className: "",
    hidden: false,
    disabled: false,
    onclick: null,
    title: "",
    type: "",
    width: 0,
    height: 0,
    dataset: {},
  };
  return Object.assign(node, {
    append: (...more) => node.children.push(...more),
    replaceChildren: (...more) => (node.children = more),
    setAttribute: (name, value) => (node.attributes[name] = value),
    getContext: () => ({ putImageData: () => {} }),
  });
}

/** Stand in for the page until the test ends; frames come at once, one after the other. */
export function fakePage(context) {
  const own = {
    document: { createElement: element },
    requestAnimationFrame: (draw) => setImmediate(draw),
    ImageData: class {},
  };
  Object.assign(globalThis, own);
  context.after(() => Object.keys(own).forEach((name) => delete globalThis[name]));
}

/** The element of `node`, or in it, that has this data-testid. */
export function find(node, test) {
  if (node.attributes?.["data-testid"] === test) return node;
  for (const child of node.children ?? []) {
    const found = find(child, test);
    if (found) return found;
  }
  return null;
}
