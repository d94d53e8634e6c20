/** What revealing does on the real screen: sets, moves and presses, then waits for what is measured. */

import { KEYS, read } from "../collapse/state.js";
import { keysOf, hasCome, truthOf } from "./truth.js";

const [MOVE_MS, SETTLE_MS] = [3000, 1200]; // a moved setting's way; how long a truth that stood already is given to change

/** The settings of a step as a patch of the store; what no part has, or may not be, is left out. */
export function patchOf(settings) {
  const known = Object.entries(settings).filter(([key]) => key in KEYS).map(([key, text]) => [key, read(key, text)]);
  return Object.fromEntries(known.filter(([, value]) => value !== null));
}

/**
 * Reveal a step; `told(truth)` is called as soon as it is measured, with null where the step asks nothing. Returns the way
 * to stop waiting.
 */
export function reveal(step, { store, root }, told) {
  const before = store.get().found;
  const stops = [];
  let begun = null;
  store.set(patchOf(step.set ?? {}));
  const moving = step.move ? move(store, step.move, settle) : null;
  if (moving) stops.push(moving);
  for (const test of step.press ?? []) stops.push(press(root, test));
  if (!moving) settle();
  return () => stops.forEach((stop) => stop());

  function settle() {
    begun = performance.now();
    stops.push(store.watch(["found"], look));
    const timer = setTimeout(look, SETTLE_MS);
    stops.push(() => clearTimeout(timer));
  }
  function look() {
    const { found } = store.get();
    if (begun === null || !hasCome(step, found, before)) return;
    if (!step.truth) return done(null);
    const truth = truthOf(step, found);
    const news = keysOf(step).some((key) => found[key] !== before[key]) || step.wait;
    if (truth !== null && (news || performance.now() - begun >= SETTLE_MS)) done(truth);
  }
  function done(truth) {
    begun = null;
    stops.forEach((stop) => stop());
    told(truth);
  }
}

/** Press what has this data-testid, once it is there and can be pressed; what is pressed already stays so. */
function press(root, test) {
  let waiting = 0;
  const look = () => {
    const node = root().querySelector(`[data-testid="${CSS.escape(test)}"]`);
    if (node && !node.disabled) return node.ariaPressed === "true" || node.click();
    waiting = setTimeout(look, 100);
  };
  look();
  return () => clearTimeout(waiting);
}

/** Move a setting along its way in even steps, or at once where motion is unwelcome; then call `arrived()`. */
function move(store, { key, from, to }, arrived) {
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

/** A share of the way; in equal factors where both ends are positive and far apart. */
export function between(from, to, share) {
  const factors = from > 0 && to > 0 && Math.max(from / to, to / from) > 20;
  return factors ? from * (to / from) ** share : from + (to - from) * share;
}
