import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { ANEW } = await part("runtime/client");
const { createOpening } = await part("runtime/opening");
const settled = () => new Promise((done) => setImmediate(done));

/** A frame of an operation; its answer says the same. */
function frame(seq, op = 0) {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, seq, true);
  view.setUint16(4, op, true);
  return view.buffer;
}

/** Sockets and requests that are answered by hand, on a clock that only moves when told to. */
function setUp() {
  const world = { now: 0, sockets: [], requests: [], timers: new Map(), events: [] };
  let id = 0;
  const env = {
    setTimeout(call, ms) {
      world.timers.set(++id, { call, at: world.now + ms });
      return id;
    },
    clearTimeout: (key) => world.timers.delete(key),
    socket: (url) => {
      const socket = new EventTarget();
      socket.close = () => socket.dispatchEvent(new Event("close"));
      socket.url = url;
      world.sockets.push(socket);
      return socket;
    },
    fetch: (address, { body }) =>
      new Promise((done, failed) =>
        world.requests.push({ address, body, failed, answer: (status = 200) => done(new Response(body, { status })) }),
      ),
  };
  world.opening = createOpening("/frame", frame(0), env);
  world.open = () => {
    const line = world.opening("ws://here");
    for (const name of ["onopen", "onmessage", "onclose"])
      line[name] = (event) => world.events.push([name, event?.code ?? null, event]);
    return line;
  };
  world.pass = (ms) => {
    world.now += ms;
    for (const [key, { call, at }] of [...world.timers]) {
      if (at > world.now) continue;
      world.timers.delete(key);
      call();
    }
  };
  world.refuseSockets = () => {
    for (let i = 0; i < 3; i++) world.open().close();
  };
  world.byRequests = async () => {
    world.refuseSockets();
    const line = world.open();
    world.requests[0].answer();
    await settled();
    await settled();
    return line;
  };
  return world;
}

test("after three sockets that never opened, requests are tried, and are open once one was answered", async () => {
  const world = setUp();
  const line = await world.byRequests();
  assert.equal(line.way, "requests");
  assert.equal(line.readyState, 1);
  assert.deepEqual(world.events.map(([name]) => name).at(-1), "onopen");
});

test("a socket that opened once is a socket for good", () => {
  const world = setUp();
  const first = world.open();
  first.dispatchEvent(new Event("open"));
  first.close();
  for (let i = 0; i < 9; i++) world.open().close();
  assert.equal(world.sockets.length, 10);
});

test("a socket that hangs is given up", () => {
  const world = setUp();
  const line = world.open();
  let closed = false;
  line.addEventListener("close", () => (closed = true));
  world.pass(4000);
  assert.ok(closed);
});

test("where requests fail as well, a socket is tried between", async () => {
  const world = setUp();
  world.refuseSockets();
  world.open();
  world.requests[0].failed(new TypeError("no network"));
  await settled();
  assert.deepEqual(world.events.at(-1).slice(0, 2), ["onclose", 1006]);
  world.open();
  assert.equal(world.sockets.length, 4);
});

test("as long as requests come through, every line is opened so", async () => {
  const world = setUp();
  await world.byRequests();
  world.open();
  assert.equal(world.sockets.length, 3);
  assert.equal(world.requests.length, 2);
});

test("one request travels; of those that wait the newest of each kind goes next", async () => {
  const world = setUp();
  const line = await world.byRequests();
  for (const [seq, op] of [
    [1, 0],
    [2, 0],
    [3, 1],
    [4, 0],
  ])
    line.send(frame(seq, op));
  assert.equal(world.requests.length, 2);
  for (let i = 1; i < 4; i++) {
    world.requests[i].answer();
    await settled();
    await settled();
  }
  assert.deepEqual(
    world.requests.slice(1).map(({ body }) => new DataView(body).getUint32(0, true)),
    [1, 3, 4],
  );
  assert.equal(world.events.filter(([name]) => name === "onmessage").length, 3);
});

test("what the server refuses is told as a socket tells it", async () => {
  for (const [status, code] of [
    [403, 1008],
    [404, 1008],
    [503, 1013],
    [500, 1013],
  ]) {
    const world = setUp();
    const line = await world.byRequests();
    line.send(frame(1));
    world.requests[1].answer(status);
    await settled();
    await settled();
    assert.deepEqual(world.events.at(-1).slice(0, 2), ["onclose", code]);
  }
});

test("an error of the model's is text, as over a socket, and does not end the line", async () => {
  const world = setUp();
  const line = await world.byRequests();
  line.send(frame(1));
  world.requests[1].answer(400);
  await settled();
  await settled();
  assert.equal(typeof world.events.at(-1)[2].data, "string");
  assert.equal(line.readyState, 1);
});

test("once a socket opens beside the requests, the line asks to be opened anew, as a socket", async () => {
  const world = setUp();
  await world.byRequests();
  const before = world.sockets.length;
  world.pass(20_000);
  world.sockets[before].dispatchEvent(new Event("open"));
  assert.deepEqual(world.events.at(-1).slice(0, 2), ["onclose", ANEW]);
  world.open();
  assert.equal(world.sockets.length, before + 2);
});

test("a closed line sends nothing more", async () => {
  const world = setUp();
  const line = await world.byRequests();
  line.close();
  line.send(frame(1));
  assert.equal(world.requests.length, 1);
});
