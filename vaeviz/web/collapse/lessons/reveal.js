/** What revealing does on the real screen: sets, moves and presses, then waits for what is measured. */

import { keysOf, hasCome, truthOf } from "./truth.js";

const MOVE_MS = 3000; // a moved setting's way
const [QUIET_MS, SETTLE_MS] = [400, 1200]; // how long a truth stays as it is until it is taken; one that stood there before

/** The settings of a step as a patch of the store; what no part has, or may not be, is left out. `read` is the page's. */
export function patchOf(settings, read) {
  const known = Object.entries(settings).map(([key, text]) => [key, read(key, text)]);
  return Object.fromEntries(known.filter(([, value]) => value !== null));
}

/** The settings that a revealed step ends in, as far as they are settings. */
export function endOf({ show, set, move }, read) {
  return patchOf({ ...show, ...set, ...(move && { [move.key]: String(move.to) }) }, read);
}

/**
 * Reveal a step; `told(truth)` is called as soon as it is measured, with null where the step asks nothing. Returns the way
 * to stop waiting.
 */
export function reveal(step, { store, root, read }, told) {
  const before = store.get().found;
  const stops = [];
  let begun = false;
  store.set(patchOf(step.set ?? {}, read));
  const moving = step.move ? move(store, step.move, read, settle) : null;
  if (moving) stops.push(moving);
  for (const test of step.press ?? []) stops.push(press(root, test));
  if (!moving) settle();
  return () => {
    begun = false;
    stops.forEach((stop) => stop());
  };

  function settle() {
    begun = true;
    let last = null;
    let timer = setTimeout(judge, SETTLE_MS);
    const look = ({ found }) => {
      if (step.wait) return queueMicrotask(judge); // a part publishes its numbers one after the other
      const now = JSON.stringify(keysOf(step).map((key) => found[key]));
      if (last !== null && now !== last) {
        clearTimeout(timer);
        timer = setTimeout(judge, QUIET_MS);
      }
      last = now;
    };
    stops.push(store.watch(["found"], look), () => clearTimeout(timer));
  }
  function judge() {
    const { found } = store.get();
    if (!begun || !hasCome(step, found, before)) return;
    const truth = step.truth ? truthOf(step, found) : null;
    if (truth !== null || !step.truth) done(truth);
  }
  function done(truth) {
    begun = false;
    stops.forEach((stop) => stop());
    if (step.wait) for (const test of step.press ?? []) letGo(root, test);
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

/** Let go of what stays pressed, once what was waited for has come: a run that trains on while people talk is another run. */
function letGo(root, test) {
  const node = root().querySelector(`[data-testid="${CSS.escape(test)}"]`);
  if (node?.ariaPressed === "true") node.click();
}

/** Move a setting along its way in even steps, or at once where motion is unwelcome; then call `arrived()`. */
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

/** A share of the way; in equal factors where both ends are positive and far apart. */
export function between(from, to, share) {
  const factors = from > 0 && to > 0 && Math.max(from / to, to / from) > 20;
  return factors ? from * (to / from) ** share : from + (to - from) * share;
}
