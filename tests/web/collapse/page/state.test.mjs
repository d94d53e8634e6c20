import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";

const { KEYS, declareKeys, initial, read, write } = await part("collapse/page/state");

declareKeys(SCHEMA);

test("every key's default is read back from its text", () => {
  for (const [key, { default: value, kind, options }] of Object.entries(KEYS)) {
    assert.match(key, /^[a-z][a-z0-9_]*$/);
    if (kind === "choice") assert.ok(options.includes(value), key);
    if (value === null || value === "") continue;
    assert.deepEqual(read(key, write(key, value)), value, key);
  }
});

test("every key has a kind that can be read, and what that kind needs", () => {
  const needs = { number: ["min", "max"], choice: ["options"], flag: [], text: ["longest"], list: ["longest"] };
  for (const [key, entry] of Object.entries(KEYS)) {
    assert.ok(entry.kind in needs, `${key}: ${entry.kind}`);
    for (const need of needs[entry.kind]) assert.ok(need in entry, `${key} lacks ${need}`);
  }
});

test("numbers are kept within their range and decimals; what is no number is refused", () => {
  assert.equal(read("step", "3"), 3);
  assert.equal(read("step", "2.7"), 3);
  assert.equal(read("step", "900"), KEYS.step.max);
  for (const text of ["", " ", "three", "NaN", "1e999", "0x"]) assert.equal(read("step", text), null, text);
});

test("choices are among the options, flags 0 or 1, lists of plain words", () => {
  assert.equal(read("tab", "why"), "why");
  assert.equal(read("tab", "constructor"), null);
  assert.deepEqual(read("hide", "lab_beta,,lab_ramp,<b>,a b"), ["lab_beta", "lab_ramp"]);
  assert.equal(read("hide", Array(200).fill("a").join(",")).length, KEYS.hide.longest);
  assert.equal(read("lesson", "x".repeat(200)).length, KEYS.lesson.longest);
});

test("the first state has every key at its default", () => {
  const state = initial();
  for (const key of Object.keys(KEYS)) assert.equal(state[key], KEYS[key].default);
});
