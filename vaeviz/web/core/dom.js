/** Elements without strings of HTML: text only ever becomes text, but for what `rich` admits. */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @typedef {{
 *   [P in Exclude<keyof HTMLElementTagNameMap[K], `aria${string}` | "style">]?:
 *     HTMLElementTagNameMap[K][P] | (HTMLElementTagNameMap[K][P] extends string ? number : never) | null;
 * } & {
 *   [attribute: `${"aria" | "data"}${Capitalize<string>}`]: string | number | null | undefined;
 *   style?: string;
 * }} Props
 */

/**
 * Make an element; `aria*` and `data*` camel names are attributes, the rest properties. What is null is left out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props<K>} [props]
 * @param {...(string | Node | null)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined) continue;
    if (/^(aria|data)[A-Z]/.test(key))
      node.setAttribute(
        key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`),
        String(value),
      );
    else if (key in node) Reflect.set(node, key, value);
    else node.setAttribute(key, String(value));
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

const MATHML = "http://www.w3.org/1998/Math/MathML";
/** @type {Record<string, string[]>} */
const ADMITTED = {
  // element -> attributes; `vaeviz.markdown` makes no others
  ...Object.fromEntries(["p", "em", "code", "ul", "ol", "li", "h1", "h2", "h3", "h4", "br"].map((name) => [name, []])),
  a: ["href", "title"],
  strong: ["data-value"],
};
/** @type {Record<string, string[]>} */
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
 * A text that the server has rendered, as a fragment; what is not admitted is left out with all its children. The place
 * of a value `{lab.active}` gets the text that `values` has under its key.
 * @param {string} html
 * @param {Record<string, string>} [values]
 */
export function rich(html, values = {}) {
  const fragment = document.createDocumentFragment();
  admit(new DOMParser().parseFromString(html, "text/html").body, fragment);
  for (const place of fragment.querySelectorAll("[data-value]"))
    place.textContent = values[place.getAttribute("data-value") ?? ""] ?? "\u2026";
  return fragment;
}

/** @param {Element} from @param {ParentNode} to */
function admit(from, to) {
  for (const child of from.childNodes) {
    if (child instanceof Text) to.append(child.data);
    if (!(child instanceof Element)) continue;
    const names = child.namespaceURI === MATHML ? ADMITTED_MATHML : ADMITTED;
    if (!Object.hasOwn(names, child.localName)) continue;
    const node = document.createElementNS(
      child.namespaceURI === MATHML ? MATHML : "http://www.w3.org/1999/xhtml",
      child.localName,
    );
    for (const name of names[child.localName])
      if (child.hasAttribute(name)) node.setAttribute(name, child.getAttribute(name) ?? "");
    if (node instanceof HTMLAnchorElement && !/^https?:$/.test(node.protocol)) node.removeAttribute("href");
    admit(child, node);
    to.append(node);
  }
}

/**
 * A push button; `test` is its data-testid.
 * @param {string} text
 * @param {string | null} test
 * @param {string | null} title
 * @param {((event: PointerEvent) => void) | null} onclick
 * @param {Props<"button">} [props]
 */
export function button(text, test, title, onclick, props = {}) {
  return h("button", { type: "button", dataTestid: test, title, onclick, ...props }, text);
}

/**
 * Mark a button as pressed or not, for eyes and screen readers alike.
 * @param {Element} node
 * @param {boolean} pressed
 */
export function press(node, pressed) {
  node.setAttribute("aria-pressed", String(pressed));
}

/**
 * Set text only where it differs: an unchanged node costs no layout.
 * @param {Element} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Give a select its options, [[value, text], ...]; one that has them keeps them, open as it may be.
 * @param {HTMLSelectElement} select
 * @param {(readonly (string | number)[])[]} options
 */
export function setOptions(select, options) {
  const has = [...select.options].map(({ value, text }) => [value, text]);
  if (String(has) !== String(options))
    select.replaceChildren(...options.map(([value, text]) => h("option", { value: String(value) }, String(text))));
}

/**
 * The 2-D drawing context of a canvas; an Error where the browser gives none.
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function contextOf(canvas, settings) {
  const context = canvas.getContext("2d", settings);
  if (!context) throw new Error("This browser does not draw on a canvas.");
  return context;
}

/**
 * Call `draw` at the next frame, once, however often it was asked for.
 * @param {() => void} draw
 */
export function atNextFrame(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
}

/**
 * Call `work` when the browser is idle, within two seconds; a little later where it has no such call (Safari).
 * @param {() => void} work
 */
export function whenIdle(work) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 50);
}

/**
 * Call `work` after the next frame, once: for what may be a frame late so that the image is not.
 * @param {() => void} work
 */
export function afterFrame(work) {
  return atNextFrame(() => setTimeout(work));
}
