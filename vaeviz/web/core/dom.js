/** Elements without strings of HTML: text only ever becomes text, but for what `rich` admits. */

/** Make an element; `on*` properties are handlers, `aria*` and `data*` camel names attributes, the rest properties. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined) continue;
    if (/^(aria|data)[A-Z]/.test(key))
      node.setAttribute(
        key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`),
        value,
      );
    else if (key in node) node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

const MATHML = "http://www.w3.org/1998/Math/MathML";
const ADMITTED = {
  // element -> attributes; `vaeviz.markdown` makes no others
  ...Object.fromEntries(["p", "em", "code", "ul", "ol", "li", "h1", "h2", "h3", "h4", "br"].map((name) => [name, []])),
  a: ["href", "title"],
  strong: ["data-value"],
};
const ADMITTED_MATHML = {
  ...Object.fromEntries(
    ["mn", "mroot", "mrow", "msqrt", "msub", "msubsup", "msup", "mtext", "munderover"].map((name) => [name, []]),
  ),
  math: ["display"],
  mfrac: ["linethickness"],
  mi: ["mathvariant"],
  mo: ["fence", "stretchy", "form", "separator", "lspace", "rspace", "minsize", "maxsize"],
  mover: ["accent"],
  mspace: ["width"],
  mstyle: ["displaystyle", "scriptlevel"],
  munder: ["accentunder"],
};

/**
 * A text that the server has rendered, as a fragment; what is not admitted is left out with all that it holds. The place
 * of a value `{lab.active}` gets the text that `values` has under its key.
 */
export function rich(html, values = {}) {
  const fragment = document.createDocumentFragment();
  admit(new DOMParser().parseFromString(html, "text/html").body, fragment);
  for (const place of fragment.querySelectorAll("[data-value]"))
    place.textContent = values[place.dataset.value] ?? "\u2026";
  return fragment;
}

function admit(from, to) {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.append(child.data);
    if (child.nodeType !== Node.ELEMENT_NODE) continue;
    const names = child.namespaceURI === MATHML ? ADMITTED_MATHML : ADMITTED;
    if (!Object.hasOwn(names, child.localName)) continue;
    const node = document.createElementNS(
      child.namespaceURI === MATHML ? MATHML : "http://www.w3.org/1999/xhtml",
      child.localName,
    );
    for (const name of names[child.localName])
      if (child.hasAttribute(name)) node.setAttribute(name, child.getAttribute(name));
    if (node.href && !/^https?:$/.test(node.protocol)) node.removeAttribute("href");
    admit(child, node);
    to.append(node);
  }
}

/** A push button; `test` is its data-testid. */
export function button(text, test, title, onclick, props = {}) {
  return h("button", { type: "button", dataTestid: test, title, onclick, ...props }, text);
}

/** Mark a button as pressed or not, for eyes and screen readers alike. */
export function press(node, pressed) {
  node.setAttribute("aria-pressed", String(pressed));
}

/** Set text only where it differs: an unchanged node costs no layout. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Give a select its options, [[value, text], ...]; one that has them keeps them, open as it may be. */
export function setOptions(select, options) {
  const has = [...select.options].map(({ value, text }) => [value, text]);
  if (String(has) !== String(options))
    select.replaceChildren(...options.map(([value, text]) => h("option", { value }, text)));
}

/** Call `draw` at the next frame, once, however often it was asked for. */
export function atNextFrame(draw) {
  let waiting = 0;
  return () => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      draw();
    });
  };
}

/** Call `work` when nothing else is to be done, or in two seconds; a little later where the browser cannot say (Safari). */
export function whenIdle(work) {
  if (globalThis.requestIdleCallback) requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 50);
}

/** Call `work` once the next frame has been handed over, once: for what may be a frame late, so that the picture is not. */
export function afterFrame(work) {
  return atNextFrame(() => setTimeout(work));
}
