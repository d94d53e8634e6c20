import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";
import { handClock } from "./clock.mjs";

const { createAsking } = await part("workspace/asking");
const { watchRenewal } = await part("workspace/renewal");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

function setUp() {
  const [sent, clock] = [[], handClock()];
  const store = createStore({ ...EMPTY, model: { name: "open" }, link: { state: "open" } });
  return { sent, clock, store, asking: createAsking(store, (...what) => sent.push(what), clock) };
}

test("a model that does not come is taken back, with what happened and what is shown", () => {
  const { sent, clock, store, asking } = setUp();
  asking.choose("other");
  assert.equal(store.get().opening, "other");
  assert.deepEqual(
    sent.map(([key, { name }]) => [key, name]),
    [["model", "other"]],
  );
  assert.deepEqual(clock.set(), [10_000]);
  clock.ring();
  assert.equal(store.get().opening, null);
  assert.match(store.get().notice, /other was not opened: .* 10 s\. open is still shown/);
});

test("a line that is lost meanwhile takes it back at once; one that was lost before waits", () => {
  const { clock, store, asking } = setUp();
  store.set({ link: { state: "waiting" } });
  assert.equal(store.get().notice, null);
  asking.choose("other");
  assert.equal(store.get().opening, "other");
  store.set({ link: { state: "connecting" } });
  store.set({ link: { state: "waiting" } });
  assert.equal(store.get().opening, null);
  assert.match(store.get().notice, /the connection is lost/);
  assert.deepEqual(clock.set(), []);
});

test("a model that came leaves no timer, nor does the end", () => {
  const { clock, store, asking } = setUp();
  asking.choose("other");
  store.set({ opening: null });
  assert.deepEqual(clock.set(), []);
  asking.choose("another");
  asking.stop();
  assert.deepEqual(clock.set(), []);
});

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
