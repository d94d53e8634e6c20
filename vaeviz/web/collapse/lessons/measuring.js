/** Reveals a step and shows its progress meanwhile; after a long wait the reader may go on without the result. */

/** @import { LessonPage } from "./step.js" */
/** @import { Step, Truth } from "./types.js" */

import { h, setText } from "../../core/dom.js";
import { reveal } from "./reveal.js";
import { progressText } from "./truth.js";

const LATE_MS = 60_000;

/**
 * Make it; `stop()` ends it.
 * @param {Step} step
 * @param {LessonPage} page
 */
export function createMeasuring(step, page) {
  const node = h("p", { className: "note", role: "status" });
  /** @type {(() => void)[]} */
  let stops = [];
  const stop = () => {
    for (const end of stops) end();
    stops = [];
  };
  return {
    node,
    stop,
    /**
     * @param {(truth: Truth | null) => void} done called once it is measured
     * @param {() => void} late called where that takes long
     */
    run(done, late) {
      const { found: before } = page.store.get();
      node.ariaLive = step.wait ? "off" : "polite"; // a running count is not read out
      const unwatch = page.store.watch(["found"], ({ found }) =>
        setText(node, `Measuring on the screen${step.wait ? progressText(step.wait, found, before) : ""}`),
      );
      const timer = setTimeout(() => {
        unwatch();
        node.ariaLive = "polite";
        setText(node, "This takes longer than expected. You can wait, or go on without the result.");
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
