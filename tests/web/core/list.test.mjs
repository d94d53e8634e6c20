import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { list } = await part("core/list");

/** As much of an element as `list` needs; `touched` lists the names of what was moved or removed. */
class Stand {
  childNodes = [];
  parentNode = null;
  touched = [];
  constructor(name, focused = false) {
    Object.assign(this, { name, matches: () => focused });
  }
  get firstChild() {
    return this.childNodes[0] ?? null;
  }
  get nextSibling() {
    return this.parentNode.childNodes[this.parentNode.childNodes.indexOf(this) + 1] ?? null;
  }
  remove() {
    this.parentNode.touched.push(this.name);
    this.parentNode.childNodes.splice(this.parentNode.childNodes.indexOf(this), 1);
    this.parentNode = null;
  }
  insertBefore(child, at) {
    if (child.parentNode) child.remove();
    this.childNodes.splice(at ? this.childNodes.indexOf(at) : this.childNodes.length, 0, child);
    child.parentNode = this;
  }
  append(child) {
    this.insertBefore(child, null);
  }
}

/** Show `letters` in `node`; the one called `focused` has the focus. */
function show(node, letters, focused) {
  node.touched = [];
  list(node, [...letters], { key: (letter) => letter, make: (letter) => new Stand(letter, letter === focused) });
  return node.childNodes.map(({ name }) => name).join("");
}

test("children are made, removed and put in order, and what stays is not touched", () => {
  const node = new Stand("list");
  assert.equal(show(node, "abc"), "abc");
  const [a, , c] = node.childNodes;
  assert.equal(show(node, "axc"), "axc");
  assert.deepEqual(node.touched, ["b"]);
  assert.equal(node.childNodes[0], a);
  assert.equal(node.childNodes[2], c);
  assert.equal(show(node, "axc"), "axc");
  assert.deepEqual(node.touched, []);
  assert.equal(show(node, ""), "");
});

test("the child with the focus is never moved", () => {
  for (const order of ["dabc", "bcda", "abcd", "cxdba", "dcba", "d", "xdy"]) {
    const node = new Stand("list");
    show(node, "abcd", "d");
    assert.equal(show(node, order, "d"), order);
    assert.ok(!node.touched.includes("d"), order);
  }
});

test("new and old parts are updated with their items, and parts may hold their element", () => {
  const node = new Stand("list");
  const how = {
    key: ({ id }) => id,
    make: ({ id }) => ({ node: new Stand(id), texts: [] }),
    update: ({ texts }, { text }, i) => texts.push(`${i} ${text}`),
  };
  const [first] = list(node, [{ id: "p", text: "one" }], how);
  const parts = list(
    node,
    [
      { id: "q", text: "new" },
      { id: "p", text: "two" },
    ],
    how,
  );
  assert.equal(parts[1], first);
  assert.deepEqual(
    parts.map(({ texts }) => texts),
    [["0 new"], ["0 one", "1 two"]],
  );
});

test("other children are removed, and a key that returns is made again", () => {
  const node = new Stand("list");
  node.append(new Stand("note"));
  show(node, "a");
  const [a] = node.childNodes;
  show(node, "");
  assert.equal(show(node, "a"), "a");
  assert.notEqual(node.childNodes[0], a);
});

test("two items with one key are an error", () => {
  assert.throws(() => show(new Stand("list"), "aa"), /same key: a, a/);
});
