import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { DWELL_MS, GRACE_MS, HIT_MS, createHover } = await part("map/hover");

/** A clock that the test moves on. */
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

test("however fast the pointer, it picks once in 50 ms, and at its last place", () => {
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
