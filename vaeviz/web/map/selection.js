/** Groups of codes: A and B, each a polygon on one map; the members stay the same when another map is shown. */

import { rateOf } from "../latents/gaussian.js";
import { oneHot } from "../latents/moves.js";
import { placed, snappedCondition } from "../latents/place.js";
import { snapPolygon } from "./grid.js";
import { plural } from "../core/format.js";
import { ownPriors } from "./codes.js";
import { inside } from "./lasso.js";
import { mapOf } from "./shown.js";

export const LETTERS = ["A", "B"];

const found = new WeakMap(); // polygon -> {points, members}
const summed = new WeakMap(); // members -> summary

/** `remember()` is called before a move that undo should take back. */
export function createSelecting(store, { remember }) {
  function put(k, selection, say) {
    const change = replacement(k, store.get().selections[k], selection);
    remember(change);
    store.set({ ...change.on(store.get()), say });
  }
  return {
    /** Take the codes inside `polygon` (x, y pairs on the map that is shown) as the group that is aimed at. */
    select(polygon) {
      const { aim: k, map } = store.get();
      const points = mapOf(store.get())?.points;
      if (!points) return;
      const kept = snapPolygon(polygon, points);
      const members = kept ? inside(points, kept) : NONE;
      if (!members.length) return store.set({ say: `No code lies in there; group ${LETTERS[k]} stays as it was.` });
      found.set(kept, { points, members });
      put(
        k,
        Object.freeze({ map, polygon: Object.freeze(kept) }),
        `Group ${LETTERS[k]}: ${plural(members.length, "code")}.`,
      );
    },

    clearSelection(k) {
      if (store.get().selections[k]) put(k, null, `Group ${LETTERS[k]} is let go.`);
    },

    /** Say which group the next lasso makes: 0 is A, 1 is B. */
    aim(k) {
      store.set({ aim: k, say: `The next lasso makes group ${LETTERS[k]}.` });
    },

    /** Go to a group's mean code; a model that is told classes is told the one that most members have. */
    goToMean(k) {
      const state = store.get();
      const members = membersOf(state, k);
      if (!members.length) return;
      remember();
      const summary = summaryOf(state.codes, members, state.model);
      const source = { kind: "map", text: `the mean of group ${LETTERS[k]}, ${plural(members.length, "code")}` };
      store.set({
        z: placed(state, summary.mean),
        c: toldOf(state, summary),
        posterior: null,
        images: null,
        source,
        say: `At ${source.text}.`,
      });
    },
  };
}

/** A group that was drawn, drawn anew or let go, for the history; one that another way has changed since stays. */
function replacement(k, was, now) {
  const swap =
    (from, to) =>
    ({ selections }) =>
      selections[k] === from ? { selections: Object.freeze(selections.map((one, i) => (i === k ? to : one))) } : {};
  return { back: swap(now, was), on: swap(was, now) };
}

/** The codes of group k, by index; none where there is no such group or its map is not there. */
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

const NONE = new Uint32Array(0);

/**
 * What a group of codes has in common: its mean code, the number of members of each class, the class that most have, and
 * the mean rate of its members against the prior in nats, in total and of each dimension.
 */
export function summaryOf(codes, members, model) {
  if (!summed.has(members)) summed.set(members, summarise(codes, members, model));
  return summed.get(members);
}

function summarise(codes, members, model) {
  const { mu, logvar, labels, latent } = codes;
  const [sums, rates] = [new Float64Array(latent), new Float64Array(latent)];
  const counts = new Array(model.class_names.length).fill(0);
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
  return {
    n: members.length,
    mean: Float32Array.from(sums, (sum) => sum / n),
    counts,
    majority: counts.indexOf(Math.max(...counts)),
    rate,
    total,
  };
}

/** The condition that a group's mean is decoded under: its majority's class, or c as it is set. */
export function toldOf({ model, c }, { majority }) {
  return model.condition?.kind === "class" && majority < c.length ? snappedCondition(oneHot(c.length, majority)) : c;
}

/** The way from group B to group A, and what it may be called: by the classes where each is mostly one, else by letters. */
export function differenceOf(a, b, names) {
  const called = [a, b].map(({ counts, majority, n }, k) =>
    counts[majority] > MOSTLY * n ? names[majority] : LETTERS[k],
  );
  return {
    name: (called[0] === called[1] ? LETTERS : called).join(" \u2212 "),
    vector: a.mean.map((value, j) => value - b.mean[j]),
  };
}

const MOSTLY = 0.6; // of a group's members
