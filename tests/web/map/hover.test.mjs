import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { DWELL_MS, GRACE_MS, HIT_MS, createHover } = await part("map/hover");
const { BUDGET, inSoftware, share, spreadOrder } = await part("map/order");

/** A clock that is turned by hand. */
function createClock() {
  let [now, jobs] = [0, []];
  return {
    now: () => now,
    later(work, ms) {
      jobs.push({ work, at: now + ms });
      return jobs.at(-1);
    },
    cancel(job) {
      jobs = jobs.filter((one) => one !== job);
    },
    pass(ms) {
      const end = now + ms;
      const due = () => jobs.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      for (let next = due(); next; next = due()) {
        this.cancel(next);
        now = next.at;
        next.work();
      }
      now = end;
    },
  };
}

function setUp() {
  const [clock, rings, cards, picks] = [createClock(), [], [], []];
  const pick = (x) => {
    picks.push(x);
    return x;
  };
  const hover = createHover(pick, { ring: (i) => rings.push(i), card: (i) => cards.push(i) }, clock);
  return { clock, rings, cards, picks, hover };
}

test("a point that is tapped has its card at once, until the next press", () => {
  const { clock, rings, cards, hover } = setUp();
  hover.show(4);
  assert.deepEqual([rings, cards], [[4], [4]]);
  clock.pass(DWELL_MS + GRACE_MS);
  assert.deepEqual(cards, [4]);
  hover.drop();
  assert.deepEqual(
    [rings, cards],
    [
      [4, -1],
      [4, -1],
    ],
  );
});

test("a point is ringed at once, and has its card after a dwell", () => {
  const { clock, rings, cards, hover } = setUp();
  hover.move(4, 0);
  assert.deepEqual([rings, cards], [[4], []]);
  clock.pass(DWELL_MS - 1);
  assert.deepEqual(cards, []);
  clock.pass(1);
  assert.deepEqual(cards, [4]);
});

test("a card stays for a grace, and coming back keeps it", () => {
  const { clock, cards, hover } = setUp();
  hover.move(4, 0);
  clock.pass(DWELL_MS);
  hover.leave();
  clock.pass(GRACE_MS - 1);
  hover.move(4, 0);
  clock.pass(2 * GRACE_MS);
  assert.deepEqual(cards, [4]);
  hover.leave();
  clock.pass(GRACE_MS);
  assert.deepEqual(cards, [4, -1]);
  hover.move(5, 0);
  clock.pass(DWELL_MS);
  hover.drop();
  assert.deepEqual(cards, [4, -1, 5, -1]);
});

test("however fast the pointer, one look in 50 ms, and the last place is looked at", () => {
  const { clock, picks, rings, hover } = setUp();
  for (let x = 0; x < 20; x++) {
    hover.move(x, 0);
    clock.pass(10);
  }
  clock.pass(HIT_MS);
  assert.ok(picks.length <= 5, `${picks.length}`);
  assert.equal(picks.at(-1), 19);
  assert.equal(rings.at(-1), 19);
});

test("every beginning of the order is spread over all points, and the whole is each once", () => {
  for (const n of [1, 2, 7, 10_000, 65_536]) {
    const order = spreadOrder(n);
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      Array.from({ length: n }, (_, i) => i),
    );
  }
  const start = [...spreadOrder(10_000).subarray(0, 100)].sort((a, b) => a - b);
  const gaps = start.slice(1).map((at, i) => at - start[i]);
  assert.ok(Math.max(...gaps) < 300, `${Math.max(...gaps)}`);
});

test("only where drawing is slow a part stands for the whole", () => {
  assert.equal(share(1e6, 0, false), 1e6);
  assert.equal(share(1e6, 0, true), BUDGET);
  assert.equal(share(70_000, BUDGET, true), 30_000);
  assert.equal(share(10_000, 0, true), 10_000);
  assert.ok(inSoftware("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)"));
  assert.ok(inSoftware("llvmpipe (LLVM 15)") && !inSoftware("ANGLE (NVIDIA GeForce RTX)"));
});
