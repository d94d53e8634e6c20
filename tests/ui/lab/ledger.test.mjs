import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createLedger } = await part("lab/ledger");

test("a fresh run is found by its settings, in any order; another beta is another run", () => {
  const ledger = createLedger();
  ledger.note({ beta: 1, seed: 0 }, { step: 900, active: 4, latent: 8 });
  assert.deepEqual(ledger.find({ seed: 0, beta: 1 }), { active: 4, latent: 8, step: 900 });
  assert.equal(ledger.find({ beta: 2, seed: 0 }), null);
});

test("a run counts only once its units have had time to settle", () => {
  const ledger = createLedger();
  ledger.note({ beta: 1 }, { step: 399, active: 8, latent: 8 });
  assert.equal(ledger.find({ beta: 1 }), null);
});
