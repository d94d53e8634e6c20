/** What is seen, in two sentences that are computed from the figures. */

import { count, fixed } from "../../core/format.js";

/** @import { End, Toy } from "./ends.js" */

const PARTLY = 0.1; // variance of the means below which a dimension is nearly collapsed
const FREE = 0.03; // nats: what is called no loss

/** A loss in nats: three decimals, and never a minus sign from rounding. @param {number} lost */
export const lossText = (lost) => fixed(Math.max(0, lost), 3);

/**
 * Which run it is and what it costs: words before and after the text toy-price, and that text's values.
 * @param {End} end @param {Toy} toy
 */
export function priceOf(end, toy) {
  const name = toy.words[end.run].label;
  const where = end.live
    ? `${name}, step ${count(end.measured ?? 0)} of ${count(end.total ?? 0)}`
    : `${name}, end of the shipped run`;
  const lost = end.lost < FREE ? "which is almost nothing" : "a real loss";
  const values = { "toy.nll": fixed(end.nll, 3), "toy.lost": lossText(end.lost), "toy.entropy": fixed(toy.entropy, 3) };
  return { before: `${where}: `, values, after: `, ${lost}; the rate is ${fixed(end.rate, 3)} nats.` };
}

/**
 * What the plane of the two means shows.
 * @param {Pick<End, "variance" | "true_variance">} end @param {Pick<Toy, "active_above">} toy
 */
export function meaningOf({ variance, true_variance: truth }, toy) {
  const collapsed = variance <= toy.active_above;
  const [encoder, decoder] = [fixed(variance), fixed(truth)];
  if (collapsed && truth > PARTLY)
    return "The decoder uses z, but the encoder does not follow: the dots lie on a vertical line.";
  if (collapsed)
    return (
      "Both posteriors equal the prior for every sequence: the dots are at the origin. " +
      "The encoder is right to ignore x, because this decoder does not use z."
    );
  if (truth < variance / 2)
    return `The encoder\u2019s mean moves (variance ${encoder}), the true one hardly (${decoder}): the dots are flat.`;
  if (truth > 2 * variance)
    return `The true mean moves (variance ${decoder}), the encoder\u2019s lags (${encoder}): the dots are steep.`;
  if (variance < PARTLY)
    return `Both means stay close to 0 (variance ${fixed(variance, 3)}): z is nearly collapsed in encoder and decoder.`;
  const both = `Both means move together along the diagonal (variance ${encoder} and ${decoder})`;
  return `${both}: z encodes the bias of the coin, and the decoder uses it.`;
}

/** Where the figures are from. @param {Toy} toy */
export function sourceOf(toy) {
  return [
    `Every figure is exact: a sum over all ${count(toy.sequences)} sequences and ${toy.z.length} points of z.`,
    `Models were trained on fresh draws, seeds ${toy.seeds.join(", ")}; dots over bars are the seeds.`,
    "A remedy begins with the collapsed model of its seed.",
    `Made with \u201c${toy.command}\u201d on ${toy.hardware}. The plane is that of He et al. 2019.`,
  ].join(" ");
}
