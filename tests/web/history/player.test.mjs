import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";
import { MODEL, pinAt, setUp } from "./setting.mjs";

const { advance, createPlayer } = await part("history/player");
const { createHistory, stripOf } = await part("history/history");
const { createPinned } = await part("history/pinned");
const { createMoves } = await part("latents/moves");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

/** Two pins, A at 0 and B at 2, and a clock that the test drives. */
function playing() {
  const store = createStore({ ...EMPTY, model: MODEL });
  const history = createHistory(store);
  const due = [];
  const player = createPlayer(store, history, (draw) => due.push(draw));
  const actions = { ...createMoves(store, history), ...createPinned(store, history) };
  let now = 0;
  pinAt({ store, actions }, [0, 0]);
  pinAt({ store, actions }, [2, 0]);
  const frames = (n, ms) => {
    for (let i = 0; i < n; i++) {
      now += ms;
      due.splice(0).forEach((draw) => draw(now));
    }
  };
  return { store, actions, player, due, frames, t: () => store.get().path.t };
}

test("the path turns at its ends", () => {
  assert.deepEqual(advance({ t: 0, way: 1 }, 0.25), { t: 0.25, way: 1 });
  assert.deepEqual(advance({ t: 0.75, way: 1 }, 0.5), { t: 0.75, way: -1 });
  assert.deepEqual(advance({ t: 0.25, way: -1 }, 0.5), { t: 0.25, way: 1 });
  assert.deepEqual(advance({ t: 1, way: 1 }, 0), { t: 1, way: 1 });
  assert.deepEqual(advance({ t: 0.5, way: 1 }, 2), { t: 0.5, way: 1 });
});

test("it plays at its speed, back and forth, and z follows", () => {
  const { store, player, frames, t } = playing();
  player.followPath(0);
  player.togglePlay();
  frames(11, 100); // the first frame starts the clock
  assert.ok(Math.abs(t() - 0.25) < 1e-9, "1 s of 4 s");
  assert.equal(store.get().z[0], 0.5);
  frames(40, 100);
  assert.ok(Math.abs(t() - 0.75) < 1e-9, "5 s: on the way back");
});

test("it starts at the last pin and goes back from there", () => {
  const { player, frames, t } = playing();
  assert.equal(t(), 1);
  player.togglePlay();
  frames(11, 100);
  assert.ok(Math.abs(t() - 0.75) < 1e-9);
});

test("a stall of the page causes no leap", () => {
  const { player, frames, t } = playing();
  player.followPath(0);
  player.togglePlay();
  frames(2, 60_000);
  assert.ok(t() <= 0.1 / 4 + 1e-9);
});

test("one clock only, however often play is pressed", () => {
  const { player, frames, due, t } = playing();
  player.followPath(0);
  for (let i = 0; i < 5; i++) player.togglePlay();
  frames(3, 100);
  assert.equal(due.length, 1);
  assert.ok(Math.abs(t() - 0.05) < 1e-9);
  player.togglePlay();
  frames(2, 100);
  assert.equal(due.length, 0);
});

test("any other move of z stops it; playing was one step", () => {
  const { store, actions, player, frames } = playing();
  const before = store.get().z;
  player.togglePlay();
  frames(5, 100);
  actions.setDim(1, 0.5);
  assert.equal(store.get().path.playing, false);
  frames(3, 100);
  assert.equal(store.get().z[1], 0.5);
  const { places, here } = stripOf(store.get());
  assert.equal(places[here - 1].z, before);
});

test("without two pins there is nothing to play, and a message says so", () => {
  const { store, actions } = setUp();
  actions.togglePlay();
  assert.match(store.get().say, /Pin two points/);
  assert.equal(store.get().path, null);
});

test("the path goes with its pins", () => {
  const { store, actions, player } = playing();
  player.setSpeed(8);
  player.setMethod("slerp");
  pinAt({ store, actions }, [0, 1]);
  assert.deepEqual({ ...store.get().path, t: null }, { method: "slerp", speed: 8, playing: false, t: null });
  actions.unpin("A");
  actions.unpin("B");
  assert.equal(store.get().path, null);
});
