import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { ANEW, LiveClient } = await part("runtime/client");
const SHAPE = { latentDim: 1, imageShape: [1, 1, 1] };

/** A client on a fake socket and a clock that only moves when told to. */
function setUp() {
  const world = { now: 0, sockets: [], timers: new Map(), replies: [], errors: [], links: [] };
  let id = 0;
  const env = {
    now: () => world.now,
    setTimeout(call, ms) {
      world.timers.set(++id, { call, at: world.now + ms });
      return id;
    },
    clearTimeout: (key) => world.timers.delete(key),
  };
  const open = (url) => {
    const socket = {
      url,
      readyState: 0,
      sent: [],
      send: (data) => socket.sent.push(data),
      close: () => (socket.readyState = 3),
    };
    world.sockets.push(socket);
    return socket;
  };
  const hear = {
    reply: (r) => world.replies.push(r),
    error: (e) => world.errors.push(e),
    link: (l) => world.links.push(l.state),
  };
  world.client = new LiveClient("ws://here", SHAPE, hear, open, env);
  world.socket = () => world.sockets.at(-1);
  world.open = () => {
    world.socket().readyState = 1;
    world.socket().onopen();
  };
  world.drop = (code = 1006, reason = "") => {
    world.socket().readyState = 3;
    world.socket().onclose({ code, reason });
  };
  world.sentSeqs = () => world.socket().sent.map((data) => new DataView(data).getUint32(0, true));
  world.answer = (seq, after = 1) => {
    world.now += after;
    const view = new DataView(new ArrayBuffer(13));
    view.setUint32(0, seq, true);
    view.setUint16(6, 1, true);
    world.socket().onmessage({ data: view.buffer });
  };
  world.encoded = (seq) => {
    const view = new DataView(new ArrayBuffer(12 + 4 * 3 + 1));
    view.setUint32(0, seq, true);
    view.setUint16(4, 1, true);
    view.setUint16(6, 1, true);
    world.socket().onmessage({ data: view.buffer });
  };
  world.pass = (ms) => {
    world.now += ms;
    for (const [key, { call, at }] of [...world.timers]) {
      if (at > world.now) continue;
      world.timers.delete(key);
      call();
    }
  };
  return world;
}

test("what is asked before the line is open is sent when it opens: the newest only", () => {
  const world = setUp();
  world.client.decode([1]);
  world.client.decode([2]);
  world.open();
  assert.deepEqual(world.sentSeqs(), [2]);
});

test("one request is in flight; of those that wait the newest wins", () => {
  const world = setUp();
  world.open();
  [1, 2, 3, 4].forEach((z) => world.client.decode([z]));
  assert.deepEqual(world.sentSeqs(), [1]);
  world.answer(1);
  assert.deepEqual(world.sentSeqs(), [1, 4]);
  assert.equal(new DataView(world.socket().sent[1]).getFloat32(8, true), 4);
});

test("on a slow line up to four travel at once, and stale answers are dropped", () => {
  const world = setUp();
  world.open();
  world.client.decode([0]);
  world.answer(1, 60);
  for (let i = 0; i < 9; i++) world.client.decode([i]);
  assert.equal(world.socket().sent.length, 1 + 4);
  world.answer(4);
  world.answer(3);
  assert.deepEqual(
    world.replies.map(({ seq }) => seq),
    [1, 4],
  );
});

test("values are copied: a later change of the array does not change a waiting request", () => {
  const world = setUp();
  const z = [1];
  world.client.decode(z);
  z[0] = 5;
  world.open();
  assert.equal(new DataView(world.socket().sent[0]).getFloat32(8, true), 1);
});

test("a lost line is taken up again with growing pauses, and the newest request is sent again", () => {
  const world = setUp();
  world.open();
  world.client.decode([1]);
  world.drop();
  assert.equal(world.links.at(-1), "waiting");
  world.pass(250);
  world.drop();
  world.pass(250);
  assert.equal(world.sockets.length, 2, "the second pause is longer");
  world.pass(250);
  world.open();
  assert.deepEqual(world.sentSeqs(), [1]);
});

test("an answered request is not sent again after a break", () => {
  const world = setUp();
  world.open();
  world.client.decode([1]);
  world.answer(1);
  world.drop();
  world.client.retryNow();
  world.open();
  assert.deepEqual(world.sentSeqs(), []);
});

test("a refusal is final and says why", () => {
  const world = setUp();
  world.drop(1008, "token");
  world.pass(1e6);
  assert.equal(world.links.at(-1), "refused");
  assert.equal(world.sockets.length, 1);
});

test("an error frame frees the line for the next request and is told", () => {
  const world = setUp();
  world.open();
  world.client.decode([1]);
  world.client.decode([2]);
  world.socket().onmessage({ data: JSON.stringify({ seq: 1, error: "No." }) });
  assert.deepEqual(world.errors, ["No."]);
  assert.deepEqual(world.sentSeqs(), [1, 2]);
});

test("an answer that never comes is given up", () => {
  const world = setUp();
  world.open();
  world.client.decode([1]);
  world.client.decode([2]);
  world.pass(2000);
  assert.deepEqual(world.sentSeqs(), [1, 2]);
});

test("where round trips are known, a lost answer is asked for again soon: the picture does not stay behind", () => {
  const world = setUp();
  world.open();
  world.client.decode([1]);
  world.answer(1, 5);
  world.client.decode([2]);
  world.pass(499);
  assert.deepEqual(world.sentSeqs(), [1, 2]);
  world.pass(1);
  assert.deepEqual(world.sentSeqs(), [1, 2, 2], "nothing newer was asked for");
  world.answer(2);
  assert.deepEqual(
    world.replies.map(({ seq }) => seq),
    [1, 2],
  );
  world.answer(2);
  assert.equal(world.replies.length, 2, "an answer that came twice is told once");
});

test("a slow line is given four times its usual", () => {
  const world = setUp();
  world.open();
  world.client.decode([1]);
  world.answer(1, 300);
  world.client.decode([2]);
  world.pass(1199);
  assert.equal(world.sentSeqs().length, 2);
  world.pass(1);
  assert.equal(world.sentSeqs().length, 3);
});

test("all that travel may be lost, and the next goes on", () => {
  const world = setUp();
  world.open();
  world.client.decode([0]);
  world.answer(1, 60);
  for (let i = 0; i < 4; i++) world.client.decode([i]);
  world.client.decode([9]);
  assert.deepEqual(world.sentSeqs(), [1, 2, 3, 4, 5]);
  world.pass(500);
  assert.deepEqual(world.sentSeqs(), [1, 2, 3, 4, 5, 6]);
});

test("a line that stays silent is closed and another opened", () => {
  const world = setUp();
  world.open();
  world.client.decode([1]);
  world.answer(1, 5);
  world.client.decode([2]);
  for (const ms of [500, 1000, 2000]) world.pass(ms);
  assert.equal(world.sockets.length, 1);
  world.pass(4000);
  assert.equal(world.sockets.length, 2);
  world.open();
  assert.deepEqual(world.sentSeqs(), [2]);
});

test("the longer the way, the more requests travel, six at most", () => {
  for (const [ms, most] of [
    [5, 1],
    [16, 1],
    [30, 2],
    [60, 4],
    [90, 6],
    [400, 6],
  ]) {
    const world = setUp();
    world.open();
    world.client.decode([0]);
    world.answer(1, ms);
    for (let i = 0; i < 9; i++) world.client.decode([i]);
    assert.equal(world.sentSeqs().length, 1 + most, `${ms} ms`);
  }
});

test("a decode does not take the place of a drawing that waits, nor the other way round", () => {
  const world = setUp();
  world.open();
  world.client.encode([], [Uint8Array.of(1)]);
  world.client.encode([], [Uint8Array.of(2)]);
  world.client.decode([1]);
  assert.deepEqual(world.sentSeqs(), [1, 3]);
  world.answer(3);
  world.encoded(1);
  assert.deepEqual(world.sentSeqs(), [1, 3, 2]);
  world.client.forgetDrawing();
  world.encoded(2);
  assert.deepEqual(
    world.replies.map(({ seq }) => seq),
    [3, 1],
  );
});

test("a line that asks to be opened anew is, at once", () => {
  const world = setUp();
  world.open();
  world.drop(ANEW);
  assert.equal(world.sockets.length, 2);
  assert.equal(world.links.at(-1), "connecting");
});

test("garbage is told and does no harm", () => {
  const world = setUp();
  world.open();
  world.socket().onmessage({ data: new ArrayBuffer(3) });
  world.socket().onmessage({ data: "not json" });
  assert.equal(world.errors.length, 2);
  world.client.decode([1]);
  assert.deepEqual(world.sentSeqs(), [1]);
});

test("what superseded a request silences its answer", () => {
  const world = setUp();
  world.open();
  world.client.decode([1]);
  const seq = world.client.supersede();
  world.answer(1);
  assert.deepEqual(world.replies, []);
  assert.ok(world.client.decode([2]) > seq);
});

test("a closed client stays closed", () => {
  const world = setUp();
  world.open();
  world.client.close();
  world.client.retryNow();
  world.pass(1e6);
  assert.equal(world.sockets.length, 1);
  assert.equal(world.links.at(-1), "closed");
});
