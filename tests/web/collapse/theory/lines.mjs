// Print, for each loss of a list given as JSON: what the page makes of it, the Laboratory's settings for it, and the
// right lines that it writes for it.
import { part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";

const { betaOf, rightWeight } = await part("collapse/theory/loss");
const { sameAs, linesOf } = await part("collapse/theory/loss-lines");
const { labOf } = await part("collapse/theory/trap-run");
const losses = JSON.parse(process.argv[2]);
const found = losses.map((loss) => ({
  beta: betaOf(loss),
  right: rightWeight(loss),
  same: sameAs(loss),
  lines: linesOf(loss),
  lab: labOf(loss, SCHEMA),
}));
console.log(JSON.stringify(found));
