/** One line on what just happened to the dimensions, computed from the frames alone. */

import { plural } from "../../core/format.js";

const HOLDS = 60; // steps for which a count must hold before it is reported: counts flicker at the threshold
const PATIENCE = 500; // steps after which dimensions that could have recovered have not
const RISEN = 0.99; // share of beta that counts as all of it
const SETTLED = 300; // steps before the first count is reported

const WAITING = "Press play, then move \u03b2 while it trains.";
const SETTLING = `Dimensions are still settling: their number is known after some ${SETTLED} steps.`;

/** Beta with three figures. @param {number} beta */
export const betaText = (beta) => String(Number(beta.toPrecision(3)));

/**
 * What is remembered of a run. Sets of dimensions are bit masks.
 * @typedef {object} Memory
 * @property {number | null} beta - that is set
 * @property {number | null} from - the beta before it
 * @property {number} moved - step at which it was set
 * @property {number | null} before - dimensions above the threshold when it was set; null before a first count
 * @property {number | null} seen - of the newest frame
 * @property {number} seenAt - step since which they are the same
 * @property {number | null} settled - the last that held
 * @property {string} text
 */

/**
 * A frame as the hints need it: beta is the one that is set, current the schedule's, active which dimensions have a KL
 * above `threshold` nats.
 * @typedef {object} Seen
 * @property {number} step
 * @property {number} beta
 * @property {number} current
 * @property {ArrayLike<number | boolean>} active
 * @property {number} threshold
 */

/** Make the hints of one run; `update` returns the line to show. */
export function createHints() {
  /** @type {Memory} */
  const memory = {
    beta: null,
    from: null,
    moved: 0,
    before: null,
    seen: null,
    seenAt: 0,
    settled: null,
    text: WAITING,
  };
  return {
    /** @param {Seen} frame */
    update(frame) {
      const { step, beta, current, active } = frame;
      if (beta !== memory.beta) noteMove(memory, step, beta);
      if (memory.moved === step && memory.before !== null) memory.text = question(memory, frame);
      if (step > 0 && memory.text === WAITING) memory.text = SETTLING;
      const mask = maskOf(active);
      if (mask !== memory.seen) Object.assign(memory, { seen: mask, seenAt: step });
      if (step - memory.seenAt < HOLDS) return memory.text;
      memory.settled = mask;
      if (current < RISEN * beta)
        return `\u03b2 is rising to ${betaText(beta)}; its course is drawn above the KL over steps.`;
      memory.text = answer(memory, mask, frame) ?? memory.text;
      return memory.text;
    },
  };
}

/**
 * Beta was moved: later counts are compared with the present one; a drag is one move.
 * @param {Memory} memory @param {number} step @param {number} beta
 */
function noteMove(memory, step, beta) {
  const drag = memory.before !== null && step - memory.moved < HOLDS;
  if (!drag) Object.assign(memory, { before: memory.settled, from: memory.beta });
  Object.assign(memory, { beta, moved: step });
}

/** @param {number} from @param {number} to */
const moveText = (from, to) => `\u03b2 went from ${betaText(from)} to ${betaText(to)}`;

/** What to watch for until the dimensions have settled. @param {Memory} memory @param {Seen} frame */
function question(memory, { beta, active: { length: d }, threshold }) {
  const from = memory.from ?? beta;
  const count = bits(memory.before ?? 0);
  const move = `${moveText(from, beta)} with ${count} of ${d} KLs above ${threshold} nats`;
  if (beta > from && count) return `${move}: how many dimensions collapse?`;
  return beta < from && count < d ? `${move}: how many dimensions recover?` : `${move}.`;
}

/**
 * What the dimensions, now settled as `mask`, have done; null: nothing to report yet.
 * @param {Memory} memory @param {number} mask @param {Seen} frame
 */
function answer(memory, mask, { step, beta, active: { length: d }, threshold }) {
  const [now, at] = [bits(mask), `at \u03b2 = ${betaText(beta)}`];
  const [before, from, waited] = [memory.before, memory.from ?? beta, step - memory.moved];
  if (before === null) return step >= SETTLED ? firstCount(now, d, at, threshold) : null;
  const lost = bits(before & ~mask);
  const back = bits(mask & ~before);
  if (!now && (before || beta >= from)) return allCollapsed(d, at);
  if (!now) return waited < PATIENCE ? null : `No dimension recovered in ${PATIENCE} steps ${at}. ${COMPARE}`;
  if (back && back >= lost)
    return `${plural(back, "dimension")} recovered ${at}: ${now} of ${d} KLs are above ${threshold} nats. ${COMPARE}`;
  if (lost) return `${plural(lost, "dimension")} collapsed ${at}; lower \u03b2 and see which recover.`;
  if (beta >= from || waited < PATIENCE) return null;
  const still = `Still ${now} of ${d} KLs above ${threshold} nats, ${PATIENCE} steps after ${moveText(from, beta)}`;
  return `${still}: no dimension recovered.`;
}

const COMPARE = "Start a fresh run at this \u03b2 and compare.";

/** @param {number} now @param {number} d @param {string} at @param {number} threshold */
function firstCount(now, d, at, threshold) {
  return now
    ? `${now} of ${d} dimensions have a KL above ${threshold} nats ${at}. Raise \u03b2 and watch them collapse.`
    : allCollapsed(d, at);
}

/** @param {number} d @param {string} at */
function allCollapsed(d, at) {
  const collapsed = `All ${d} dimensions have collapsed ${at}: the decoder ignores z.`;
  return `${collapsed} Wait a while, then lower \u03b2: which recover?`;
}

/** Which dimensions are active, one bit each; there are 32 at most. @param {ArrayLike<number | boolean>} active */
function maskOf(active) {
  let mask = 0;
  for (let j = 0; j < active.length; j++) if (active[j]) mask |= 1 << j;
  return mask;
}

/** @param {number} mask */
function bits(mask) {
  let n = 0;
  for (let rest = mask >>> 0; rest; rest >>>= 1) n += rest & 1;
  return n;
}
