/** One race: both sides in a worker, step by step; what the hand does to them, and the rows that a finished one leaves. */

import { openLab } from "../lab/client.js";
import { createStore } from "../../core/store.js";
import { added, ownRows } from "./rows.js";
import { LANES, along, keysOf, patchOf, settingsOf } from "./settings.js";
import { FRESH } from "../lab/settings.js";

const REST_MS = 250; // what needs a fresh race begins it when the hand rests
const LIVE = new Set(["connecting", "waiting", "starting", "ready"]);

export const IDLE = Object.freeze({
  phase: "idle", // of the line, see lab/client.js
  words: "", // what the server says of it
  trouble: null, // what it did not want
  playing: false,
  head: null, // of the newest frame
  arrays: null,
  begun: false, // whether there is a race, or only what is shipped
  pure: true, // whether no hand moved it since it began
  rows: [], // of the races that were run to their end
});

/** Make it; `remedies()` gives those that are known. `open` and `env` are the page's own but in tests. */
export function createDuel(page, remedies, open = openLab, env = browser) {
  const duel = {
    page,
    env,
    open,
    remedies,
    state: createStore(IDLE),
    lab: null,
    applied: null,
    seen: null,
    choosing: false,
    rest: null,
    resume: false,
  };
  const keys = [...LANES.flatMap(keysOf), "race_seeds", "race_steps"];
  const stop = page.store.watch(keys, () => follow(duel));
  return {
    state: duel.state,
    begin: () => begin(duel),
    playing: (wanted) => play(duel, wanted),
    /** Take up a remedy's settings on one side; a race that goes on begins anew. */
    choose: (lane, settings) => set(duel, patchOf(lane, settings)),
    /** Set keys of the store all at once, whatever they would ask of each other. */
    set: (patch) => set(duel, patch),
    show() {
      if (duel.resume && alive(duel)) play(duel, true);
      duel.resume = false;
    },
    hide() {
      duel.resume = duel.state.get().playing;
      if (duel.resume && alive(duel)) play(duel, false);
    },
    close() {
      env.clearTimeout(duel.rest);
      stop();
      duel.lab?.close();
    },
  };
}

const alive = ({ lab, state }) => Boolean(lab) && LIVE.has(state.get().phase);

/** What the store asks for, as the server takes it. */
function wantedOf(state) {
  return {
    ...Object.fromEntries(LANES.map((lane) => [lane, settingsOf(state, lane)])),
    seeds: state.race_seeds,
    steps: state.race_steps,
  };
}

function begin(duel) {
  const { page, state } = duel;
  duel.env.clearTimeout(duel.rest);
  duel.lab ??= duel.open({ page, hear: hearing(duel) });
  duel.applied = wantedOf(page.store.get());
  state.set({ trouble: null, words: "", head: null, arrays: null, begun: true, pure: true });
  duel.lab.begin("race", duel.applied);
  if (state.get().playing) duel.lab.play();
}

const hearing = (duel) => ({
  frame: (frame) => take(duel, frame),
  state: (phase, words) => duel.state.set({ phase, words, ...(!LIVE.has(phase) && { playing: false }) }),
  error: (trouble) => duel.state.set({ trouble, playing: false }),
});

function play(duel, playing) {
  const { state } = duel;
  const over = state.get().head?.finished;
  state.set({ playing });
  if (playing && (over || !alive(duel))) return begin(duel);
  if (!duel.lab) return;
  if (playing) duel.lab.play();
  else duel.lab.pause();
}

function set(duel, patch) {
  duel.choosing = true;
  duel.page.store.set(patch);
  duel.choosing = false;
  duel.seen = wantedOf(duel.page.store.get());
  if (duel.applied) later(duel);
}

function later(duel) {
  duel.env.clearTimeout(duel.rest);
  duel.rest = duel.env.setTimeout(() => begin(duel), REST_MS);
}

/** Follow the settings: a side moves with them, or the race begins anew where it must. */
function follow(duel) {
  if (duel.choosing) return;
  const state = duel.page.store.get();
  const wanted = wantedOf(state);
  const before = duel.seen ?? wanted;
  duel.seen = wanted;
  for (const lane of LANES) {
    const changed = changes(before[lane], wanted[lane]);
    const more = Object.entries(along(changed)).filter(
      ([name, value]) => wanted[lane][name] !== value && !(name in changed),
    );
    if (more.length) return duel.page.store.set(patchOf(lane, Object.fromEntries(more)));
  }
  if (duel.applied && alive(duel)) move(duel, wanted);
}

function move(duel, wanted) {
  const patch = Object.fromEntries(
    LANES.map((lane) => [lane, changes(duel.applied[lane], wanted[lane])]).filter(
      ([, changed]) => Object.keys(changed).length,
    ),
  );
  const fresh =
    wanted.seeds !== duel.applied.seeds ||
    Object.values(patch).some((changed) => FRESH.some((name) => name in changed));
  if (fresh || !(duel.state.get().head?.step > 0)) return later(duel);
  const longer = wanted.steps !== duel.applied.steps && { steps: wanted.steps };
  duel.applied = wanted;
  duel.lab.move({ ...patch, ...longer });
  if (Object.keys(patch).length) duel.state.set({ pure: false, trouble: null });
}

const changes = (before, now) =>
  Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== before[name]));

function take(duel, { head, arrays }) {
  const { state } = duel;
  state.set({ head, arrays, ...(head.finished && { playing: false }) });
  const known = duel.remedies();
  if (head.finished && state.get().pure && known.length && head.groups[0].information)
    state.set({ rows: added(state.get().rows, ownRows({ head, arrays }, known, duel.page.store.get().race_scene)) });
}

const browser = {
  setTimeout: (call, ms) => setTimeout(call, ms),
  clearTimeout: (id) => clearTimeout(id),
};
