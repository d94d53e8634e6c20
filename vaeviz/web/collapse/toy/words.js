/** What is seen, said in two sentences that are computed from the figures. */

import { count, fixed } from "../../core/format.js";

const PARTLY = 0.1; // variance of the means below which a dimension is all but off
const FREE = 0.03; // nats: what is called no loss

/** A loss in nats: three decimals, and never a minus sign where it is rounding. */
export function lossText(lost) {
  return fixed(Math.max(0, lost), 3);
}

/** Which run it is and what it costs: words before and after the text toy-price, and that text's values. */
export function priceOf(end, toy) {
  const name = toy.words[end.run].label;
  const where = end.live
    ? `${name}, step ${count(end.measured)} of ${count(end.total)}`
    : `${name}, end of the shipped run`;
  const lost = end.lost < FREE ? "which is next to nothing" : "a real loss";
  const values = { "toy.nll": fixed(end.nll, 3), "toy.lost": lossText(end.lost), "toy.entropy": fixed(toy.entropy, 3) };
  return { before: `${where}: `, values, after: `, ${lost}; the rate is ${fixed(end.rate, 3)} nats.` };
}

/** What the plane of the two means says. */
export function meaningOf({ variance, true_variance: truth }, toy) {
  const off = variance <= toy.active_above;
  if (off && truth > PARTLY)
    return "The decoder has something to say about z, but the encoder does not follow: the dots stand upright.";
  if (off)
    return "Both posteriors are the prior, for every sequence: the dots sit at the origin. The encoder is right to say nothing, because this decoder does not use z.";
  if (truth < variance / 2)
    return `The encoder moves its mean (variance ${fixed(variance)}), but the decoder hardly listens (${fixed(truth)}): the dots lie flat.`;
  if (truth > 2 * variance)
    return `The true posterior\u2019s mean moves (variance ${fixed(truth)}) and the encoder lags behind (${fixed(variance)}): the dots stand steep.`;
  if (variance < PARTLY)
    return `Both means stay close to 0 (variance ${fixed(variance, 3)}): z is all but off, and the encoder agrees with the decoder about it.`;
  return `Both means move together along the diagonal (variance ${fixed(variance)} and ${fixed(truth)}): z says how the coin is bent, and the decoder listens.`;
}

/** Where the figures are from. */
export function sourceOf(toy) {
  const seeds = toy.seeds.join(", ");
  return `Every figure is exact: sums over all ${count(toy.sequences)} sequences and ${toy.z.length} points of z, no sampling. Models were trained on fresh draws, seeds ${seeds}; dots over bars are the seeds. A remedy begins with the collapsed model of its seed. Made with \u201c${toy.command}\u201d on ${toy.hardware}. The plane is that of He et al. 2019.`;
}
