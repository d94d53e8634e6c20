/** Style sheets of the parts that a page is made of. */

import { h } from "./dom.js";

/**
 * The style sheets of `parts`, each named as the last folder of its part; `root` is shown once all of them are there.
 * @param {HTMLElement} root
 * @param {string[]} parts folders under `assets`, a URL
 * @param {string} assets
 */
export function linkStyles(root, parts, assets) {
  let missing = parts.length;
  const arrived = () => {
    missing -= 1;
    if (!missing) root.style.visibility = "";
  };
  root.style.visibility = "hidden";
  return parts.map((part) =>
    h("link", {
      rel: "stylesheet",
      href: `${assets}/${part}/${part.split("/").at(-1)}.css`,
      onload: arrived,
      onerror: arrived,
    }),
  );
}
