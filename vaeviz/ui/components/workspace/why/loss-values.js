/**
 * What an expression of a pasted loss is, as far as a loss goes: a number, numbers a pixel or dimension of which only the
 * shape is followed ("tensor"), or terms, each a reconstruction or a KL that has been reduced so far.
 *
 * A tensor has `ones`, its value where every name is 1, and coefficients of what was met in it: exp(.), log(.), squares of
 * names and of differences.
 */

const FEATURES = ["exp", "log", "sq", "sqdiff"];
const NONE = { exp: 0, log: 0, sq: 0, sqdiff: 0 };

export const number = (value, more = {}) => ({ type: "number", value, ...more });
export const tensor = (more = {}) => ({ type: "tensor", ones: 1, plain: true, diff: false, names: [], ...NONE, ...more });
export const terms = (list) => ({ type: "terms", list });

/** A term that is not reduced yet. */
export function fresh(part, kind, weight = 1) {
  return { part, kind, weight, inner: null, outer: null };
}

/** `value` times a number. */
export function scaled(value, by) {
  if (value.type === "number") return number(value.value * by);
  if (value.type === "terms") return terms(value.list.map((term) => ({ ...term, weight: term.weight * by })));
  return { ...value, plain: false, ones: value.ones * by, ...Object.fromEntries(FEATURES.map((name) => [name, value[name] * by])) };
}

/** The sum or, with sign -1, the difference. */
export function added(a, b, sign, note) {
  if (a.type === "number" && b.type === "number") return number(a.value + sign * b.value);
  if (a.type === "terms" || b.type === "terms") {
    const list = [a, scaled(b, sign)].flatMap((one) => (settled(one)?.list ?? leave(one, note)));
    return terms(list);
  }
  const [left, right] = [a, b].map((one) => (one.type === "number" ? tensor({ ones: one.value, plain: false }) : one));
  const features = Object.fromEntries(FEATURES.map((name) => [name, left[name] + sign * right[name]]));
  return tensor({ ...features, ones: left.ones + sign * right.ones, plain: false, diff: sign < 0 && left.plain && right.plain, names: [...left.names, ...right.names] });
}

function leave(value, note) {
  if (value.type === "tensor") note(`${value.names[0] ?? "One part"} is not given in the text: left out.`);
  return [];
}

/** The product; a name that nobody gave a value counts as 1, and that is said. */
export function multiplied(a, b, note) {
  if (a.type === "number") return scaled(b, a.value);
  if (b.type === "number") return scaled(a, b.value);
  if (a.type === "terms" || b.type === "terms") {
    const [whole, other] = a.type === "terms" ? [a, b] : [b, a];
    if (other.type === "terms") throw new Error("Two parts of the loss are multiplied with each other.");
    return scaled(whole, asNumber(other, note));
  }
  if (a.plain && b.plain && a.names[0] === b.names[0]) return squared(a);
  return tensor({ ones: a.ones * b.ones, plain: false, names: [...a.names, ...b.names] });
}

/** The quotient; divided by the batch's size, a sum over images is their mean. */
export function divided(a, b, note) {
  if (a.type === "terms" && b.batch) return terms(a.list.map((term) => (term.outer === "sum" ? { ...term, outer: "mean" } : { ...term, weight: term.weight / b.value })));
  return scaled(a, 1 / asNumber(b, note));
}

function asNumber(value, note) {
  if (value.type === "number") return value.value;
  if (value.type === "terms") throw new Error("The loss is divided by a part of itself.");
  for (const name of new Set(value.names)) note(`${name} is not given in the text: 1 is taken.`);
  return value.ones || 1;
}

export function squared(value) {
  if (value.type === "number") return number(value.value ** 2);
  if (value.type === "terms") throw new Error("A part of the loss is squared.");
  return tensor({ ones: value.ones ** 2, plain: false, names: value.names, ...(value.diff ? { sqdiff: 1 } : { sq: 1 }) });
}

/** exp(.) or log(.) of names. */
export function mapped(value, name) {
  if (value.type === "number") return number(Math[name](value.value));
  return tensor({ plain: false, names: value.names ?? [], [name]: 1 });
}

/** A tensor in which a KL or a squared error is met, as a term; terms stay; else null. */
export function settled(value) {
  if (value.type === "terms") return value;
  if (value.type !== "tensor") return null;
  const { exp, log, sq, sqdiff } = value;
  if (exp && sq) return terms([fresh("kl", null, 2 * exp)]); // of 1/2 (mu^2 + exp(logvar) - 1 - logvar)
  if (log && sq) return terms([fresh("kl", null, sq)]); // of 1/2 (mu^2 + sigma^2 - 1 - log sigma^2)
  if (sqdiff) return terms([fresh("rec", "squared", sqdiff)]);
  return null;
}

/** The sum or mean (`how`) over `dims`, all that are left without them; 0 is the images. */
export function reduced(value, how, dims) {
  const known = settled(value);
  if (!known) return value;
  const outer = !dims || dims.includes(0);
  const inner = !dims || dims.some((dim) => dim !== 0);
  return terms(known.list.map((term) => ({ ...term, inner: term.inner ?? (inner ? how : null), outer: term.outer ?? (outer ? how : null) })));
}
