/** Groups of codes: A and B, each a polygon on one map; the members stay the same when another map is shown. */

import { rateOf } from "../latents/gaussian.js";
import { oneHot } from "../latents/moves.js";
import { placed, snappedCondition } from "../latents/place.js";
import { snapPolygon } from "./grid.js";
import { plural } from "../core/format.js";
import { ownPriors } from "./codes.js";
import { inside } from "./lasso.js";
import { mapOf } from "./shown.js";

/** @import { Codes, Model, PageStore, Selection, Source, State } from "../core/types.js" */
/** @typedef {Pick<State, "selections" | "codes" | "model" | "map">} Grouped what decides who is in a group */
/** @typedef {ReturnType<typeof summarise>} Summary */

export const LETTERS = ["A", "B"];

/** @type {WeakMap<readonly number[], {points: Float32Array, members: Uint32Array}>} */
const found = new WeakMap(); // polygon -> its members on the points of its map
/** @type {WeakMap<Uint32Array, Summary>} */
const summed = new WeakMap(); // members -> summary
const NONE = new Uint32Array(0);

/**
 * Build what makes, clears and goes to groups; `remember()` is called before a move that undo should take back.
 * @param {PageStore} store
 * @param {{remember: (change?: any) => void}} history
 */
export function createSelecting(store, { remember }) {
  /** @type {(k: number, selection: Selection | null, say: string) => void} */
  function put(k, selection, say) {
    const change = replacement(k, store.get().selections[k], selection);
    remember(change);
    store.set({ ...change.on(store.get()), say });
  }
  return {
    /**
     * Take the codes inside `polygon` (x, y pairs on the map that is shown) as the group that is selected next.
     * @param {readonly number[]} polygon
     */
    select(polygon) {
      const { aim: k, map } = store.get();
      const points = mapOf(store.get())?.points;
      if (!points) return;
      const kept = snapPolygon(polygon, points);
      const members = kept ? inside(points, kept) : NONE;
      if (!kept || !members.length) {
        store.set({ say: `No codes inside; group ${LETTERS[k]} is unchanged.` });
        return;
      }
      found.set(kept, { points, members });
      const selection = Object.freeze({ map, polygon: Object.freeze(kept) });
      put(k, selection, `Group ${LETTERS[k]}: ${plural(members.length, "code")}.`);
    },

    /** @param {number} k 0 is A, 1 is B */
    clearSelection(k) {
      if (store.get().selections[k]) put(k, null, `Group ${LETTERS[k]} cleared.`);
    },

    /** Choose which group the next lasso makes. @param {number} k 0 is A, 1 is B */
    aim(k) {
      store.set({ aim: k, say: `The next lasso makes group ${LETTERS[k]}.` });
    },

    /**
     * Go to a group's mean code, under the class that most members have where the model is conditioned on a class.
     * @param {number} k 0 is A, 1 is B
     */
    goToMean(k) {
      const state = store.get();
      const members = membersOf(state, k);
      if (!state.codes || !members.length) return;
      remember();
      const summary = summaryOf(state.codes, members, state.model);
      /** @type {Source} */
      const source = { kind: "map", text: `the mean of group ${LETTERS[k]}, ${plural(members.length, "code")}` };
      store.set({
        z: placed(state, summary.mean),
        c: conditionOf(state, summary),
        posterior: null,
        images: null,
        source,
        say: `At ${source.text}.`,
      });
    },
  };
}

/**
 * A change of group k from `was` to `now`, for the history; a group that has been changed otherwise since stays.
 * @param {number} k
 * @param {Selection | null} was
 * @param {Selection | null} now
 */
function replacement(k, was, now) {
  /** @type {(from: Selection | null, to: Selection | null) => (state: Pick<State, "selections">) => Partial<State>} */
  const swap =
    (from, to) =>
    ({ selections }) =>
      selections[k] === from ? { selections: Object.freeze(selections.map((one, i) => (i === k ? to : one))) } : {};
  return { back: swap(now, was), on: swap(was, now) };
}

/**
 * The codes of group k, by index; none where there is no such group or its map is not there.
 * @type {(state: Grouped, k: number) => Uint32Array}
 */
export function membersOf(state, k) {
  const selection = state.selections[k];
  const points = selection && mapOf({ ...state, map: selection.map })?.points;
  if (!points) return NONE;
  const known = found.get(selection.polygon);
  if (known?.points === points) return known.members;
  const members = inside(points, selection.polygon);
  found.set(selection.polygon, { points, members });
  return members;
}

/**
 * What a group of codes has in common, found once; see `summarise`.
 * @param {Codes} codes
 * @param {Uint32Array} members
 * @param {Model} model
 */
export function summaryOf(codes, members, model) {
  const summary = summed.get(members) ?? summarise(codes, members, model);
  summed.set(members, summary);
  return summary;
}

/**
 * The number of members, their mean code, how many are of each class, the class that most have, and the mean KL of
 * their posteriors to the prior in nats: per dimension (`rate`) and in total.
 * @param {Codes} codes
 * @param {Uint32Array} members
 * @param {Model} model
 */
function summarise(codes, members, model) {
  const { mu, logvar, labels, latent } = codes;
  const [sums, rates] = [new Float64Array(latent), new Float64Array(latent)];
  const counts = model.class_names.map(() => 0);
  const priorOf = ownPriors(codes, model);
  for (const i of members) {
    counts[labels[i]] += 1;
    const prior = priorOf(i);
    for (let j = 0, at = i * latent; j < latent; j++, at++) {
      sums[j] += mu[at];
      rates[j] += rateOf(mu[at], logvar[at], prior.mu[j], prior.logvar[j]);
    }
  }
  const n = members.length || 1;
  const rate = Float32Array.from(rates, (sum) => sum / n);
  const total = rates.reduce((sum, one) => sum + one, 0) / n;
  const mean = Float32Array.from(sums, (sum) => sum / n);
  return { n: members.length, mean, counts, majority: counts.indexOf(Math.max(...counts)), rate, total };
}

/**
 * The condition that a group's mean is decoded under: its majority's class, or c as it is set.
 * @type {(state: Pick<State, "model" | "c">, summary: Pick<Summary, "majority">) => Float32Array}
 */
export function conditionOf({ model, c }, { majority }) {
  return model.condition?.kind === "class" && majority < c.length ? snappedCondition(oneHot(c.length, majority)) : c;
}

const MOSTLY = 0.6; // of a group's members

/**
 * The direction from group B to group A, and a name for it: by the classes where each is mostly one, else by letters.
 * @param {Summary} a
 * @param {Summary} b
 * @param {readonly string[]} names of the classes
 */
export function differenceOf(a, b, names) {
  const classes = [a, b].map(({ counts, majority, n }, k) =>
    counts[majority] > MOSTLY * n ? names[majority] : LETTERS[k],
  );
  return {
    name: (classes[0] === classes[1] ? LETTERS : classes).join(" \u2212 "),
    vector: a.mean.map((value, j) => value - b.mean[j]),
  };
}
