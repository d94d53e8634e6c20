/** Read a pasted loss: what is summed, what is averaged, what is weighted. The text is never run. */

import { added, divided, fresh, mapped, multiplied, number, reduced, scaled, settled, squared, tensor, terms } from "./loss-values.js";
import { parse, statementsOf } from "./python-text.js";

const own = (entries) => new Map(Object.entries(entries)); // a pasted "constructor" is no entry
const LOSSES = own({ mse_loss: "squared", MSELoss: "squared", binary_cross_entropy: "bernoulli", binary_cross_entropy_with_logits: "bernoulli", BCELoss: "bernoulli", BCEWithLogitsLoss: "bernoulli" });
const KERAS = own({ binary_crossentropy: "bernoulli", mse: "squared", mean_squared_error: "squared" }); // the mean over the last axis, one an image
const HOWS = own({ sum: "sum", mean: "mean", reduce_sum: "sum", reduce_mean: "mean" });
const MODULES = new Set(["torch", "F", "nn", "K", "tf", "np", "keras", "math", "functional", "distributions", "losses", "metrics", "backend", "objectives", "dist", "jnp"]);
const SAME = new Set(["view", "reshape", "flatten", "squeeze", "unsqueeze", "float", "to", "contiguous", "detach", "clone", "Flatten"]);
const SKIPPED = new Set(["def", "class", "import", "from", "if", "else", "elif", "for", "while", "with", "try", "pass", "assert", "print"]);

/**
 * What `text` says of a loss: {loss, said, notes, problem}. `loss` has what could be read, as loss.js names it, null if there is
 * none; `said` are sentences on what was understood, `notes` on what was taken for granted.
 */
export function readLoss(text, batch = 128) {
  const scope = { names: new Map(), notes: new Set(), pixels: null, batch, last: null, parts: new Set() };
  const note = (words) => scope.notes.add(words);
  let problem = "";
  try {
    for (const tokens of statementsOf(text)) problem = take(tokens, scope, note) || problem;
  } catch (error) {
    problem = error.message;
  }
  if (!scope.last) return { loss: null, said: [], notes: [...scope.notes], problem: problem || missing(scope.parts) };
  const loss = lossFrom(scope.last.list, scope, note);
  const weights = loss.weight > 0 && [loss.weight, loss.kl_weight].every(Number.isFinite);
  if (!weights) return { loss: null, said: [], notes: [...scope.notes], problem: "The weight of a part comes out as 0 or as no number: there is no beta." };
  return { loss, said: sentences(loss), notes: [...scope.notes], problem: "" };
}

function missing(parts) {
  if (parts.has("rec") && parts.has("kl")) return "A reconstruction and a KL were found, but no line that adds them.";
  if (parts.has("rec")) return "A reconstruction was found, but no KL.";
  if (parts.has("kl")) return "A KL was found, but no reconstruction.";
  return "No loss was found. Paste the lines with the reconstruction, the KL and their sum.";
}

/** Take one statement in; returns what it could not make of it. */
function take(tokens, scope, note) {
  const first = tokens[0].value;
  if (tokens[0].kind === "name" && SKIPPED.has(first)) return "";
  const at = outside(tokens, (token) => token.kind === "sign" && /^[-+*/]?=$/.test(token.value));
  const target = at > 0 ? tokens.slice(0, at).map(({ value }) => value).join("") : "";
  let right = tokens.slice(at + 1);
  if (first === "return") right = tokens.slice(1);
  const comma = outside(right, ({ kind, value }) => kind === "sign" && value === ",");
  if (comma >= 0) right = right.slice(0, comma);
  if (!right.length || right[0].value === "{") return "";
  let value;
  try {
    value = valueOf(parse(right), scope, note);
  } catch (error) {
    return error.message;
  }
  const sign = at > 0 ? tokens[at].value : "=";
  if (sign !== "=") value = combine(sign[0], scope.names.get(target) ?? unknown(target), value, note);
  if (target) scope.names.set(target, value);
  const known = settled(value);
  known?.list.forEach(({ part }) => scope.parts.add(part));
  if (known && ["rec", "kl"].every((part) => known.list.some((term) => term.part === part))) scope.last = known;
  return "";
}

/** The place of the first token outside all brackets for which `holds`; -1 without one. */
function outside(tokens, holds) {
  let depth = 0;
  return tokens.findIndex((token) => {
    if (token.kind === "sign") depth += "([{".includes(token.value) - ")]}".includes(token.value);
    return depth === 0 && holds(token);
  });
}

const unknown = (name) => tensor({ names: name ? [name] : [] });

function combine(sign, a, b, note) {
  if (sign === "+" || sign === "-") return added(a, b, sign === "+" ? 1 : -1, note);
  return sign === "*" ? multiplied(a, b, note) : divided(a, b, note);
}

function valueOf(node, scope, note) {
  const of = (child) => valueOf(child, scope, note);
  if (node.kind === "number") return number(node.value);
  if (node.kind === "unary") return scaled(of(node.of), node.sign === "-" ? -1 : 1);
  if (node.kind === "name" || node.kind === "attribute") return scope.names.get(pathOf(node)) ?? unknown(pathOf(node));
  if (node.kind === "index") return pathOf(node.of).endsWith(".shape") ? number(scope.batch, { batch: true }) : unknown(`${pathOf(node.of)}[\u2026]`);
  if (node.kind === "call") return called(node, scope, note);
  if (node.kind !== "binary") return unknown("");
  const [a, b] = [of(node.left), of(node.right)];
  if (node.sign !== "**") return combine(node.sign, a, b, note);
  if (a.type === "number" && b.type === "number") return number(a.value ** b.value);
  return b.type === "number" && b.value === 2 ? squared(a) : unknown("");
}

/** "mu", "self.beta", "F.mse_loss"; nothing for what has no name. */
function pathOf(node) {
  if (node.kind === "name") return node.value;
  return node.kind === "attribute" ? `${pathOf(node.of)}.${node.name}` : "";
}

function called({ of: callee, given, named }, scope, note) {
  const of = (node) => valueOf(node, scope, note);
  const name = callee.kind === "attribute" ? callee.name : pathOf(callee);
  if (callee.kind === "call") return lossCalled(LOSSES.get(pathOf(callee.of).split(".").at(-1)), callee.named);
  if (LOSSES.has(name) || KERAS.has(name)) given.forEach(of); // they may say how many pixels there are
  if (LOSSES.has(name) && given.length) return lossCalled(LOSSES.get(name), named);
  if (KERAS.has(name)) return terms([{ ...fresh("rec", KERAS.get(name)), inner: "mean" }]);
  if (name === "kl_divergence") return terms([fresh("kl", null)]);
  if (name === "len") return number(scope.batch, { batch: true });
  const method = callee.kind === "attribute" && !MODULES.has(pathOf(callee).split(".")[0]);
  const [self, ...rest] = method ? [callee.of, ...given] : given;
  if (name === "size" && rest[0]?.value === 0) return number(scope.batch, { batch: true });
  if (!self) return unknown(name);
  if (HOWS.has(name)) return reduced(of(self), HOWS.get(name), dimsOf(named.dim ?? named.axis ?? rest[0]));
  if (SAME.has(name)) return (hint(name, rest, scope), of(self));
  if (name === "square" || (name === "pow" && rest[0]?.value === 2)) return squared(of(self));
  if (name === "exp" || name === "log") return mapped(of(self), name);
  if (name === "abs" || name === "l1_loss") note("The absolute error is neither of the two reconstructions that are known here.");
  return unknown(pathOf(callee));
}

/** A loss of PyTorch: the mean over everything unless told otherwise. */
function lossCalled(kind, { reduction, size_average }) {
  if (!kind) return unknown("");
  const how = size_average?.value === "False" ? "sum" : (reduction?.value ?? "mean");
  const term = fresh("rec", kind);
  return terms([how === "none" ? term : { ...term, inner: how, outer: how }]);
}

/** The axes that are named: numbers, or null for all; True and False are no axes. */
function dimsOf(node) {
  if (!node) return null;
  const items = node.kind === "list" ? node.items : [node];
  const dims = items.map((one) => (one.kind === "unary" ? -one.of.value : one.value));
  return dims.every((dim) => typeof dim === "number") ? dims : null;
}

/** x.view(-1, 784) says how many pixels there are. */
function hint(name, rest, scope) {
  const last = rest.at(-1);
  if ((name === "view" || name === "reshape") && last?.kind === "number" && last.value > 1) scope.pixels = last.value;
}

/** The loss that two terms make up. */
function lossFrom(list, { pixels, batch }, note) {
  const [rec, kl] = ["rec", "kl"].map((part) => list.find((term) => term.part === part));
  if (list.length > 2) note(`${list.length} parts were found; the first reconstruction and the first KL are taken.`);
  if (rec.weight < 0 || kl.weight < 0) note("A part has a minus sign, which a loss to minimise cannot have: it is taken as positive.");
  for (const [term, what] of [[rec, "reconstruction"], [kl, "KL"]]) if (term.outer === null) note(`Nothing is said on what becomes of the images' ${what}s: their mean is taken.`);
  for (const [term, what] of [[rec, "pixels"], [kl, "dimensions"]]) if (term.inner === null) note(`Nothing is said on what becomes of the ${what}: their sum is taken.`);
  const [reduction, weight] = reductionOf(rec, batch);
  const [kl_reduction, kl_weight] = reductionOf(kl, batch);
  return { kind: rec.kind, reduction, weight, kl_reduction, kl_weight, ...(pixels && { pixels }) };
}

function reductionOf({ inner, outer, weight }, batch) {
  const size = Math.abs(weight);
  if (outer === "sum") return inner === "mean" ? ["mean", size * batch] : ["total", size];
  return [inner === "mean" ? "mean" : "sum", size];
}

function sentences({ kind, reduction, weight, kl_reduction, kl_weight }) {
  const over = (how, parts) => ({ sum: `the sum over ${parts}, the mean over images`, mean: `the mean over ${parts} and images`, total: `the sum over ${parts} and images` })[how];
  const times = (value) => (value === 1 ? "" : ` times ${Number(value.toPrecision(4))}`);
  return [`${kind === "bernoulli" ? "Cross entropy" : "Squared error"}: ${over(reduction, "pixels")}${times(weight)}.`, `KL: ${over(kl_reduction, "dimensions")}${times(kl_weight)}.`];
}
