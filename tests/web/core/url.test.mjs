import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createStore } = await part("core/store");
const { leaveAt, leftAt, watchUrl } = await part("core/url");

let pages = 0;

/** A page with a tab (a step) and a value (none), in a browser of its own. */
function setUp(context, search, { name = `page-${++pages}`, late = false } = {}) {
  const listeners = new Map();
  const place = { pathname: "/page", search, hash: "" };
  const entries = []; // [how, to] of each entry that was written
  const write = (how) => (state, _, to) => {
    assert.deepEqual(state, { streamlit: 1 });
    entries.push([how, to]);
    place.search = new URL(to, "http://a").search;
  };
  const globals = {
    location: place,
    history: { state: { streamlit: 1 }, replaceState: write("replace"), pushState: write("push") },
    window: {
      addEventListener: (event, listener) => listeners.set(event, listener),
      removeEventListener: (event) => listeners.delete(event),
    },
  };
  Object.assign(globalThis, globals);
  context.after(() => Object.keys(globals).forEach((one) => delete globalThis[one]));
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const store = createStore({ tab: "one", value: 0, opening: false });
  const stop = watchUrl(store, {
    name,
    keys: ["tab", "value", "opening"],
    ready: () => !store.get().opening,
    steps: ["tab"],
    write: (_, state) => `?tab=${state.tab}&value=${state.value}`,
    take: (query) => {
      if (late) return new Promise((settle) => store.set({ opening: true, settle }));
      const given = new URLSearchParams(query);
      store.set({ tab: given.get("tab") ?? "one", value: Number(given.get("value") ?? 0) });
    },
    owns: (query) => new URLSearchParams(query).has("tab"),
  });
  const rest = () => context.mock.timers.tick(1000);
  return { store, stop, place, entries, listeners, rest, name };
}

test("the URL is written at rest, not while a pointer is down, and not on another page", (context) => {
  const { store, stop, place, entries, listeners, rest } = setUp(context, "?tab=two");
  assert.equal(store.get().tab, "two");
  rest();
  assert.deepEqual(entries.splice(0), [["replace", "/page?tab=two&value=0"]]);
  listeners.get("pointerdown")();
  store.set({ value: 2 });
  rest();
  assert.deepEqual(entries, []);
  listeners.get("pointerup")();
  store.set({ value: 3 });
  rest();
  assert.deepEqual(entries.splice(0), [["replace", "/page?tab=two&value=3"]]);
  place.pathname = "/models";
  store.set({ value: 4, tab: "three" });
  rest();
  assert.deepEqual(entries, []);
  stop();
  assert.equal(listeners.size, 0);
});

test("a step is an entry of its own, and Back shows the one before without another entry", (context) => {
  const { store, place, entries, listeners, rest } = setUp(context, "?tab=one");
  rest();
  store.set({ value: 5 });
  store.set({ tab: "two" });
  assert.deepEqual(entries.splice(0), [
    ["replace", "/page?tab=one&value=0"],
    ["replace", "/page?tab=one&value=5"],
    ["push", "/page?tab=two&value=5"],
  ]);
  rest();
  place.search = "?tab=one&value=7";
  listeners.get("popstate")();
  assert.deepEqual([store.get().tab, store.get().value], ["one", 7]);
  rest();
  assert.deepEqual(entries, []);
  store.set({ tab: "three" });
  assert.deepEqual(entries, [["push", "/page?tab=three&value=7"]]);
});

test("a view that comes late is not a step; one that is asked for right after it is", (context) => {
  const { store, place, entries, listeners, rest } = setUp(context, "?tab=one", { late: true });
  store.set({ opening: false });
  rest();
  place.search = "?tab=two";
  listeners.get("popstate")();
  rest();
  store.set({ tab: "two", opening: false });
  store.set({ tab: "three" });
  assert.deepEqual(entries, [
    ["replace", "/page?tab=one&value=0"],
    ["replace", "/page?tab=two&value=0"],
    ["push", "/page?tab=three&value=0"],
  ]);
});

test("what the visitor asks for while Back is under way is an entry of its own", async (context) => {
  const { store, place, entries, listeners, rest } = setUp(context, "?tab=two", { late: true });
  store.set({ tab: "two", opening: false });
  rest();
  entries.splice(0);
  place.search = "?tab=one";
  listeners.get("popstate")();
  store.get().settle(false); // the visitor asked for tab "two" before tab "one" was there
  await null;
  store.set({ opening: false });
  rest();
  assert.deepEqual(entries, [["push", "/page?tab=two&value=0"]]);
});

test("coming back by the menu finds the page as it was left; a URL of its own takes precedence", (context) => {
  const first = setUp(context, "?tab=two");
  first.store.set({ value: 9 });
  first.stop();
  assert.equal(leftAt(first.name), "?tab=two&value=9");
  const { name } = first;
  context.mock.timers.reset();
  assert.deepEqual(setUp(context, "", { name }).store.get(), { tab: "two", value: 9, opening: false });
  context.mock.timers.reset();
  assert.deepEqual(setUp(context, "?tab=three", { name }).store.get(), { tab: "three", value: 0, opening: false });
  context.mock.timers.reset();
  leaveAt(name, "?tab=four&value=1");
  assert.deepEqual(setUp(context, "", { name }).store.get(), { tab: "four", value: 1, opening: false });
});
