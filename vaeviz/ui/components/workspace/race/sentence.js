/** What the table says, in words; computed from its rows. */

import { fixed, plural } from "../shell/format.js";
import { ALIVE } from "./rows.js";

const HOLLOW = 0.5; // share of the rate that has to be information, or the rate is said to be hollow
const WORTH = 0.5; // nats of rate from which on that is worth a word

/** "a", "a and b", "a, b and c". */
export function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** Units of a mean count: "8 units", "4.7 units". */
const units = (mean) => (Number.isInteger(mean) ? plural(mean, "unit") : `${fixed(mean, 1)} units`);

/** Sentences about rows that have their cost; the first row is the baseline. */
export function conclusions(rows) {
  const [baseline, ...others] = rows;
  const best = rows.reduce((one, other) => (other.elbo.mean > one.elbo.mean ? other : one));
  const found = [baselineSentence(baseline, best)];
  const hollow = others.filter((row) => row.rate.mean >= WORTH && row.information.mean < HOLLOW * row.rate.mean);
  const kept = others.filter((row) => row.active_kl.mean >= ALIVE && !hollow.includes(row)).sort((one, other) => one.cost.mean - other.cost.mean);
  const lost = others.filter((row) => row.active_kl.mean < ALIVE);
  if (kept.length) found.push(`Kept alive, cheapest first: ${listed(kept.map((row) => `${row.title.toLowerCase()} ${units(row.active_kl.mean)} for ${fixed(row.cost.mean, 1)} nats`))}.`);
  if (lost.length) found.push(`${capital(listed(lost.map(({ title }) => title.toLowerCase())))} ${lost.length === 1 ? "ends" : "end"} collapsed all the same.`);
  for (const row of hollow) found.push(`${row.title} pays ${fixed(row.rate.mean, 1)} nats of rate, of which ${fixed(Math.max(0, row.information.mean), 1)} tell images apart.`);
  return found;
}

function baselineSentence(baseline, best) {
  const alive = `The baseline keeps ${units(baseline.active_kl.mean)} of ${baseline.settings.latent}`;
  if (best === baseline) return `${alive} and has the best ELBO, ${fixed(baseline.elbo.mean, 1)} nats: collapse costs nothing here, and a remedy pays for the units that it keeps.`;
  const within = best.elbo.mean - baseline.elbo.mean <= Math.max(spread(best.elbo), spread(baseline.elbo));
  if (within) return `${alive}, and its ELBO is as good as the best, ${best.title.toLowerCase()}, within the spread of seeds: collapse costs nothing here, and a remedy pays for the units that it keeps.`;
  return `${alive}; the best ELBO, ${fixed(best.elbo.mean, 1)} nats, is that of ${best.title.toLowerCase()}, ${fixed(best.elbo.mean - baseline.elbo.mean, 1)} above it.`;
}

const spread = ({ min, max }) => max - min;
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Where a race stands, in words; `ends` has {elbo, active_kl} of either side as {mean}, `latent` their units. */
export function standing({ step, ends, latent }) {
  const [a, b] = ends;
  const gap = b.elbo.mean - a.elbo.mean;
  const ahead = Math.abs(gap) < 0.05 ? "and their ELBO is the same to 0.1 nats" : `and ${gap > 0 ? "B" : "A"}'s ELBO is ${fixed(Math.abs(gap), 1)} nats higher`;
  return `After ${step.toLocaleString("en")} steps A has ${fixed(a.active_kl.mean, 1)} of ${latent[0]} units above the threshold of the rate, B ${fixed(b.active_kl.mean, 1)} of ${latent[1]}, ${ahead}.`;
}
