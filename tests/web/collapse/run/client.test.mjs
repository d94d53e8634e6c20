import assert from "node:assert/strict";
import test from "node:test";
import { setUp } from "./line.mjs";

/** A connection on which a run has begun and its first frame was drawn. */
function running() {
  const world = setUp();
  world.client.begin("lab", { latent: 8 });
  world.open();
  world.message({ state: "ready", text: "" });
  world.give({ kind: "lab", run: 1, frame: 1, step: 0 });
  world.paint();
  world.socket().sent.length = 0;
  return world;
}

test("nothing is opened before a run is begun; operations go out when the connection is open, in order", () => {
  const world = setUp();
  assert.equal(world.sockets.length, 0);
  world.client.begin("lab", { latent: 8 });
  world.client.play();
  assert.equal(world.socket().url, "ws://here/vaeviz/lab?token=t");
  world.open();
  assert.deepEqual(world.socket().sent, [{ op: "begin", kind: "lab", settings: { latent: 8 } }, { op: "play" }]);
});

test("a frame is drawn inside an animation frame and acknowledged after it", () => {
  const world = running();
  world.give({ kind: "lab", run: 1, frame: 2, step: 9 }, { rate: [1, 2.5] });
  assert.deepEqual(world.ops(), []);
  world.paint();
  assert.equal(world.frames.at(-1).head.step, 9);
  assert.deepEqual([...world.frames.at(-1).arrays.rate], [1, 2.5]);
  assert.deepEqual(world.socket().sent, [{ op: "seen", frame: 2 }]);
});

test("of two frames before one animation frame the newest is drawn", () => {
  const world = running();
  world.give({ kind: "lab", run: 1, frame: 2, step: 9 });
  world.give({ kind: "lab", run: 1, frame: 3, step: 12 });
  world.paint();
  assert.deepEqual(
    world.frames.map(({ head }) => head.step),
    [0, 12],
  );
  assert.deepEqual(world.socket().sent, [{ op: "seen", frame: 3 }]);
});

test("moves of one animation frame go out as one, the last value of each", () => {
  const world = running();
  world.client.move({ beta: 1 });
  world.client.move({ beta: 2 });
  world.client.move({ free_bits: 0.5 });
  world.client.look({ dim: 3 });
  assert.deepEqual(world.ops(), []);
  world.paint();
  assert.deepEqual(world.socket().sent, [
    { op: "move", settings: { beta: 2, free_bits: 0.5 } },
    { op: "look", dim: 3 },
  ]);
});

test("moves go out before an operation that follows them", () => {
  const world = running();
  world.client.move({ beta: 2 });
  world.client.step(10);
  world.client.pace(null);
  assert.deepEqual(world.socket().sent, [
    { op: "move", settings: { beta: 2 } },
    { op: "step", steps: 10 },
    { op: "pace", steps_per_second: null },
  ]);
});

test("a fresh run drops the moves of the run before it, whose last frames are acknowledged but not drawn", () => {
  const world = running();
  world.give({ kind: "lab", run: 1, frame: 2, step: 9 });
  world.client.move({ beta: 2 });
  world.client.begin("lab", { beta: 1 });
  world.paint();
  world.give({ kind: "lab", run: 1, frame: 3, step: 12 });
  world.paint();
  assert.deepEqual(world.ops(), ["begin", "seen", "seen"]);
  assert.equal(world.frames.length, 1);
  world.give({ kind: "lab", run: 2, frame: 4, step: 0 });
  world.paint();
  assert.equal(world.frames.at(-1).head.frame, 4);
});

test("phases and errors have the server's words", () => {
  const world = setUp();
  world.client.begin("lab", {});
  world.open();
  world.message({ state: "waiting", text: "2 before you" });
  world.message({ error: "latent is 0" });
  world.socket().onmessage({ data: "what?" });
  assert.deepEqual(world.phases, ["connecting", "waiting"]);
  assert.equal(world.words.at(-1), "2 before you");
  assert.deepEqual(world.errors, ["latent is 0", "The server sent a message that cannot be read."]);
});

test("a refused begin counts: the next run's frames are drawn, and later errors of the refused one are dropped", () => {
  const world = running();
  world.client.begin("lab", { latent: -1 });
  world.client.play();
  world.message({ error: "latent is -1", run: 2, begun: false });
  assert.deepEqual(world.refused, ["latent is -1"]);
  world.client.begin("lab", { latent: 4 });
  world.message({ error: "latent is -1", run: 2, begun: false }); // of the play before
  assert.deepEqual(world.errors, ["latent is -1"]);
  world.give({ kind: "lab", run: 3, frame: 2, step: 0 });
  world.paint();
  assert.equal(world.frames.at(-1).head.run, 3);
});

test("a body that cannot be read is an error, and the connection stays", () => {
  const world = running();
  world.socket().onmessage({ data: new ArrayBuffer(2) });
  assert.deepEqual([world.errors, world.refused], [["The server sent a message that cannot be read."], []]);
  assert.equal(world.socket().readyState, 1);
});

test("a connection lost before the run began is opened again after growing pauses, and the run begins", () => {
  const world = setUp();
  world.client.begin("lab", { seed: 3 });
  world.drop();
  assert.deepEqual(world.ring(), [250]);
  world.drop();
  assert.deepEqual(world.ring(), [500]);
  world.open();
  assert.deepEqual(world.socket().sent, [{ op: "begin", kind: "lab", settings: { seed: 3 } }]);
});

test("a connection lost later ends the run: that is reported, and begin starts again", () => {
  const world = running();
  world.drop();
  assert.equal(world.phases.at(-1), "lost");
  assert.equal(world.sockets.length, 1);
  world.client.begin("lab", {});
  world.open();
  assert.deepEqual(world.ops(), ["begin"]);
  world.give({ kind: "lab", run: 1, frame: 1, step: 0 });
  world.paint();
  assert.equal(world.frames.length, 2, "runs are counted anew on a new connection");
});

test("a run ended by its time limit stays ended when the connection closes", () => {
  const world = running();
  world.message({ state: "ended", text: "20 minutes are over" });
  world.drop(1000);
  assert.equal(world.phases.at(-1), "ended");
  world.client.begin("lab", {});
  assert.equal(world.sockets.length, 2);
});

test("a refusal and a full server are reported with their reasons", () => {
  for (const [code, state] of [
    [1008, "refused"],
    [1013, "full"],
  ]) {
    const world = setUp();
    world.client.begin("lab", {});
    world.drop(code, "why");
    assert.deepEqual([world.phases.at(-1), world.words.at(-1)], [state, "why"]);
    assert.equal(world.timers.size, 0);
  }
});

test("after close no listener is called but for the phase", () => {
  const world = running();
  world.give({ kind: "lab", run: 1, frame: 2, step: 9 });
  world.client.close();
  world.paint();
  assert.equal(world.socket().readyState, 3);
  assert.equal(world.frames.length, 1);
  assert.equal(world.phases.at(-1), "closed");
});

test("after a restart of the server the next run is begun with the page's new token", () => {
  const world = running();
  world.drop();
  world.page.token = "new";
  world.client.begin("lab", {});
  assert.equal(world.socket().url, "ws://here/vaeviz/lab?token=new");
});
