/** A little of Python's grammar, for reading a pasted loss: names, numbers, arithmetic, calls. Nothing is ever run. */

const TOKEN = /(#[^\n]*)|("[^"\n]*"|'[^'\n]*')|(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|([A-Za-z_]\w*)|(\*\*|[-+*/]=|[-+*/%=(),.:[\]{}@<>!&|~;])/y;
const DEEPEST = 40; // brackets within brackets
const LONGEST = 4000; // characters

/** The tokens of a text, a list a statement; line ends within brackets do not count. */
export function statementsOf(text) {
  const source = text.slice(0, LONGEST).replace(/\\\r?\n/g, " ").replace(/[^\S\n]/g, " ");
  const statements = [[]];
  let depth = 0;
  for (let at = 0; at < source.length; ) {
    const letter = source[at];
    if (letter === " " || letter === "\n" || letter === ";") {
      if (letter !== " " && !depth) statements.push([]);
      at++;
      continue;
    }
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(source);
    if (!found) throw new Error(`"${letter}" is no Python that is read here.`);
    at = TOKEN.lastIndex;
    const token = tokenOf(found);
    if (!token) continue;
    statements.at(-1).push(token);
    if (token.kind === "sign") depth = Math.max(0, depth + "([{".includes(token.value) - ")]}".includes(token.value));
    if (depth > DEEPEST) throw new Error("There are too many brackets within brackets.");
  }
  return statements.filter((tokens) => tokens.length);
}

function tokenOf([, comment, string, number, name, sign]) {
  if (comment) return null;
  if (string) return { kind: "string", value: string.slice(1, -1) };
  if (number) return { kind: "number", value: Number(number) };
  return name ? { kind: "name", value: name } : { kind: "sign", value: sign };
}

/** The tree of an expression: {kind: number | string | name | list | unary | binary | call | attribute | index}. */
export function parse(tokens) {
  const reader = { tokens, at: 0 };
  const tree = sum(reader);
  if (reader.at < tokens.length) throw new Error(`"${tokens[reader.at].value}" was not expected here.`);
  return tree;
}

const is = ({ tokens, at }, ...signs) => tokens[at]?.kind === "sign" && signs.includes(tokens[at].value);

function expect(reader, sign) {
  if (!is(reader, sign)) throw new Error(`A "${sign}" is missing.`);
  reader.at++;
}

function chain(next, ...signs) {
  return (reader) => {
    let left = next(reader);
    while (is(reader, ...signs)) left = { kind: "binary", sign: reader.tokens[reader.at++].value, left, right: next(reader) };
    return left;
  };
}

const product = chain(unary, "*", "/");
const sum = chain(product, "+", "-");

function unary(reader) {
  if (is(reader, "-", "+")) return { kind: "unary", sign: reader.tokens[reader.at++].value, of: unary(reader) };
  const base = postfix(reader);
  if (!is(reader, "**")) return base;
  reader.at++;
  return { kind: "binary", sign: "**", left: base, right: unary(reader) };
}

function postfix(reader) {
  let node = atom(reader);
  for (;;) {
    if (is(reader, ".")) {
      const name = reader.tokens[++reader.at];
      if (name?.kind !== "name") throw new Error('After a "." a name is missing.');
      reader.at++;
      node = { kind: "attribute", of: node, name: name.value };
    } else if (is(reader, "(")) node = { kind: "call", of: node, ...argumentsOf(reader) };
    else if (is(reader, "[")) {
      skip(reader);
      node = { kind: "index", of: node };
    } else return node;
  }
}

function argumentsOf(reader) {
  const [given, named] = [[], {}];
  expect(reader, "(");
  while (!is(reader, ")")) {
    const [first, second] = reader.tokens.slice(reader.at, reader.at + 2);
    if (first?.kind === "name" && second?.value === "=" && second.kind === "sign") {
      reader.at += 2;
      named[first.value] = sum(reader);
    } else given.push(sum(reader));
    if (!is(reader, ")")) expect(reader, ",");
  }
  reader.at++;
  return { given, named };
}

/** Pass over a subscript: what it picks does not matter here. */
function skip(reader) {
  let depth = 0;
  do {
    if (is(reader, "[")) depth++;
    if (is(reader, "]")) depth--;
    if (++reader.at > reader.tokens.length) throw new Error('A "]" is missing.');
  } while (depth);
}

function atom(reader) {
  const token = reader.tokens[reader.at++];
  if (!token) throw new Error("Something is missing at the end.");
  if (token.kind !== "sign") return { kind: token.kind, value: token.value };
  if (token.value !== "(" && token.value !== "[") throw new Error(`"${token.value}" was not expected here.`);
  const end = token.value === "(" ? ")" : "]";
  const items = [];
  let comma = false;
  while (!is(reader, end)) {
    items.push(sum(reader));
    if (is(reader, ",")) (reader.at++, (comma = true));
    else if (!is(reader, end)) throw new Error(`A "${end}" is missing.`);
  }
  reader.at++;
  return end === ")" && items.length === 1 && !comma ? items[0] : { kind: "list", items };
}
