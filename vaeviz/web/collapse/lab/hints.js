/** One line that says what just happened to the dimensions, worked out from the stream alone. */

import { plural } from "../../core/format.js";

const HOLDS = 60; // steps for which dimensions have to stay as they are until that is told: counts flicker at the threshold
const PATIENCE = 500; // steps after which dimensions that could have come back have not
const RISEN = 0.99; // share of beta that counts as all of it
const SETTLED = 300; // steps until the first count is worth a word

const WAITING = "Press play, then move beta while it trains.";
const SORTING = `The dimensions find their places: how many stay shows after some ${SETTLED} steps.`;

/** Beta as the hints write it. */
export const betaText = (beta) => String(Number(beta.toPrecision(3)));

/** Make the hints of one run; `hear({step, beta, force, active})`, with the beta that is set and the one in force, gives the line to show. */
export function createHints() {
  const run = { beta: null, moved: 0, before: null, was: null, seen: null, seenAt: 0, kept: null, text: WAITING };
  return {
    hear({ step, beta, force, active }) {
      if (beta !== run.beta) move(run, step, beta);
      if (run.moved === step && run.before !== null) run.text = asked(run, active.length); // what was told is of the beta before
      if (step > 0 && run.text === WAITING) run.text = SORTING;
      const mask = maskOf(active);
      if (mask !== run.seen) Object.assign(run, { seen: mask, seenAt: step });
      if (step - run.seenAt < HOLDS) return run.text;
      run.kept = mask;
      if (force < RISEN * beta) return `Beta is on its way up to ${betaText(beta)}: its path stands over the heat map.`;
      run.text = tell(run, step, active.length) ?? run.text;
      return run.text;
    },
  };
}

/** Beta was moved: what lives now is what the next changes are held against; a drag is one move. */
function move(run, step, beta) {
  const drag = run.before !== null && step - run.moved < HOLDS;
  if (!drag) Object.assign(run, { before: run.kept, was: run.beta });
  Object.assign(run, { beta, moved: step });
}

/** What to watch for until dimensions that stay as they are can be counted. */
function asked({ beta, was, before }, d) {
  const lived = bits(before);
  const way = `Beta went from ${betaText(was)} to ${betaText(beta)}, with ${lived} of ${d} dimensions active`;
  if (beta > was && lived) return `${way}: how many die?`;
  return beta < was && lived < d ? `${way}: how many return?` : `${way}.`;
}

function tell(run, step, d) {
  const now = bits(run.kept);
  const at = `at beta ${betaText(run.beta)}`;
  if (run.before === null) return step >= SETTLED ? first(now, d, at) : null;
  const died = bits(run.before & ~run.kept);
  const back = bits(run.kept & ~run.before);
  if (!now) return run.before || run.beta >= run.was ? allDead(d, at) : stillDead(run, step, at);
  if (back && back >= died)
    return `${plural(back, "dimension")} came back ${at}: ${now} of ${d} are active. Start a fresh run at this beta and compare.`;
  if (died) return `${plural(died, "dimension")} died ${at}; lower beta and see which return.`;
  return run.beta < run.was && step - run.moved >= PATIENCE ? noneBack(run, now, d, at) : null;
}

function first(now, d, at) {
  if (!now) return allDead(d, at);
  return `${now} of ${d} dimensions carry something ${at}. Raise beta and watch them die.`;
}

function allDead(d, at) {
  return `All ${d} dimensions are dead ${at}: every z draws the same picture. Wait a while, then lower beta: which return?`;
}

function stillDead(run, step, at) {
  return step - run.moved >= PATIENCE
    ? `No dimension came back in ${PATIENCE} steps ${at}. Start a fresh run at this beta and compare.`
    : null;
}

function noneBack(run, now, d, at) {
  return `Still ${now} of ${d} dimensions ${PATIENCE} steps after beta went from ${betaText(run.was)} to ${betaText(run.beta)}: none came back ${at}.`;
}

/** Which dimensions are active, a bit each; there are 32 at most. */
function maskOf(active) {
  let mask = 0;
  for (let j = 0; j < active.length; j++) if (active[j]) mask |= 1 << j;
  return mask;
}

function bits(mask) {
  let n = 0;
  for (let rest = mask >>> 0; rest; rest >>>= 1) n += rest & 1;
  return n;
}
