/** What each criterion says of one dimension, and why they may not say the same: `vaeviz.verdicts`, for thresholds that move. */

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
  const [rate, variance] = [figure(found.rate), figure(found.mu_variance)];
  if (verdict.informs && verdict.used === false) {
    return `It costs ${rate} nats an image, yet it moves only ${share(found.use)} of what is drawn: the encoder writes there and the decoder does not read it.`;
  }
  if (verdict.informs && !verdict.varies) {
    return `It costs ${rate} nats, yet its mean varies by ${variance} only: its posterior (variance ${figure(found.posterior_variance)}) differs from the prior alike for every image, which tells none apart.`;
  }
  if (verdict.informs && verdict.kind === "passive") {
    return `Its mean rate is ${rate} nats, yet ${share(found.quiet)} of the images are below ${line(at.epsilon)} nats: a few images carry it all.`;
  }
  if (verdict.varies && !verdict.informs) return lenient(found, at);
  if (verdict.used) {
    return `Moving it changes ${share(found.use)} of what is drawn, yet it carries ${rate} nats: the decoder listens, the encoder says nothing, and what it hears is noise.`;
  }
  return `Only ${share(found.quiet)} of the images are below ${line(at.epsilon)} nats, yet its mean rate, ${rate}, is not above ${line(at.rate)}: two thresholds, two answers.`;
}

function lenient(found, at) {
  const start = `Its mean varies by ${figure(found.mu_variance)}, above ${line(at.variance)}, yet it carries ${figure(found.rate)} nats, not above ${line(at.rate)}: `;
  if (found.mu_variance >= 1) return `${start}the prior moves along with it, so the mean follows what the model is told.`;
  return `${start}a variance of ${line(at.variance)} is worth only ${figure(-0.5 * Math.log(1 - at.variance))} nats where q(z) matches the prior.`;
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
