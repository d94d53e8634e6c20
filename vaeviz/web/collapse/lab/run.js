/** One laboratory: the run that trains, the run before it as its ghost, and what the hand does to them. */

import { createStore } from "../../core/store.js";
import { openLab } from "./client.js";
import { createHints } from "./hints.js";
import { History } from "./history.js";
import { createLedger } from "./ledger.js";
import { createMeter } from "./meter.js";
import { activeOf, numbersOf, strongest } from "./reading.js";
import { SETTING_KEYS, along, changes, needsFresh, settingsOf } from "./settings.js";

const REST_MS = 250; // a slider that needs a fresh run begins it when the hand rests
const TRUSTED_MS = 1000; // after a press the page knows better than the frames that are under way
const WORTH_KEEPING = 16; // bins of a run that is kept as a ghost
const LIVE = new Set(["connecting", "waiting", "starting", "ready"]);

export const IDLE = Object.freeze({
  phase: "idle", // of the line, see client.js
  words: "", // what the server says of it
  trouble: null, // what it did not want
  playing: false,
  now: null, // the numbers of the newest frame
  arrays: null, // and its arrays
  active: null, // which dimensions are active
  shape: null, // of a picture, [channels, height, width]
  applied: null, // the settings it trains with
  history: null,
  ghost: null, // the history of the run before
  hint: "",
  fps: null,
  pure: true, // whether the hand has set nothing otherwise since its first step
  fresh: null, // what a fresh run of these settings ended in
});

/** Make it; `state` is what its parts watch. `open` and `env` are the page's own but in tests. */
export function createRun(page, open = openLab, env = browser) {
  const made = { state: createStore(IDLE), ledger: createLedger(), meter: createMeter(env.now), hints: null };
  const run = {
    ...made,
    page,
    env,
    lab: null,
    applied: null,
    looked: null,
    over: false,
    refused: null,
    asked: 0,
    rest: null,
    resume: false,
  };
  const stops = [
    page.store.watch(SETTING_KEYS, (wanted) => follow(run, wanted)),
    page.store.watch(["lab_pace"], ({ lab_pace: pace }) => run.lab?.pace(pace || null)),
    page.store.watch(["lab_dim"], () => run.lab && look(run)),
  ];
  const hear = {
    frame: (frame) => take(run, frame),
    state: (phase, words) => enter(run, phase, words),
    error: (trouble, begun) => (begun ? run.state.set({ trouble }) : refuse(run, trouble)),
  };
  const begin = () => {
    run.lab ??= open({ page, hear });
    start(run);
  };
  run.begin = begin;
  return {
    state: run.state,
    ledger: run.ledger,
    begin,
    playing: (wanted) => play(run, wanted),
    step(steps) {
      play(run, false);
      run.lab.step(steps);
    },
    show: () => wake(run),
    hide: () => sleep(run),
    close() {
      env.clearTimeout(run.rest);
      stops.forEach((stop) => stop());
      run.lab?.close();
    },
  };
}

const alive = ({ lab, state }) => Boolean(lab) && LIVE.has(state.get().phase);

/** Begin a fresh run with the settings as they are; what ran becomes the ghost. */
function start(run) {
  const { page, state, lab } = run;
  const { history, ghost } = state.get();
  const playing = state.get().playing || Boolean(run.refused?.playing);
  run.env.clearTimeout(run.rest);
  run.applied = settingsOf(page.store.get());
  run.looked = 0; // where a run begins
  run.over = false;
  run.refused = null;
  run.hints = createHints();
  run.meter.reset();
  state.set({
    trouble: null,
    playing,
    history: new History(run.applied.latent),
    ghost: history && history.n >= WORTH_KEEPING ? history : ghost,
    now: null,
    applied: run.applied,
    pure: true,
    fresh: run.ledger.find(run.applied),
  });
  lab.begin("lab", run.applied);
  const { lab_pace: pace } = page.store.get();
  if (pace) lab.pace(pace);
  look(run);
  if (playing) lab.play();
}

/** The server has not begun what was asked for: say why; whatever the hand sets next is begun afresh. */
function refuse(run, trouble) {
  run.over = true;
  run.refused ??= { playing: run.state.get().playing }; // the next run goes on where this one would have
  run.state.set({ trouble, playing: false });
}

/** Ask for the traversal of the dimension that was chosen; of the strongest where none was, or where there is none of that number. */
function look(run) {
  const { lab_dim: chosen } = run.page.store.get();
  const { arrays, now } = run.state.get();
  const own = chosen >= 0 && chosen < run.applied.latent;
  const dim = own ? chosen : now ? strongest(arrays.rate_per_dim, now.dim) : 0;
  if (dim === run.looked) return;
  run.looked = dim;
  run.lab.look({ dim });
}

function play(run, playing) {
  if (!alive(run) || (playing && run.over)) run.begin();
  run.asked = run.env.now();
  run.state.set({ playing, words: "" });
  if (playing) run.lab.play();
  else run.lab.pause();
}

/** Follow the settings: the run moves with them, or begins afresh where it must. */
function follow(run, state) {
  if (!run.applied) return;
  const wanted = settingsOf(state);
  const patch = changes(run.applied, wanted);
  const more = along(keyed(patch));
  if (Object.keys(more).some((key) => state[key] !== more[key] && !(key.slice(4) in patch)))
    return run.page.store.set(more);
  run.env.clearTimeout(run.rest);
  if (!Object.keys(patch).length || !alive(run)) return;
  if (needsFresh(patch) || run.refused) {
    run.rest = run.env.setTimeout(run.begin, REST_MS);
    return;
  }
  run.applied = wanted;
  const { pure, now } = run.state.get();
  run.lab.move(patch);
  run.state.set({ trouble: null, applied: wanted, pure: pure && !now?.step, fresh: run.ledger.find(wanted) });
}

const keyed = (patch) => Object.fromEntries(Object.entries(patch).map(([name, value]) => [`lab_${name}`, value]));

/** Take a frame in: into the history, the ledger, the hints, and what the page has found. */
function take(run, { head, arrays }) {
  const { state, hints, ledger, applied } = run;
  const { history, pure } = state.get();
  const now = numbersOf(head);
  const active = activeOf(head, arrays);
  history.add(now, arrays.rate_per_dim);
  if (pure) ledger.note(applied, now);
  const fresh = ledger.find(applied);
  state.set({
    now,
    arrays,
    active,
    fresh,
    shape: head.shape,
    hint: hints.hear({ step: now.step, beta: applied.beta, force: now.beta, active }),
    fps: run.meter.tick(),
  });
  run.over = Boolean(head.finished);
  if (run.over || run.env.now() - run.asked > TRUSTED_MS) state.set({ playing: head.playing }); // the worker pauses where nobody is
  if (run.over && head.text) state.set({ trouble: head.text });
  publish(run.page, now, fresh);
  look(run);
}

function publish(page, now, fresh) {
  for (const name of ["step", "active", "rate", "distortion", "elbo", "beta"])
    page.publish(`lab.${name}`, Number.isFinite(now[name]) ? now[name] : null);
  page.publish("lab.varying", now.varying);
  page.publish("lab.fresh_active", fresh?.active ?? null);
}

function enter(run, phase, words) {
  const over = !LIVE.has(phase);
  run.state.set({ phase, words, ...(over && { playing: false, fps: null }) });
}

/** The tab is shown again: go on where it was playing. */
function wake(run) {
  if (!run.lab) run.begin();
  else if (run.resume && alive(run)) play(run, true);
  run.resume = false;
}

function sleep(run) {
  run.resume = run.state.get().playing;
  if (run.resume && alive(run)) play(run, false);
}

const browser = {
  now: () => performance.now(),
  setTimeout: (call, ms) => setTimeout(call, ms),
  clearTimeout: (id) => clearTimeout(id),
};
