// A page without a server, for everything that runs: `sent` is what a worker would get, `on` what it would send.
import { part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";
import { handClock } from "../../workspace/clock.mjs";

const { createStore } = await part("core/store");
const { labKeys, raceKeys, toyKeys } = await part("collapse/run/keys");

const KEYS = { ...labKeys(SCHEMA), ...raceKeys(SCHEMA), ...toyKeys(SCHEMA) };
export const DEFAULTS = Object.fromEntries(Object.entries(KEYS).map(([key, { default: value }]) => [key, value]));

/** `make(page, open, timers)` makes the run. */
export function setUp(make, given = {}) {
  const world = { sent: [], found: {}, clock: handClock(), now: 0, store: createStore({ ...DEFAULTS, ...given }) };
  const names = ["begin", "move", "look", "play", "pause", "step", "pace", "close"];
  const client = Object.fromEntries(names.map((name) => [name, (...words) => world.sent.push([name, ...words])]));
  const open = (_, on) => {
    world.on = on;
    return client;
  };
  const now = () => {
    world.now += 50;
    return world.now;
  };
  const timers = { now, setTimeout: world.clock.later, clearTimeout: world.clock.cancel };
  const publish = (key, value) => {
    world.found[key] = value;
  };
  world.page = { store: world.store, schema: SCHEMA, endpoints: { lab: "/vaeviz/lab" }, token: "t", publish };
  world.run = make(world.page, open, timers);
  world.state = () => world.run.state.get();
  world.names = () => world.sent.map(([name]) => name);
  return world;
}
