/** What each criterion says of one dimension, and why they may not say the same: `vaeviz.metrics.criteria`, for thresholds that move. */

const LITTLE = 0.01; // of what is drawn: a decoder that makes more of a dimension does read it
const USUAL_RATE = 0.1; // nats: more is no nothing
const ROUNDING = 1.01; // rates of codes in half precision

/** The verdict on `found` {mu_variance, rate, quiet, posterior_variance, use} at `at` {variance, rate, epsilon, delta, use}. */
export function judge(found, at) {
  const kind = found.quiet >= 1 - at.delta ? "passive" : found.quiet <= at.delta ? "active" : "mixed";
  const verdict = { varies: found.mu_variance > at.variance, informs: found.rate > at.rate, kind, used: found.use === null ? null : found.use > at.use };
  const votes = [verdict.varies, verdict.informs, { active: true, passive: false }[kind] ?? null, verdict.used];
  return { ...verdict, disagree: votes.includes(true) && votes.includes(false) };
}

/** Why the criteria disagree on a dimension, in a sentence; nothing where they agree. */
export function why(found, at) {
  const verdict = judge(found, at);
  if (!verdict.disagree) return "";
  return verdict.informs ? costly(found, at, verdict) : cheap(found, at, verdict);
}

/** Why a dimension of some rate is dead by another criterion. */
function costly(found, at, { used, varies }) {
  const rate = figure(found.rate);
  if (used === false) {
    if (found.use > LITTLE) return `It costs ${rate} nats an image and makes ${share(found.use)} of what is drawn, not above ${share(at.use)}: the decoder does read it, the line is drawn high.`;
    return `It costs ${rate} nats an image, yet it moves only ${share(found.use)} of what is drawn: the encoder writes there and the decoder does not read it.`;
  }
  if (varies) {
    const start = `Its mean rate is ${rate} nats, yet ${share(found.quiet)} of the images are below ${line(at.epsilon)} nats: `;
    return start + (at.epsilon > found.rate ? `the line for one image is far above that for the mean, ${line(at.rate)}.` : `the other ${share(1 - found.quiet)} carry it all.`);
  }
  if (worth(found.mu_variance) >= found.rate / 2) return strict(found, at);
  return `It costs ${rate} nats, yet its mean varies by ${figure(found.mu_variance)} only: its posterior (variance ${figure(found.posterior_variance)}) differs from the prior alike for every image, which tells none apart.`;
}

/** Why a dimension of little rate is alive by another criterion. */
function cheap(found, at, { used, varies }) {
  const rate = figure(found.rate);
  if (varies) return lenient(found, at);
  if (used && found.rate > USUAL_RATE) return `It makes ${share(found.use)} of what is drawn, yet its rate, ${rate} nats, is not above ${line(at.rate)}: the line is drawn high.`;
  if (used) return `Moving it changes ${share(found.use)} of what is drawn, yet it carries ${rate} nats: the decoder listens, the encoder says nothing, and what it hears is noise.`;
  return `Only ${share(found.quiet)} of the images are below ${line(at.epsilon)} nats, yet its mean rate, ${rate}, is not above ${line(at.rate)}: two thresholds, two answers.`;
}

function lenient(found, at) {
  const start = `Its mean varies by ${figure(found.mu_variance)}, above ${line(at.variance)}, yet it carries ${figure(found.rate)} nats, not above ${line(at.rate)}: `;
  if (found.mu_variance / 2 > found.rate * ROUNDING) return `${start}the prior moves along with it, so the mean follows what the model is told.`;
  return `${start}a variance of ${line(at.variance)} is worth only ${figure(worth(at.variance))} nats where q(z) matches the prior.`;
}

function strict(found, at) {
  const start = `Its mean varies by ${figure(found.mu_variance)}, not above ${line(at.variance)}, yet it carries ${figure(found.rate)} nats, above ${line(at.rate)}: `;
  if (at.variance >= 1) return `${start}a variance of ${line(at.variance)} is all that the prior has, or more.`;
  return `${start}a variance of ${line(at.variance)} is worth ${figure(worth(at.variance))} nats where q(z) matches the prior.`;
}

/** The nats that a mean of this variance over images stands for where q(z) matches N(0, 1). */
function worth(variance) {
  return variance < 1 ? -0.5 * Math.log(1 - variance) : Infinity;
}

/** A number of this screen: two decimals from 1 on, three from 0.01 on, else four. */
export function figure(value) {
  return value.toFixed(Math.abs(value) >= 1 ? 2 : Math.abs(value) >= 0.01 ? 3 : 4);
}

/** A threshold, four digits at most, no zeros after them. */
export function line(threshold) {
  return String(Number(threshold.toPrecision(4)));
}

/** A share in per cent, two decimals below one per cent. */
export function share(value) {
  return `${(100 * value).toFixed(value >= 0.995 ? 0 : value >= 0.01 ? 1 : 2)}%`;
}
