import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";
import { handClock } from "./clock.mjs";

const { watchRenewal } = await part("workspace/renewal");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

/** What a session that is refused over and over has its page do. */
function refused() {
  const [store, clock] = [createStore(EMPTY), handClock()];
  const world = { store, clock, renewals: 0, refuse: () => store.set({ link: { state: "refused", reason: "no" } }) };
  world.stop = watchRenewal(store, () => world.renewals++, clock);
  return world;
}

test("a refused session is renewed three times, later each time; then only loading the page anew helps", () => {
  const world = refused();
  for (const ms of [1500, 4000, 9000]) {
    world.refuse();
    assert.deepEqual(world.clock.set(), [ms]);
    world.clock.ring();
    assert.ok(!world.store.get().link.over);
    world.store.set({ link: { state: "connecting" } });
  }
  world.refuse();
  assert.deepEqual([world.renewals, world.clock.set(), world.store.get().link.over], [3, [], true]);
});

test("a line that opens starts the count anew, and the end stops it", () => {
  const world = refused();
  world.refuse();
  world.store.set({ link: { state: "open" } });
  assert.deepEqual(world.clock.set(), []);
  world.refuse();
  assert.deepEqual(world.clock.set(), [1500]);
  world.stop();
  assert.deepEqual(world.clock.set(), []);
});
