/** The run of the Laboratory: what its frames show, the run before it, and the fresh runs that it is compared with. */

import { browserTimers } from "../../core/connection.js";
import { RunController } from "../run/controller.js";
import { labSettings } from "../run/keys.js";
import { consequences } from "../run/settings.js";
import { createFreshRuns } from "./fresh-runs.js";
import { createHints } from "./hints.js";
import { History } from "./history.js";

/** @import { CollapsePage, ImageShape, Settings, Store } from "../../core/types.js" */
/** @import { RunState } from "../run/controller.js" */
/** @import { FreshRun } from "./fresh-runs.js" */

/**
 * @typedef {object} LabState
 * @property {Numbers | null} now - of the newest frame
 * @property {Record<string, any> | null} arrays - of the newest frame
 * @property {Uint8Array | null} active - which dimensions have a KL above the threshold
 * @property {ImageShape | null} shape
 * @property {Settings | null} applied - with which it trains
 * @property {History | null} history
 * @property {History | null} previous - history of the run before
 * @property {string} hint
 * @property {number | null} fps - frames per second
 * @property {boolean} pure - whether no setting was changed since its first step
 * @property {FreshRun | null} fresh - a fresh run of the present settings
 */

/** @typedef {ReturnType<typeof numbersOf>} Numbers */
/** @typedef {ReturnType<typeof createRun>} LabRun */

const WORTH_KEEPING = 16; // bins of a run that is kept for comparison
const SAME = 0.7; // share of the highest KL down to which the traversal stays with a dimension

/** @type {LabState} */
const INITIAL = {
  now: null,
  arrays: null,
  active: null,
  shape: null,
  applied: null,
  history: null,
  previous: null,
  hint: "",
  fps: null,
  pure: true,
  fresh: null,
};

/**
 * Make the run; it begins when it is first shown. `open` and `timers` are the page's own but in tests.
 * @param {CollapsePage} page
 */
export function createRun(page, open = undefined, timers = browserTimers) {
  const { store, schema } = page;
  const { keys, of: settings, patch: patchOf } = labSettings(schema);
  const freshRuns = createFreshRuns();
  const frameRate = createFrameRate(timers.now);
  let hints = createHints();
  let shownDim = 0; // of the traversal
  const controller = new RunController(
    page,
    {
      kind: "lab",
      initial: INITIAL,
      keys,
      settings,
      consequences: (changed) => patchOf(consequences(changed)),
      needsFresh: (changed) => schema.laboratory.fresh.some((name) => name in changed),
      started(applied) {
        const { history, previous } = state.get();
        hints = createHints();
        frameRate.reset();
        shownDim = 0;
        return {
          now: null,
          fps: null,
          pure: true,
          applied,
          fresh: freshRuns.find(applied),
          history: new History(applied.latent),
          previous: history && history.n >= WORTH_KEEPING ? history : previous,
        };
      },
      prepare(client) {
        const { lab_pace: speed } = store.get();
        if (speed) client.pace(speed);
        look();
      },
      moved: (applied) => {
        const { pure, now } = state.get();
        return { applied, pure: pure && !now?.step, fresh: freshRuns.find(applied) };
      },
      framed: ({ head, arrays }) => {
        const { history, pure, applied } = state.get();
        const now = numbersOf(head);
        const active = Uint8Array.from(arrays.rate_per_dim, (rate) => Number(rate > now.limits.rate));
        history?.add(now, arrays.rate_per_dim);
        if (pure && applied) freshRuns.note(applied, now);
        const fresh = applied && freshRuns.find(applied);
        publish(page, now, fresh);
        look(highest(arrays.rate_per_dim, now.dim));
        const { step, beta: current, limits } = now;
        const hint = hints.update({ step, beta: applied?.beta, current, active, threshold: limits.rate });
        return { now, arrays, active, fresh, shape: head.shape, hint, fps: frameRate.tick() };
      },
    },
    open,
    timers,
  );
  /** @type {Store<RunState & LabState>} */
  const state = controller.state;

  /** Ask for the traversal of the chosen dimension, else of that of the highest KL. @param {number} [best] */
  function look(best = bestNow()) {
    const { lab_dim: chosen } = store.get();
    const dim = chosen >= 0 && chosen < (controller.applied?.latent ?? 0) ? chosen : best;
    if (dim === shownDim) return;
    shownDim = dim;
    controller.client?.look({ dim });
  }

  function bestNow() {
    const { arrays, now } = state.get();
    return arrays && now ? highest(arrays.rate_per_dim, now.dim) : 0;
  }

  const stops = [
    store.watch(["lab_pace"], ({ lab_pace: speed }) => controller.client?.pace(speed || null)),
    store.watch(["lab_dim"], () => controller.client && look()),
  ];
  return {
    state,
    freshRuns,
    begin: () => controller.begin(),
    /** @param {boolean} wanted */
    play: (wanted) => controller.play(wanted),
    /** @param {number} steps */
    step: (steps) => controller.step(steps),
    show() {
      if (state.get().begun) controller.show();
      else controller.begin();
    },
    hide: () => controller.hide(),
    close() {
      stops.forEach((stop) => stop());
      controller.close();
    },
  };
}

/**
 * The numbers of a frame: rate, distortion and ELBO in nats per image, means over `images` images of a split that it
 * does not train on; NaN once training has diverged. `active` counts dimensions with a KL above limits.rate, `varying`
 * the active units of Burda et al. 2016, which flicker for hundreds of steps after a move.
 * @param {any} head
 */
function numbersOf(head) {
  return {
    step: head.step,
    speed: head.steps_per_second,
    beta: head.beta,
    rate: head.rate ?? NaN,
    distortion: head.distortion ?? NaN,
    elbo: head.elbo ?? NaN,
    active: head.active_kl,
    varying: head.active,
    latent: head.latent,
    dim: head.dim, // of the traversal
    dims: head.dims, // the two whose means vary most
    command: head.command,
    split: head.split,
    images: head.images,
    limits: { variance: head.active_threshold, rate: head.kl_threshold },
  };
}

/**
 * The dimension of the highest KL; the present one while it is close to that.
 * @param {Float32Array} rates @param {number} present
 */
function highest(rates, present) {
  let best = 0;
  for (let j = 1; j < rates.length; j++) if (rates[j] > rates[best]) best = j;
  return present < rates.length && rates[present] > SAME * rates[best] ? present : best;
}

/** @param {CollapsePage} page @param {Numbers} now @param {FreshRun | null} fresh */
function publish(page, now, fresh) {
  const { step, active, rate, distortion, elbo, beta, varying } = now;
  for (const [name, value] of Object.entries({ step, active, rate, distortion, elbo, beta, varying }))
    page.publish(`lab.${name}`, Number.isFinite(value) ? value : null);
  page.publish("lab.fresh_active", fresh?.active ?? null);
}

/**
 * Frames per second as they were drawn, over the last second; renewed twice a second, so that it can be read.
 * @param {() => number} now
 */
function createFrameRate(now) {
  const times = new Float64Array(64);
  const ago = (/** @type {number} */ i) => times[(drawn - i) % times.length];
  let drawn = 0;
  let renewedAt = -Infinity;
  /** @type {number | null} */
  let rate = null;
  return {
    reset() {
      drawn = 0;
      rate = null;
    },
    /** A frame is drawn. Returns the rate, null where there were too few frames. */
    tick() {
      const at = now();
      times[drawn++ % times.length] = at;
      if (at - renewedAt < 500) return rate;
      renewedAt = at;
      let n = 1;
      while (n < Math.min(drawn, times.length) && at - ago(n + 1) <= 1000) n++;
      rate = n > 1 ? (1000 * (n - 1)) / (at - ago(n)) : null;
      return rate;
    },
  };
}
