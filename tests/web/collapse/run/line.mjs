// A connection to a worker without a server: sockets, timers and animation frames that the test moves.
import { part } from "../../modules.mjs";

const { RunClient } = await part("collapse/run/client");

/** A body as vaeviz/server/http/packing.py joins it, of float32 arrays. */
export function body(head, arrays = {}) {
  const entries = [];
  let offset = 0;
  for (const [name, values] of Object.entries(arrays)) {
    entries.push({ name, dtype: "float32", shape: [values.length], offset });
    offset += 4 * values.length;
  }
  let text = JSON.stringify({ ...head, arrays: entries });
  text += " ".repeat(-text.length & 3);
  const bytes = new Uint8Array(4 + text.length + offset);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(new TextEncoder().encode(text), 4);
  const all = Object.values(arrays).flatMap((values) => [...values]);
  bytes.set(new Uint8Array(Float32Array.from(all).buffer), 4 + text.length);
  return bytes.buffer;
}

export function setUp() {
  const world = {
    sockets: [],
    timers: new Map(),
    draws: [],
    frames: [],
    errors: [],
    refused: [],
    phases: [],
    words: [],
  };
  let id = 0;
  const open = (url) => {
    const socket = {
      url,
      readyState: 0,
      sent: [],
      send: (text) => socket.sent.push(JSON.parse(text)),
      close() {
        socket.readyState = 3;
      },
    };
    world.sockets.push(socket);
    return socket;
  };
  const env = {
    address: (endpoint, token) => `ws://here${endpoint}?token=${token}`,
    open,
    frame: (draw) => world.draws.push(draw),
    setTimeout: (call, ms) => {
      world.timers.set(++id, { call, ms });
      return id;
    },
    clearTimeout: (key) => world.timers.delete(key),
  };
  const on = {
    frame: (frame) => world.frames.push(frame),
    phase(phase, text) {
      world.phases.push(phase);
      world.words.push(text);
    },
    error(text, begun) {
      world.errors.push(text);
      if (!begun) world.refused.push(text);
    },
  };
  world.page = { endpoints: { lab: "/vaeviz/lab" }, token: "t" };
  world.client = new RunClient(world.page, on, env);
  world.socket = () => world.sockets.at(-1);
  world.open = () => {
    world.socket().readyState = 1;
    world.socket().onopen();
  };
  world.drop = (code = 1006, reason = "") => {
    world.socket().readyState = 3;
    world.socket().onclose({ code, reason });
  };
  world.message = (message) => world.socket().onmessage({ data: JSON.stringify(message) });
  world.give = (head, arrays) => world.socket().onmessage({ data: body(head, arrays) });
  world.paint = () => world.draws.splice(0).forEach((draw) => draw());
  world.ops = () => world.socket().sent.map(({ op }) => op);
  world.ring = () => {
    const due = [...world.timers.values()];
    world.timers.clear();
    due.forEach(({ call }) => call());
    return due.map(({ ms }) => ms);
  };
  return world;
}
