/** The criteria of all models, read from one body. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { part } from "../../modules.mjs";

const { readModels, modelOf, dimensionsOf, byRate, curveOf, partsOf } = await part("collapse/criteria/models");

const EPSILONS = [0.01, 0.1, 1];
const facts = {
  head: {
    models: [
      { name: "small", latent: 1, images: 10, surgery: null, problem: "" },
      { name: "broken", latent: 0, problem: "damaged" },
      {
        name: "large",
        latent: 2,
        images: 100,
        surgery: { mutual_information: 1.5, aggregate_kl: 0.4, ceiling: 4.6, samples: 100 },
        problem: "",
      },
    ],
    thresholds: { variance: 0.01, rate: 0.1, epsilon: 0.1, delta: 0.01, use: 0.001 },
    epsilons: EPSILONS,
  },
  arrays: {
    rate: Float32Array.of(0.5, 0.25, 1.75),
    mu_variance: Float32Array.of(0.4, 0, 0.9),
    posterior_variance: Float32Array.of(0.6, 1, 0.1),
    use: Float32Array.of(-1, 0.5, 0.25),
    quiet: Uint32Array.of(0, 5, 10, 30, 60, 100, 0, 0, 20),
  },
};
const { models, problems, thresholds } = readModels(facts);

test("each model has its own dimensions; one that cannot be read is listed apart", () => {
  assert.deepEqual(
    models.map(({ name }) => name),
    ["small", "large"],
  );
  assert.deepEqual(
    problems.map(({ problem }) => problem),
    ["damaged"],
  );
  assert.deepEqual([...models[1].rate], [0.25, 1.75]);
  assert.equal(thresholds.delta, 0.01);
});

test("the model asked for is shown, else the one with the most dimensions", () => {
  assert.equal(modelOf(models, "small").name, "small");
  assert.equal(modelOf(models, "").name, "large");
  assert.equal(modelOf(models, "gone").name, "large");
});

test("the images of a dimension are counted below epsilon; what was not measured is null", () => {
  assert.deepEqual(
    dimensionsOf(models[1], 0.1).map(({ quiet }) => quiet),
    [0.6, 0],
  );
  assert.deepEqual(
    dimensionsOf(models[1], 1).map(({ quiet }) => quiet),
    [1, 0.2],
  );
  assert.equal(dimensionsOf(models[0], 0.1)[0].use, null);
  assert.equal(dimensionsOf(models[1], 0.1)[0].use, 0.5);
});

test("curves and order are of the model's own dimensions", () => {
  assert.deepEqual(byRate(models[1]), [1, 0]);
  assert.deepEqual(curveOf(models[1], 0), [0.3, 0.6, 1]);
});

test("the two parts sum to the rate", () => {
  const { total, information, aggregate, ceiling } = partsOf(models[1]);
  assert.deepEqual([total, information, aggregate, ceiling], [2, 1.5, 0.5, 4.6]);
  assert.equal(partsOf(models[0]), null);
});
