import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { fromQuery, linkTo, toQuery, watchAddress } = await part("collapse/page/address");
const { initial } = await part("collapse/page/state");
const { createStore } = await part("core/store");

test("only what differs from its default stands in the address, readable", () => {
  assert.equal(toQuery(initial(), ""), "");
  assert.equal(
    toQuery({ ...initial(), tab: "why", step: 3, guesses: ["line.1.4", "line.2.7"] }, ""),
    "?tab=why&step=3&guesses=line.1.4,line.2.7",
  );
});

test("parameters that are not ours stay, before ours", () => {
  assert.equal(toQuery({ ...initial(), tab: "race" }, "?embed=true&tab=why&x=1"), "?embed=true&x=1&tab=race");
});

test("what an address says comes back; what it says wrongly has its default", () => {
  const state = { ...initial(), tab: "race", lesson: "line", hide: ["lab_beta"] };
  const again = fromQuery(toQuery(state, ""));
  for (const key of ["tab", "lesson"]) assert.equal(again[key], state[key]);
  assert.deepEqual(again.hide, ["lab_beta"]);
  assert.deepEqual(again.given.sort(), ["hide", "lesson", "tab"]);
  const wrong = fromQuery("?tab=nothing&step=many");
  assert.deepEqual([wrong.tab, wrong.step], ["lab", 1]);
});

test("the value of a hidden control is not readable in the address, and comes back all the same", () => {
  const query = toQuery({ ...initial(), tab: "sweep", sweep_epoch: 7, hide: ["sweep_epoch"] }, "");
  assert.doesNotMatch(query, /sweep_epoch=|epoch%3D|=7/);
  assert.match(query, /sealed=/);
  const again = fromQuery(query);
  assert.deepEqual([again.sweep_epoch, again.tab, again.hide], [7, "sweep", ["sweep_epoch"]]);
  assert.equal(again.sealed !== "", true);
  assert.equal(toQuery({ ...initial(), ...again }, ""), query);
});

test("a damaged seal is as good as none", () => {
  for (const word of ["%%%", "a", "////", "\u00e4"])
    assert.equal(fromQuery(`?sealed=${encodeURIComponent(word)}`).tab, "lab");
});

test("a link is the whole address", () => {
  const place = { origin: "http://a", pathname: "/collapse", search: "?embed=1", hash: "" };
  assert.equal(linkTo({ ...initial(), tab: "why" }, place), "http://a/collapse?embed=1&tab=why");
});

/** As much of a window as the address needs. */
function fakeWindow(context, search) {
  const hearing = new Map();
  const place = {
    origin: "http://a",
    pathname: "/collapse",
    search,
    hash: "",
    get href() {
      return `http://a${this.pathname}${this.search}`;
    },
  };
  const replaced = [];
  const own = {
    location: place,
    history: {
      state: { streamlit: 1 },
      replaceState: (state, _, to) => (replaced.push([state, to]), (place.search = new URL(to).search)),
    },
    window: {
      addEventListener: (name, hear) => hearing.set(name, hear),
      removeEventListener: (name) => hearing.delete(name),
    },
  };
  Object.assign(globalThis, own);
  context.after(() => Object.keys(own).forEach((name) => delete globalThis[name]));
  return { place, replaced, hearing };
}

test("the address is written at rest, not while a hand is down, and not on another page", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { place, replaced, hearing } = fakeWindow(context, "?tab=why&embed=1");
  const store = createStore(initial());
  const stop = watchAddress(store);
  assert.equal(store.get().tab, "why");
  hearing.get("pointerdown")();
  store.set({ step: 2 });
  context.mock.timers.tick(1000);
  assert.equal(replaced.length, 0);
  hearing.get("pointerup")();
  store.set({ step: 4 });
  context.mock.timers.tick(1000);
  assert.deepEqual(replaced, [[{ streamlit: 1 }, "http://a/collapse?embed=1&tab=why&step=4"]]);
  place.search = "?tab=race";
  hearing.get("popstate")();
  assert.deepEqual([store.get().tab, store.get().step], ["race", 1]);
  place.pathname = "/models";
  store.set({ step: 5 });
  context.mock.timers.tick(1000);
  assert.equal(replaced.length, 1);
  stop();
  assert.equal(hearing.size, 0);
});

test("coming back by the menu finds the page as it was left; an address that says something wins", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  fakeWindow(context, "?tab=criteria");
  const first = createStore(initial());
  const leave = watchAddress(first);
  first.set({ step: 9 });
  leave();
  globalThis.location.search = "";
  const second = createStore(initial());
  watchAddress(second)();
  assert.deepEqual([second.get().tab, second.get().step], ["criteria", 9]);
  globalThis.location.search = "?tab=why";
  const third = createStore(initial());
  watchAddress(third)();
  assert.deepEqual([third.get().tab, third.get().step], ["why", 1]);
});
