import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";

const { fromQuery, linkTo, toQuery } = await part("collapse/page/address");
const { declareKeys, initial } = await part("collapse/page/state");

declareKeys(SCHEMA);

test("only what differs from its default stands in the address, readable", () => {
  assert.equal(toQuery(initial(), ""), "");
  assert.equal(
    toQuery({ ...initial(), tab: "why", step: 3, guesses: ["line.1.4", "line.2.7"] }, ""),
    "?tab=why&step=3&guesses=line.1.4,line.2.7",
  );
});

test("parameters that are not ours stay, before ours", () => {
  assert.equal(toQuery({ ...initial(), tab: "race" }, "?embed=true&tab=why&x=1"), "?embed=true&x=1&tab=race");
});

test("what an address gives comes back; an invalid value has its default", () => {
  const state = { ...initial(), tab: "race", lesson: "line", hide: ["lab_beta"] };
  const again = fromQuery(toQuery(state, ""));
  for (const key of ["tab", "lesson"]) assert.equal(again[key], state[key]);
  assert.deepEqual(again.hide, ["lab_beta"]);
  assert.deepEqual(again.given.sort(), ["hide", "lesson", "tab"]);
  const wrong = fromQuery("?tab=nothing&step=many");
  assert.deepEqual([wrong.tab, wrong.step], ["lab", 1]);
});

test("the value of a hidden control is not readable in the address, but comes back", () => {
  const query = toQuery({ ...initial(), tab: "sweep", sweep_epoch: 7, hide: ["sweep_epoch"] }, "");
  assert.doesNotMatch(query, /sweep_epoch=|epoch%3D|=7/);
  assert.match(query, /sealed=/);
  const again = fromQuery(query);
  assert.deepEqual([again.sweep_epoch, again.tab, again.hide], [7, "sweep", ["sweep_epoch"]]);
  assert.equal(again.sealed !== "", true);
  assert.equal(toQuery({ ...initial(), ...again }, ""), query);
});

test("a damaged seal is ignored", () => {
  for (const word of ["%%%", "a", "////", "\u00e4"])
    assert.equal(fromQuery(`?sealed=${encodeURIComponent(word)}`).tab, "lab");
});

test("a link is the whole address", () => {
  const place = { origin: "http://a", pathname: "/collapse", search: "?embed=1", hash: "" };
  assert.equal(linkTo({ ...initial(), tab: "why" }, place), "http://a/collapse?embed=1&tab=why");
});
