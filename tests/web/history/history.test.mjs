import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";
import { drag, pinAt, setUp } from "./setting.mjs";

const { MAX_PLACES, behind, createHistory, placeOf, stripOf, visitedOf } = await part("history/history");
const { placeText } = await part("history/filmstrip");

const zs = ({ store }) => stripOf(store.get()).places.map(({ z }) => z[0]);
const at = ({ store }) => store.get().z[0];

/** At 3, having been at 0, 1 and 2. */
function travelled() {
  const set = setUp();
  for (const value of [1, 2, 3]) drag(set, 0, value / 2, value);
  return set;
}

test("a gesture of many moves is one step", () => {
  const set = travelled();
  assert.deepEqual(zs(set), [0, 1, 2, 3]);
  set.actions.undo();
  assert.equal(at(set), 2);
});

test("taps on one slider within a second are one step", () => {
  const { store } = setUp();
  let now = 0;
  const { remember, undo } = createHistory(store, () => now);
  const [one, other] = [{}, {}];
  let z = 0;
  const tap = (slider, after) => {
    now += after;
    remember(null, slider);
    z += 1;
    store.set({ z: Float32Array.of(z, 0) });
  };
  const left = () => store.get().past.map((place) => place.z[0]);
  tap(one, 0);
  tap(one, 900);
  tap(one, 900);
  assert.deepEqual(left(), [0]);
  tap(one, 1100);
  assert.deepEqual(left(), [0, 3], "after a pause");
  tap(other, 100);
  tap(one, 100);
  assert.deepEqual(left(), [0, 3, 4, 5], "on another slider and back");
  undo();
  assert.equal(store.get().z[0], 5);
  tap(one, 100);
  assert.deepEqual(left(), [0, 3, 4, 5], "what undo leads back to is kept");
  remember();
  tap(one, 100);
  assert.deepEqual(left(), [0, 3, 4, 5, 7], "after another move");
});

test("undo and redo restore the same arrays, and all that belongs to a place", () => {
  const set = travelled();
  const { store, actions } = set;
  actions.samplePrior();
  const there = store.get();
  actions.undo();
  assert.notEqual(store.get().seed, there.seed);
  actions.redo();
  for (const key of ["z", "c", "posterior", "images", "source", "seed", "temperature"])
    assert.equal(store.get()[key], there[key], key);
});

test("undo at the start and redo at the end change nothing", () => {
  const set = travelled();
  set.actions.redo();
  assert.equal(at(set), 3);
  for (let i = 0; i < 9; i++) set.actions.undo();
  assert.equal(at(set), 0);
  for (let i = 0; i < 9; i++) set.actions.redo();
  assert.deepEqual(zs(set), [0, 1, 2, 3]);
  assert.equal(at(set), 3);
});

test("jumping moves along the strip and loses no place", () => {
  const set = travelled();
  set.actions.jump(1);
  assert.equal(at(set), 1);
  assert.deepEqual(zs(set), [0, 1, 2, 3]);
  assert.equal(stripOf(set.store.get()).here, 1);
  set.actions.jump(3);
  set.actions.undo();
  assert.equal(at(set), 2);
  for (const nowhere of [-1, 4, 99]) set.actions.jump(nowhere);
  assert.equal(at(set), 2);
});

test("another move cuts off what is ahead", () => {
  const set = travelled();
  set.actions.jump(1);
  drag(set, 1, 0.5);
  assert.deepEqual(zs(set), [0, 1, 1]);
  assert.deepEqual(set.store.get().future, []);
});

test("a click that moves nothing is not a step, and keeps what is ahead", () => {
  const set = travelled();
  set.actions.undo();
  set.actions.remember();
  set.actions.remember();
  assert.deepEqual(zs(set), [0, 1, 2, 3]);
  assert.equal(behind(set.store.get()), 2);
  set.actions.undo();
  assert.equal(at(set), 1);
  set.actions.redo();
  set.actions.redo();
  assert.equal(at(set), 3);
});

test("locks hold nothing back, and stay as they are", () => {
  const set = travelled();
  set.actions.toggleLock(0);
  set.actions.undo();
  assert.equal(at(set), 2);
  assert.deepEqual([...set.store.get().locks], [0]);
});

test("a step that restores more than a place keeps as much for the way back", () => {
  const set = travelled();
  const pins = [{ name: "A" }];
  set.store.set({ past: [...set.store.get().past.slice(0, -1), { ...set.store.get().past.at(-1), pins }] });
  set.actions.undo();
  assert.equal(set.store.get().pins, pins);
  set.actions.redo();
  assert.deepEqual([...set.store.get().pins], []);
});

const letters = ({ store }) =>
  store
    .get()
    .pins.map(({ name }) => name)
    .join("");

test("undo restores a removed pin, and what was pinned since stays", () => {
  const set = setUp();
  for (const value of [1, 2, 3]) pinAt(set, [value, 0]);
  const [, second] = set.store.get().pins;
  set.actions.unpin("B");
  const { here } = stripOf(set.store.get());
  drag(set, 0, 0.5);
  set.actions.pin();
  assert.equal(letters(set), "ACB");
  set.actions.jump(here);
  assert.equal(letters(set), "ACB", "a click on the strip removes no pin");
  set.actions.undo();
  assert.equal(letters(set), "ADCB", "the letter was taken meanwhile");
  assert.equal(set.store.get().pins[1].z, second.z);
  assert.equal(set.store.get().say, "Pin D restored.");
  assert.equal(at(set), 3);
  set.actions.redo();
  assert.equal(letters(set), "ACB");
});

test("a removal is a step where z stays, and it can be undone and redone again and again", () => {
  const set = setUp();
  pinAt(set, [1, 0]);
  set.actions.unpin("A");
  for (let i = 0; i < 3; i++) {
    assert.equal(behind(set.store.get()), 2);
    set.actions.undo();
    assert.equal(letters(set), "A");
    assert.equal(behind(set.store.get()), 1);
    set.actions.redo();
    assert.equal(letters(set), "");
  }
  set.actions.undo();
  pinAt(set, [5, 5]);
  assert.deepEqual(set.store.get().future, [], "another move");
});

test("a click on the strip leaves pins as they are, and the strip shows a place once", () => {
  const set = travelled();
  set.actions.pin();
  set.actions.unpin("A");
  drag(set, 0, 4);
  assert.deepEqual(zs(set), [0, 1, 2, 3, 3, 3, 4]);
  const { places, here, at: index } = visitedOf(set.store.get());
  assert.deepEqual(
    places.map(({ z }) => z[0]),
    [0, 1, 2, 3, 4],
  );
  assert.equal(here, 4);
  set.actions.jump(index[1]);
  assert.equal(at(set), 1);
  assert.equal(letters(set), "");
  for (let i = 0; i < 5; i++) set.actions.redo();
  assert.equal(at(set), 4);
  assert.equal(letters(set), "");
});

test("undo removes a new pin and redo restores it, compared or not, and z stays", () => {
  const set = setUp();
  pinAt(set, [1, 0]);
  pinAt(set, [2, 0]);
  set.actions.compare("B");
  set.actions.undo();
  assert.deepEqual([letters(set), at(set), set.store.get().compared], ["A", 2, null]);
  assert.equal(set.store.get().say, "Pin B removed.");
  set.actions.redo();
  assert.deepEqual([letters(set), at(set), set.store.get().say], ["AB", 2, "Pin B restored."]);
  set.actions.undo();
  set.actions.pin();
  set.actions.redo();
  assert.equal(letters(set), "AB", "a point is pinned once");
});

test("undo removes a pin that was read from the address since", () => {
  const set = setUp();
  pinAt(set, [1, 0]);
  const [{ name, z, c }] = set.store.get().pins;
  set.store.set({ pins: Object.freeze([{ name, z: Float32Array.from(z), c: Float32Array.from(c) }]) });
  set.actions.undo();
  assert.equal(letters(set), "");
});

test("a pin made after an undo is one step, and leaves nothing to redo", () => {
  const set = setUp();
  pinAt(set, [1, 0]);
  set.actions.undo();
  set.actions.pin();
  assert.deepEqual(set.store.get().future, []);
  set.actions.redo();
  assert.equal(letters(set), "A");
  set.actions.undo();
  assert.equal(letters(set), "");
  assert.equal(behind(set.store.get()), 0);
});

test("of two pins at one point, as an address may have them, a removed one is restored", () => {
  const set = setUp();
  const [z, c] = [Float32Array.of(1, 0), Float32Array.of(1, 0)];
  set.store.set({
    pins: Object.freeze([
      { name: "A", z, c },
      { name: "B", z: z.slice(), c: c.slice() },
    ]),
  });
  set.actions.unpin("B");
  assert.equal(letters(set), "A");
  set.actions.undo();
  assert.equal(letters(set), "AB");
});

test("undo restores a removed direction to its place", () => {
  const set = setUp();
  for (const name of ["one", "two", "three"]) set.actions.addDirection(name, name === "two" ? [0, 1] : [1, 0]);
  const [, second] = set.store.get().directions;
  const named = () => set.store.get().directions.map(({ name }) => name);
  set.actions.removeDirection("two");
  set.actions.renameDirection("three", "two");
  set.actions.undo();
  assert.deepEqual(named(), ["one", "two 2", "two"]);
  assert.equal(set.store.get().directions[1].vector, second.vector);
  set.actions.redo();
  assert.deepEqual(named(), ["one", "two"]);
});

test("a place that has other pins is a step, though z is the same", () => {
  const { store, actions } = setUp();
  const pins = Object.freeze([{ name: "A" }]);
  store.set({ past: [{ ...placeOf(store.get()), pins }] });
  assert.equal(behind(store.get()), 1);
  actions.undo();
  assert.equal(store.get().pins, pins);
  assert.equal(behind(store.get()), 0);
});

test("the strip holds a hundred places", () => {
  const set = setUp();
  for (let i = 1; i <= 150; i++) drag(set, 0, i / 100);
  assert.equal(zs(set).length, MAX_PLACES);
  assert.ok(Math.abs(zs(set)[0] - 0.51) < 1e-6);
  set.actions.jump(0);
  assert.equal(zs(set).length, MAX_PLACES);
});

test("a place's text names its source", () => {
  assert.equal(placeText({ source: { text: "test image 7" } }, 3), "test image 7");
  assert.equal(placeText({ source: { text: "test image 7", moved: true } }, 3), "test image 7, moved");
  assert.equal(placeText({ source: null }, 0), "the start");
});
