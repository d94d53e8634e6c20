/** What is fetched when it is first shown: a note while it loads; where it fails, the reason and a button to retry. */

import { button, h } from "./dom.js";
import { messageOf, refusal } from "./refusal.js";

/**
 * The body at `address`. Throws an Error with the server's reason where it refuses, else with "`what` did not arrive".
 * @param {string} address
 * @param {string} token
 * @param {string} what
 * @param {RequestInit} [options] of fetch
 * @returns {Promise<ArrayBuffer>}
 */
export async function fetchBody(address, token, what, options = {}) {
  /** @type {Response} */
  let answer;
  try {
    answer = await fetch(address, { ...options, headers: { Authorization: `Bearer ${token}` } });
    if (answer.ok) return await answer.arrayBuffer();
  } catch {
    throw new Error(`${what} did not arrive: the server does not answer. Try again.`);
  }
  throw new Error(await refusal(answer, `${what} did not arrive: the server answered ${answer.status}. Try again.`));
}

/** @typedef {{ nodes: (Node | string)[]; show?(): void; hide?(): void; close?(): void }} Content */

/**
 * Fill `node` at the first show with what `make()` promises. Returns {show(), hide(), close()}.
 * @param {HTMLElement} node
 * @param {object} options
 * @param {string} options.test begins the data-testid of the button that retries
 * @param {string} options.loading the note while it loads
 * @param {() => Promise<Content>} options.make
 */
export function createLoaded(node, { test, loading, make }) {
  /** @type {Content | null} */
  let inner = null;
  let asked = false;
  let shown = false;
  let closed = false;
  async function ask() {
    asked = true;
    node.replaceChildren(h("p", { className: "note" }, loading));
    try {
      const made = await make();
      if (closed) return made.close?.();
      inner = made;
      node.replaceChildren(...inner.nodes);
      if (shown) inner.show?.();
    } catch (error) {
      asked = false;
      node.replaceChildren(
        h(
          "div",
          { className: "missing", role: "alert" },
          h("p", {}, messageOf(error)),
          button("Try again", `${test}-again`, null, ask),
        ),
      );
    }
  }
  return {
    show() {
      shown = true;
      if (!asked) ask();
      else inner?.show?.();
    },
    hide() {
      shown = false;
      inner?.hide?.();
    },
    close() {
      closed = true;
      inner?.close?.();
    },
  };
}
