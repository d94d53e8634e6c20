import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { createLedger } = await part("collapse/lab/ledger");

test("a fresh run is found by its settings, in any order; another beta is another run", () => {
  const ledger = createLedger();
  ledger.note({ beta: 1, seed: 0 }, { step: 900, active: 4, latent: 8 });
  const { active, latent, step } = ledger.find({ seed: 0, beta: 1 });
  assert.deepEqual([active, latent, step], [4, 8, 900]);
  assert.equal(ledger.find({ beta: 2, seed: 0 }), null);
});

test("a run counts only once its dimensions have had time to settle", () => {
  const ledger = createLedger();
  ledger.note({ beta: 1 }, { step: 399, active: 8, latent: 8 });
  assert.equal(ledger.find({ beta: 1 }), null);
});

test("fresh runs that differ in beta alone stand along its axis", () => {
  const ledger = createLedger();
  const stand = (active) => ({ step: 900, active, latent: 8 });
  ledger.note({ beta: 1, seed: 0 }, stand(4));
  ledger.note({ beta: 8, seed: 0 }, stand(3));
  ledger.note({ beta: 4, seed: 1 }, stand(2));
  assert.deepEqual(ledger.along({ seed: 0, beta: 2 }), [
    { beta: 1, active: 4 },
    { beta: 8, active: 3 },
  ]);
});
