/** Reveals a step and says meanwhile how far that is; who has waited long need not wait any longer. */

import { h, setText } from "../../core/dom.js";
import { reveal } from "./reveal.js";
import { progressText } from "./truth.js";

const LATE_MS = 60_000;

/** Make it: `run(done, late)` calls `done(truth)` once it is measured, `late()` where that takes long; `stop()` ends it. */
export function createMeasuring(step, page) {
  const node = h("p", { className: "note", role: "status" });
  let stops = [];
  const stop = () => {
    stops.forEach((end) => end());
    stops = [];
  };
  return {
    node,
    stop,
    run(done, late) {
      const { found: before } = page.store.get();
      const say = ({ found }) =>
        setText(node, `Measuring on the screen${step.wait ? progressText(step.wait, found, before) : ""}`);
      node.ariaLive = step.wait ? "off" : "polite"; // a count is not for reading out
      const unwatch = page.store.watch(["found"], say);
      const timer = setTimeout(() => {
        unwatch();
        node.ariaLive = "polite";
        setText(node, "This takes longer than it should. It is still being waited for; you can go on without it.");
        late();
      }, LATE_MS);
      stops = [unwatch, () => clearTimeout(timer)];
      stops.push(
        reveal(step, page, (truth) => {
          stop();
          setText(node, "");
          done(truth);
        }),
      );
    },
  };
}
