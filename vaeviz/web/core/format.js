/** Numbers as the instrument writes them: fixed decimals, a real minus sign. */

/** `value` with `digits` decimals; negative zero is zero. */
export function fixed(value, digits = 2) {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "\u2212");
}

/** A figure in nats: one decimal, none from 1,000 on, where thousands are set apart. */
export function nats(value) {
  return Math.abs(value) < 999.95 ? fixed(value, 1) : count(Math.round(value)).replace("-", "\u2212");
}

/** Read a typed number, with either minus sign and either decimal mark; null if it is none. */
export function parseNumber(text) {
  const tidy = text.trim().replace("\u2212", "-").replace(",", ".");
  const value = Number(tidy);
  return tidy && Number.isFinite(value) ? value : null;
}

/** `n` with thousands set apart. */
export function count(n) {
  return n.toLocaleString("en");
}

/** "1 thing", "2 things". */
export function plural(n, one, many = `${one}s`) {
  return `${n} ${n === 1 ? one : many}`;
}

/** What the encoder was told of a picture, e.g. " encoded as 4"; nothing for a model that takes no class. */
export function toldText(c, condition) {
  if (condition?.kind !== "class") return "";
  return c.some((weight) => weight > 0)
    ? ` encoded as ${conditionText(c, condition.names)}`
    : " encoded with no class told";
}

/** What c says, in words: a class, a mixture, or that nothing was told. */
export function conditionText(c, names) {
  const told = names.map((name, i) => ({ name, weight: c[i] })).filter(({ weight }) => weight > 0);
  if (!told.length) return "none";
  if (told.length === 1 && told[0].weight === 1) return told[0].name;
  return told.map(({ name, weight }) => `${Math.round(100 * weight)}% ${name}`).join(" + ");
}
