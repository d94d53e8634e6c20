/** The bottom line: what just happened, for eyes and screen readers; the state of the line; how fast it is. */

import { h, setText } from "./dom.js";
import { fixed } from "./format.js";

const LINKS = { connecting: "connecting", open: "live", waiting: "offline", refused: "ended", closed: "closed" };

/** Build the line. */
export function createStatus(store) {
  const said = h("p", { className: "said", role: "status", ariaLive: "polite" });
  const light = h("span", { className: "light" });
  const latency = h("span", { className: "latency", dataTestid: "latency", title: "Time in the model; and from request to answer, median of the last 15" });
  store.watch(["say"], ({ say }) => setText(said, say));
  store.watch(["link"], ({ link }) => {
    light.dataset.state = link.state;
    setText(light, LINKS[link.state]);
  });
  store.watch(["latency"], ({ latency: { computeMs, roundTripMs } }) => {
    setText(latency, computeMs === null ? "" : `decode ${fixed(computeMs, 1)} ms, round trip ${roundTripMs === null ? "\u2013" : fixed(roundTripMs, 1)} ms`);
  });
  return h("footer", { className: "strip" }, said, latency, light);
}

/** Build the place for notices: what went wrong, in place, until it is closed. */
export function createNotice(store) {
  const text = h("p", {});
  const close = h("button", { type: "button", ariaLabel: "Close this notice", onclick: () => store.set({ notice: null }) }, "close");
  const node = h("div", { className: "notice", role: "alert", dataTestid: "notice" }, text, close);
  store.watch(["notice"], ({ notice }) => {
    node.hidden = !notice;
    setText(text, notice ?? "");
  });
  return node;
}
