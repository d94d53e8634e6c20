/** What the table says, in words; computed from its rows. */

import { count, fixed } from "../../core/format.js";
import { ALIVE } from "./rows.js";

const HOLLOW = 0.55; // share of what the rate could tell that has to be information, or the rate is said to be hollow
const WORTH = 0.5; // nats of rate from which on that is worth a word

/** "a", "a and b", "a, b and c". */
export function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** A mean count: "8", "4.7". */
const mean1 = (mean) => (Number.isInteger(mean) ? String(mean) : fixed(mean, 1));
const dimensions = (mean) => `${mean1(mean)} ${mean === 1 ? "dimension" : "dimensions"}`;

/** Sentences about rows that have their cost; the first row is the baseline. A dimension counts by its rate; a code cannot tell more than ln(images) nats. */
export function conclusions(rows, { kl_threshold: threshold, images }) {
  const [baseline, ...others] = rows;
  const best = rows.reduce((one, other) => (other.elbo.mean > one.elbo.mean ? other : one));
  const found = [baselineSentence(baseline, best)];
  const gain = (row) => row.active_kl.mean - baseline.active_kl.mean;
  const hollow = others.filter(
    (row) => row.rate.mean >= WORTH && row.information.mean < HOLLOW * Math.min(row.rate.mean, Math.log(images)),
  );
  const kept = others
    .filter((row) => gain(row) >= ALIVE && !hollow.includes(row))
    .sort((one, other) => one.cost.mean - other.cost.mean);
  const lost = others.filter((row) => gain(row) < ALIVE && !hollow.includes(row));
  if (kept.length)
    found.push(
      `More dimensions than the baseline, counted by a rate above ${threshold} nats, cheapest first: ${listed(kept.map((row) => `${lower(row.title)} ${dimensions(row.active_kl.mean)} for ${fixed(row.cost.mean, 1)} nats`))}.`,
    );
  if (lost.length)
    found.push(
      `${capital(listed(lost.map(({ title }) => lower(title))))} ${lost.length === 1 ? "ends" : "end"} with less than one dimension more than the baseline.`,
    );
  for (const row of hollow)
    found.push(
      `${row.title} pays ${fixed(row.rate.mean, 1)} nats of rate, of which ${fixed(Math.max(0, row.information.mean), 1)} tell images apart.`,
    );
  return found;
}

function baselineSentence(baseline, best) {
  const alive = `The baseline keeps ${dimensions(baseline.active_kl.mean)} of ${baseline.settings.latent}`;
  if (best === baseline)
    return `${alive} and has the best ELBO, ${fixed(baseline.elbo.mean, 1)} nats: collapse costs nothing here, and a remedy pays for the dimensions that it keeps.`;
  const within = best.elbo.mean - baseline.elbo.mean <= Math.max(spread(best.elbo), spread(baseline.elbo));
  if (within)
    return `${alive}, and its ELBO is as good as the best, ${lower(best.title)}, within the spread of seeds: collapse costs nothing here, and a remedy pays for the dimensions that it keeps.`;
  return `${alive}; the best ELBO, ${fixed(best.elbo.mean, 1)} nats, is that of ${lower(best.title)}, ${fixed(best.elbo.mean - baseline.elbo.mean, 1)} above it.`;
}

const spread = ({ min, max }) => max - min;

/** A title as it stands within a sentence or on a button. */
export const lower = (text) => text.charAt(0).toLowerCase() + text.slice(1);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Where a race stands, in words; `ends` has {elbo, active_kl} of either side as {mean}, `latent` their dimensions. */
export function standing({ step, ends, latent, threshold }) {
  const [a, b] = ends;
  const away = ["A", "B"].filter((_, i) => !Number.isFinite(ends[i].elbo.mean));
  if (away.length)
    return `After ${count(step)} steps the weights of ${listed(away)} have run away: try a smaller learning rate.`;
  const gap = b.elbo.mean - a.elbo.mean;
  const ahead =
    Math.abs(gap) < 0.05
      ? "and their ELBO is the same to 0.1 nats"
      : `and ${gap > 0 ? "B" : "A"}'s ELBO is ${fixed(Math.abs(gap), 1)} nats higher`;
  return `After ${count(step)} steps ${mean1(a.active_kl.mean)} of A's ${latent[0]} dimensions have a rate above ${threshold} nats, ${mean1(b.active_kl.mean)} of B's ${latent[1]}, ${ahead}.`;
}
