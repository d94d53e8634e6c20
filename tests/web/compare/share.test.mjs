import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { tableText } = await part("compare/share");

const PRIOR = (size) => ({ mu: Array(size).fill(0), logvar: Array(size).fill(0) });
const MODELS = [
  { latent_dim: 2, prior: PRIOR(2), condition: null },
  { latent_dim: 1, prior: PRIOR(1), condition: { kind: "class", names: ["a", "b"] } },
];
const CODES = [
  { n: 2, latent: 2, labels: Uint8Array.of(0, 1), mu: Float32Array.of(9, 9, 2, -0.25), logvar: new Float32Array(4) },
  { n: 2, latent: 1, labels: Uint8Array.of(1, 0), mu: Float32Array.of(0.5, 9), logvar: new Float32Array(2) },
];

test("the table has one row per dimension with the mean and KL of each model; missing cells are empty", () => {
  const lines = tableText(MODELS, CODES, [1, 0]).split("\r\n");
  assert.deepEqual(lines, [
    "dimension,vae_mean,vae_nats,cvae_mean,cvae_nats",
    "0,2,2,0.5,0.125",
    "1,-0.25,0.03125,,",
    "",
  ]);
});
