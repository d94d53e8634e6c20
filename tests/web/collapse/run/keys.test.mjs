import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";

const { declare, labKeys, labSettings, raceKeys, raceSettings, toyKeys } = await part("collapse/run/keys");
const { properties } = SCHEMA.laboratory;
const defaultsOf = (keys) => Object.fromEntries(Object.entries(keys).map(([key, { default: value }]) => [key, value]));

test("a key has the range, the choices and the default of its setting, and decimals for its smallest value", () => {
  assert.deepEqual(declare(properties.learning_rate), {
    kind: "number",
    min: 1e-5,
    max: 0.1,
    digits: 5,
    default: 0.01,
  });
  assert.deepEqual(declare(properties.latent), { kind: "number", min: 1, max: 32, digits: 0, default: 8 });
  assert.deepEqual(declare(properties.sigma), { kind: "number", min: 0, max: 2, digits: 3, default: 0.25 });
  const options = ["constant", "warm-up", "cyclical"];
  assert.deepEqual(declare(properties.schedule), { kind: "choice", options, default: "constant" });
});

test("every setting of the Laboratory has a key, and comes back from it", () => {
  const state = defaultsOf(labKeys(SCHEMA));
  const { keys, of, patch } = labSettings(SCHEMA);
  assert.deepEqual(
    keys.map((key) => key.slice(4)),
    Object.keys(properties),
  );
  assert.deepEqual(of(state), defaultsOf(properties));
  assert.deepEqual(of({ ...state, lab_beta: 8, lab_dim: 3 }), { ...defaultsOf(properties), beta: 8 });
  assert.deepEqual(patch({ beta: 8 }), { lab_beta: 8 });
  assert.equal(labKeys(SCHEMA).lab_dim.max, 31);
});

test("the sides of a race start with the first baseline and its rival; their seed has no key", () => {
  const state = defaultsOf(raceKeys(SCHEMA));
  const sides = raceSettings(SCHEMA);
  for (const side of ["a", "b"]) {
    const { seed, ...first } = SCHEMA.race.first[side];
    assert.deepEqual(sides[side].of(state), first);
    assert.equal(`race_${side}_seed` in state, false, `seed ${seed}`);
  }
  assert.deepEqual(sides.a.patch({ beta: 2, seed: 9 }), { race_a_beta: 2 });
  assert.deepEqual([state.race_scene, state.race_seeds, state.race_steps], ["strong", 3, 3000]);
  assert.deepEqual(raceKeys(SCHEMA).race_scene.options, ["strong", "hasty"]);
});

test("settings of a side go into the store and come back", () => {
  const state = defaultsOf(raceKeys(SCHEMA));
  const { of, patch } = raceSettings(SCHEMA).b;
  const wanted = { ...of(state), decoder: "mlp", beta: 3 };
  assert.equal(patch(wanted).race_b_beta, 3);
  assert.deepEqual(of({ ...state, ...patch(wanted) }), wanted);
});

test("the address can name every run of the toy, decoders and remedies, and no other", () => {
  const { toy_run: run, toy_seed: seed } = toyKeys(SCHEMA);
  const { decoder, remedy } = SCHEMA.toy.properties;
  assert.deepEqual(run.options, [...decoder.enum, ...remedy.enum.filter((name) => name !== "none")]);
  assert.deepEqual([run.default, seed.default], ["pretrained", 0]);
});
