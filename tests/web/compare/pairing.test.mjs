import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createPairing } = await part("compare/pairing");
const pairing = createPairing({ plain: ["mnist-cvae-z8", "other"], "mnist-vae-z8": ["other"], cars: ["cars-cvae"] });
/** The two names; the partners that are left are looked at on their own. */
const pair = (...asked) => {
  const { others: _, ...rest } = pairing(...asked);
  return rest;
};

test("the partners that are left come along, for one that cannot be opened", () => {
  assert.deepEqual(pairing("plain", "other").others, ["mnist-cvae-z8"]);
  assert.deepEqual(pairing("cars-cvae", null).others, []);
});

test("a first visit shows the first choice on each side, or else what there is", () => {
  assert.deepEqual(pair(null, null), { name: "mnist-vae-z8", second: "other" });
  assert.equal(createPairing({ plain: ["x", "mnist-cvae-z8"] })(null, null).second, "mnist-cvae-z8");
});

test("partners stay as they are; another left model brings one of its own", () => {
  assert.deepEqual(pair("plain", "other"), { name: "plain", second: "other" });
  assert.deepEqual(pair("plain", null), { name: "plain", second: "mnist-cvae-z8" });
  assert.deepEqual(pair("cars", null), { name: "cars", second: "cars-cvae" });
});

test("a class-conditional model stands on the right, wherever it was asked for", () => {
  assert.deepEqual(pair("cars-cvae", "other"), { name: "cars", second: "cars-cvae" });
  assert.deepEqual(pair("other", null), { name: "mnist-vae-z8", second: "other" });
});

test("a second model that does not fit gives way, with the reason", () => {
  const { name, second, notice } = pair("plain", "cars-cvae");
  assert.deepEqual([name, second], ["plain", "mnist-cvae-z8"]);
  assert.match(notice, /cars-cvae cannot be compared with plain: .* mnist-cvae-z8 is shown\./);
});
