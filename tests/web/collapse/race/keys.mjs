// Prints what either side of a race starts from, and the keys of one side, as JSON, for test_remedies.py.
import { part } from "../../modules.mjs";

const { NAMES, RACE_KEYS, keyOf, settingsOf } = await part("collapse/race/settings");
const defaults = Object.fromEntries(Object.entries(RACE_KEYS).map(([key, { default: value }]) => [key, value]));
const sides = Object.fromEntries(["a", "b"].map((lane) => [lane, settingsOf(defaults, lane)]));
console.log(
  JSON.stringify({
    sides,
    keys: Object.fromEntries(NAMES.map((name) => [name, RACE_KEYS[keyOf("a", name)]])),
    scene: RACE_KEYS.race_scene,
    seeds: RACE_KEYS.race_seeds,
    steps: RACE_KEYS.race_steps,
  }),
);
