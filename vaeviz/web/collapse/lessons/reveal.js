/** What revealing does on the real screen: sets, moves and presses, then waits for what is measured. */

/** @import { CollapsePage, CollapseStore } from "../../core/types.js" */
/** @import { LessonPage } from "./step.js" */
/** @import { Found, Step, Truth } from "./types.js" */

import { hasCome, isQuestion, keysOf, truthOf } from "./truth.js";

const MOVE_MS = 3000; // of an animated setting
const [QUIET_MS, SETTLE_MS] = [400, 1200]; // without a change, until a truth is taken; one from before

/** @typedef {CollapsePage["read"]} Read */

/**
 * The settings of a step as a patch of the store; unknown keys and invalid values are left out.
 * @param {Record<string, string>} settings
 * @param {Read} read the page's
 */
export function patchOf(settings, read) {
  const known = Object.entries(settings).map(([key, text]) => [key, read(key, text)]);
  return Object.fromEntries(known.filter(([, value]) => value !== null));
}

/**
 * The settings that a revealed step ends in.
 * @param {Pick<Step, "show" | "set" | "move">} step
 * @param {Read} read
 */
export function endOf({ show, set, move }, read) {
  return patchOf({ ...show, ...set, ...(move && { [move.key]: String(move.to) }) }, read);
}

/**
 * Reveal a step. Returns the function that stops waiting.
 * @param {Step} step
 * @param {Pick<LessonPage, "store" | "root" | "read">} page
 * @param {(truth: Truth | null) => void} done called once the truth is measured; null for a step that asks nothing
 */
export function reveal(step, { store, root, read }, done) {
  /** @type {Found} */
  const before = store.get().found;
  /** @type {(() => void)[]} */
  const stops = [];
  let waiting = false;
  store.set(patchOf(step.set ?? {}, read));
  if (step.move) stops.push(move(store, step.move, read, settle));
  for (const test of step.press) stops.push(press(root, test));
  if (!step.move) settle();
  return stop;

  function stop() {
    waiting = false;
    for (const end of stops) end();
  }
  function settle() {
    waiting = true;
    /** @type {string | null} */
    let last = null;
    let timer = setTimeout(check, SETTLE_MS);
    const look = (/** @type {Found} */ found) => {
      if (step.wait) {
        queueMicrotask(check); // a part publishes its numbers one after the other
        return;
      }
      const now = JSON.stringify(keysOf(step).map((key) => found[key]));
      if (last !== null && now !== last) {
        clearTimeout(timer);
        timer = setTimeout(check, QUIET_MS);
      }
      last = now;
    };
    stops.push(
      store.watch(["found"], ({ found }) => look(found)),
      () => clearTimeout(timer),
    );
  }
  function check() {
    /** @type {Found} */
    const found = store.get().found;
    if (!waiting || !hasCome(step, found, before)) return;
    const truth = isQuestion(step) ? truthOf(step, found) : null;
    if (isQuestion(step) && truth === null) return;
    stop();
    if (step.wait) for (const test of step.press) release(root, test);
    done(truth);
  }
}

/** @param {LessonPage["root"]} root @param {string} test */
function buttonIn(root, test) {
  return /** @type {HTMLButtonElement | null} */ (root()?.querySelector(`[data-testid="${CSS.escape(test)}"]`));
}

/**
 * Press the button with this data-testid, once it is there and enabled; one that is pressed already stays so.
 * @param {LessonPage["root"]} root
 * @param {string} test
 */
function press(root, test) {
  let waiting = 0;
  const look = () => {
    const node = buttonIn(root, test);
    if (!node || node.disabled) waiting = setTimeout(look, 100);
    else if (node.ariaPressed !== "true") node.click();
  };
  look();
  return () => clearTimeout(waiting);
}

/**
 * Release the button again if it is still pressed, so that a run does not train on while people talk about it.
 * @param {LessonPage["root"]} root
 * @param {string} test
 */
function release(root, test) {
  const node = buttonIn(root, test);
  if (node?.ariaPressed === "true") node.click();
}

/**
 * Move a setting in even steps, or at once where motion is unwelcome; then call `arrived()`.
 * @param {CollapseStore} store
 * @param {NonNullable<Step["move"]>} move
 * @param {Read} read
 * @param {() => void} arrived
 */
function move(store, { key, from, to }, read, arrived) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const start = performance.now();
  let waiting = 0;
  const go = () => {
    const share = calm ? 1 : Math.min(1, (performance.now() - start) / MOVE_MS);
    const value = read(key, String(between(from, to, share)));
    if (value !== null) store.set({ [key]: value });
    if (share < 1) waiting = requestAnimationFrame(go);
    else arrived();
  };
  go();
  return () => cancelAnimationFrame(waiting);
}

/**
 * The value at a share of the way; in equal factors where both ends are positive and far apart.
 * @param {number} from
 * @param {number} to
 * @param {number} share 0 to 1
 */
export function between(from, to, share) {
  const factors = from > 0 && to > 0 && Math.max(from / to, to / from) > 20;
  return factors ? from * (to / from) ** share : from + (to - from) * share;
}
