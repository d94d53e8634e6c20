/** One race: both sides in one worker, step by step, and the rows that a finished race leaves. */

import { browserTimers } from "../../core/connection.js";
import { RunController } from "../run/controller.js";
import { SIDES, raceSettings } from "../run/keys.js";
import { consequences } from "../run/settings.js";
import { added, ownRows } from "./rows.js";

/** @import { CollapsePage, Settings, Store } from "../../core/types.js" */
/** @import { RunState } from "../run/controller.js" */
/** @import { Remedy, Row } from "./rows.js" */

/**
 * @typedef {object} RaceState
 * @property {any} head - of the newest frame
 * @property {Record<string, any> | null} arrays - of the newest frame
 * @property {boolean} pure - whether no setting of a side was changed since it began
 * @property {Row[]} rows - of the races that reached their last step
 */

/** @typedef {ReturnType<typeof createRun>} RaceRun */

/** @type {RaceState} */
const INITIAL = { head: null, arrays: null, pure: true, rows: [] };

/**
 * Make the race; `remedies()` gives those that are known. `open` and `timers` are the page's own but in tests.
 * @param {CollapsePage} page @param {() => Remedy[]} remedies
 */
export function createRun(page, remedies, open = undefined, timers = browserTimers) {
  const { store, schema } = page;
  const sides = raceSettings(schema);
  /** For every side what `make` gives of it. @param {(side: string) => any} make */
  const each = (make) => Object.fromEntries(SIDES.map((side) => [side, make(side)]));
  const changesOfSides = (/** @type {Settings} */ changed) => SIDES.flatMap((side) => changed[side] ?? []);
  const controller = new RunController(
    page,
    {
      kind: "race",
      initial: INITIAL,
      keys: [...SIDES.flatMap((side) => sides[side].keys), "race_seeds", "race_steps"],
      settings: (wanted) => ({
        ...each((side) => sides[side].of(wanted)),
        seeds: wanted.race_seeds,
        steps: wanted.race_steps,
      }),
      consequences: (changed) =>
        Object.assign({}, ...SIDES.map((side) => sides[side].patch(consequences(changed[side] ?? {})))),
      needsFresh: (changed) =>
        "seeds" in changed ||
        !(state.get().head?.step > 0) ||
        changesOfSides(changed).some((one) => schema.laboratory.fresh.some((name) => name in one)),
      started: () => ({ head: null, arrays: null, pure: true }),
      prepare() {},
      moved: (_, changed) => (changesOfSides(changed).length ? { pure: false } : {}),
      framed: ({ head, arrays }) => {
        const { pure, rows } = state.get();
        const known = remedies();
        const complete = head.finished && pure && known.length && head.groups[0].information;
        const more = complete ? ownRows({ head, arrays }, known, store.get().race_scene) : [];
        return { head, arrays, rows: more.length ? added(rows, more) : rows };
      },
    },
    open,
    timers,
  );
  /** @type {Store<RunState & RaceState>} */
  const state = controller.state;
  return {
    state,
    begin: () => controller.begin(),
    /** @param {boolean} wanted */
    play: (wanted) => controller.play(wanted),
    /**
     * Put a remedy's settings on one side; a race that goes on begins anew.
     * @param {string} side @param {Settings} settings
     */
    choose: (side, settings) => controller.set(sides[side].patch(settings)),
    /** Set keys of the store all at once, without their consequences. @param {Record<string, any>} patch */
    set: (patch) => controller.set(patch),
    show: () => controller.show(),
    hide: () => controller.hide(),
    close: () => controller.close(),
  };
}
