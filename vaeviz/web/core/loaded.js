/** What is fetched when it is first shown: words while it loads; where it fails, why, and a way to try again. */

import { button, h } from "./dom.js";

/** The body at `address`, asked for as `options` of fetch say; an error in the server's own words where it refuses, else that `what` did not arrive. */
export async function fetchBody(address, token, what, options = {}) {
  let answer, body;
  try {
    answer = await fetch(address, { ...options, headers: { Authorization: `Bearer ${token}` } });
    body = await answer.arrayBuffer();
  } catch {
    throw new Error(`${what} did not arrive: the server does not answer. Try again.`);
  }
  if (answer.ok) return body;
  throw new Error(refusalIn(body) ?? `${what} did not arrive: the server answered ${answer.status}. Try again.`);
}

/** What the server says of a refusal; null where that is not in the words of this app. */
function refusalIn(body) {
  try {
    return JSON.parse(new TextDecoder().decode(body)).error ?? null;
  } catch {
    return null;
  }
}

/**
 * Fill `node` at the first show with what `make()` promises: {nodes, show(), hide(), close()}, of which only `nodes` must be
 * there. `test` begins the data-testid of the button that tries again. Returns {show(), hide(), close()}.
 */
export function createLoaded(node, { test, loading, make }) {
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
          h("p", {}, error.message),
          button("try again", `${test}-again`, null, ask),
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
