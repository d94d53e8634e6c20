import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";
import { handClock } from "../workspace/clock.mjs";

const { Connection } = await part("core/connection");

function setUp() {
  const world = { sockets: [], calls: [], clock: handClock() };
  const make = () => {
    const socket = { readyState: 0, sent: [], send: (data) => socket.sent.push(data), close: () => socket.onclose({}) };
    world.sockets.push(socket);
    return socket;
  };
  const names = ["connecting", "opened", "received", "lost"];
  const on = Object.fromEntries(names.map((name) => [name, (given) => world.calls.push([name, given])]));
  world.connection = new Connection(make, on, { setTimeout: world.clock.later, clearTimeout: world.clock.cancel });
  return world;
}

test("it opens one socket at a time, and reports what that one does", () => {
  const { connection, sockets, calls } = setUp();
  assert.equal(connection.open, false);
  connection.connect();
  connection.connect();
  assert.equal(sockets.length, 1);
  Object.assign(sockets[0], { readyState: 1 }).onopen();
  sockets[0].onmessage({ data: "a" });
  connection.send("b");
  assert.deepEqual([connection.open, sockets[0].sent], [true, ["b"]]);
  assert.deepEqual(
    calls.map(([name]) => name),
    ["connecting", "opened", "received"],
  );
});

test("pauses double up to eight seconds, and start anew once the server answers", () => {
  const { connection, sockets, calls, clock } = setUp();
  connection.connect();
  const pauses = Array.from({ length: 7 }, () => {
    sockets.at(-1).onclose({ code: 1006 });
    const pause = connection.retry();
    clock.ring();
    return pause;
  });
  assert.deepEqual(pauses, [250, 500, 1000, 2000, 4000, 8000, 8000]);
  assert.deepEqual(calls.at(-1), ["connecting", 7]);
  connection.recovered();
  assert.equal(connection.retry(), 250);
});

test("connecting at once drops the pending retry; after close nothing is reported or opened", () => {
  const { connection, sockets, calls, clock } = setUp();
  connection.connect();
  sockets[0].onclose({});
  connection.retry();
  connection.connect();
  assert.deepEqual(clock.set(), []);
  const before = calls.length;
  connection.close();
  sockets[1].onmessage({ data: "late" });
  clock.ring();
  assert.deepEqual([calls.length, sockets.length], [before, 2]);
});
