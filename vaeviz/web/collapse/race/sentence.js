/** What the table shows, in sentences computed from its rows. */

import { count, fixed } from "../../core/format.js";
import { KEPT } from "./rows.js";

/** @import { PricedRow, Table } from "./rows.js" */
/** @import { Summary } from "./numbers.js" */

const HOLLOW = 0.55; // share of the rate that must be information, or the rate is reported as hollow
const WORTH = 0.5; // nats of rate below which it is not
const EQUAL = 0.05; // nats: a smaller difference of ELBO is none

/** "a", "a and b", "a, b and c". @param {string[]} words */
export function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/** A mean number: "8", "4.7". @param {number} mean */
const number = (mean) => (Number.isInteger(mean) ? String(mean) : fixed(mean, 1));

/** @param {string} text */
const lower = (text) => text.charAt(0).toLowerCase() + text.slice(1);
/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Sentences about rows, of which the first is the baseline. Dimensions are counted by their KL; at most ln(images) nats
 * of the rate can be information.
 * @param {PricedRow[]} rows @param {Pick<Table, "kl_threshold" | "images">} table
 */
export function conclusions(rows, { kl_threshold: threshold, images }) {
  const [baseline, ...others] = rows;
  const more = (/** @type {PricedRow} */ row) => row.active_kl.mean - baseline.active_kl.mean;
  const isHollow = (/** @type {PricedRow} */ { rate, information }) =>
    rate.mean >= WORTH && information.mean < HOLLOW * Math.min(rate.mean, Math.log(images));
  const hollow = others.filter(isHollow);
  const sound = others.filter((row) => !isHollow(row));
  const kept = sound.filter((row) => more(row) >= KEPT).sort((one, other) => one.cost.mean - other.cost.mean);
  const lost = sound.filter((row) => more(row) < KEPT).map(({ title }) => lower(title));
  const prices = kept.map(
    ({ title, active_kl, cost }) => `${lower(title)} (${number(active_kl.mean)}, cost ${fixed(cost.mean, 1)} nats)`,
  );
  const keep = lost.length === 1 ? "keeps" : "keep";
  const nats = (/** @type {number} */ value) => `${fixed(value, 1)} nats`;
  return [
    baselineSentence(rows, threshold),
    ...(kept.length ? [`More dimensions than in the baseline, cheapest first: ${listed(prices)}.`] : []),
    ...(lost.length ? [`${capital(listed(lost))} ${keep} less than one dimension more than the baseline.`] : []),
    ...hollow.map(
      ({ title, rate, information }) =>
        `${title} has a rate of ${nats(rate.mean)}, of which ${nats(Math.max(0, information.mean))} are information.`,
    ),
  ];
}

/** @param {PricedRow[]} rows @param {number} threshold */
function baselineSentence(rows, threshold) {
  const [baseline] = rows;
  const best = rows.reduce((one, other) => (other.elbo.mean > one.elbo.mean ? other : one));
  const free = "collapse costs nothing here, and a remedy pays for the dimensions that it keeps";
  const share = `${number(baseline.active_kl.mean)} of ${baseline.settings.latent} dimensions`;
  const counted = `In the baseline ${share} have a KL above ${threshold} nats`;
  if (best === baseline) return `${counted}, and its ELBO is the best, ${fixed(best.elbo.mean, 1)} nats: ${free}.`;
  const gap = best.elbo.mean - baseline.elbo.mean;
  if (gap <= Math.max(spread(best.elbo), spread(baseline.elbo)))
    return `${counted}; its ELBO equals the best, that of ${lower(best.title)}, within the spread of seeds: ${free}.`;
  const higher = `that of ${lower(best.title)}, ${fixed(gap, 1)} nats higher`;
  return `${counted}; the best ELBO, ${fixed(best.elbo.mean, 1)} nats, is ${higher}.`;
}

/** @param {Pick<Summary, "min" | "max">} figure */
const spread = ({ min, max }) => max - min;

/**
 * Where a race stands; `ends` has the figures of both sides, `latent` the number of their dimensions.
 * @typedef {Record<"elbo" | "active_kl", { mean: number }>} Ends
 * @param {{ step: number, ends: Ends[], latent: number[], threshold: number }} race
 */
export function standing({ step, ends, latent, threshold }) {
  const [a, b] = ends;
  const diverged = ["A", "B"].filter((_, i) => !Number.isFinite(ends[i].elbo.mean));
  if (diverged.length)
    return `By step ${count(step)} training of ${listed(diverged)} diverged (loss is NaN): try a lower learning rate.`;
  const gap = b.elbo.mean - a.elbo.mean;
  const ahead =
    Math.abs(gap) < EQUAL
      ? "and their ELBO is the same to 0.1 nats"
      : `and ${gap > 0 ? "B" : "A"}'s ELBO is ${fixed(Math.abs(gap), 1)} nats higher`;
  const [ofA, ofB] = [number(a.active_kl.mean), number(b.active_kl.mean)];
  const counted = `${ofA} of A's ${latent[0]} dimensions have a KL above ${threshold} nats, ${ofB} of B's ${latent[1]}`;
  return `After ${count(step)} steps ${counted}, ${ahead}.`;
}
