/** Remedies: two settings raced under the same seeds, and the table of what each remedy cost and kept. */

import { atNextFrame, h, setText } from "../../core/dom.js";
import { plural } from "../../core/format.js";
import { SIDES, raceSettings } from "../run/keys.js";
import { createBars } from "./bars.js";
import { createCurves } from "./curves.js";
import { createResults } from "./results.js";
import { priced, shippedRows } from "./rows.js";
import { createRun } from "./run.js";
import { createScenes, entering, scenesOf } from "./scenes.js";
import { standing } from "./sentence.js";
import { sidesOf } from "./shown.js";
import { createSide } from "./side.js";
import { createTransport } from "./transport.js";

/** @import { CollapsePage, Part } from "../../core/types.js" */
/** @import { RunState } from "../run/controller.js" */
/** @import { Row } from "./rows.js" */
/** @import { RaceState } from "./run.js" */
/** @import { SceneFacts } from "./scenes.js" */
/** @import { DrawnSide } from "./shown.js" */

/** @param {CollapsePage} page @returns {Part} */
export function createRace(page) {
  const { store, schema } = page;
  const bound = raceSettings(schema);
  const scenes = createSceneFacts(page);
  const run = createRun(page, () => scenes.now()?.remedies ?? []);
  const choice = createScenes(store, (scene) => run.set(entering(scene, bound)));
  const sides = SIDES.map((side) => createSide(page, side, (settings) => run.choose(side, settings)));
  const [a, b] = sides;
  const transport = createTransport(run, page);
  const shown = createShown(page);
  const results = createResults(schema, run.choose, (race_sort) => store.set({ race_sort }));
  const draw = atNextFrame(() => {
    const state = store.get();
    const race = run.state.get();
    const scene = scenes.now();
    const shipped = scenes.shipped();
    const drawn = sidesOf(race, state, bound, scene);
    shown.draw(race, drawn, scene);
    const own = race.rows.filter((row) => row.scene === state.race_scene);
    results.set({ shipped, own, by: state.race_sort, facts: scene?.table ?? null });
    publish(page, race, drawn, shipped);
  });
  const showScene = () => {
    const scene = scenes.now();
    if (!scene) return;
    for (const side of sides) side.set(scene.remedies);
    results.trouble(scene.missing);
  };
  async function load() {
    const problem = await scenes.load();
    if (problem) results.trouble(problem, load);
    else choice.set(scenes.all());
    showScene();
    draw();
  }
  const keys = [...SIDES.flatMap((side) => bound[side].keys), "race_sort", "race_steps"];
  const stops = [
    run.state.watch(["head", "arrays", "rows", "begun", "playing", "phase", "words", "trouble", "pure"], draw),
    store.watch(keys, draw),
    store.watch(["race_scene"], () => {
      showScene();
      draw();
    }),
  ];
  const pair = h("div", { className: "race-pair" }, a.node, shown.node, b.node);
  return {
    node: h("div", { className: "race" }, choice.node, transport.node, pair, results.node),
    show() {
      if (!scenes.asked()) load();
      run.show();
    },
    hide: run.hide,
    close() {
      for (const stop of stops) stop();
      for (const part of [run, transport, choice, shown, ...sides]) part.close();
    },
  };
}

/** The scenes, once they are fetched, and the rows of their tables. @param {CollapsePage} page */
function createSceneFacts(page) {
  /** @type {SceneFacts[]} */
  let scenes = [];
  /** @type {Record<string, Row[]>} */
  let shipped = {};
  let asked = false;
  return {
    asked: () => asked,
    all: () => scenes,
    now: () => scenes.find(({ key }) => key === page.store.get().race_scene),
    shipped: () => shipped[page.store.get().race_scene] ?? [],
    /** Fetch them; returns why they did not arrive, or "". */
    async load() {
      asked = true;
      try {
        scenes = scenesOf(await page.facts("race"));
        shipped = Object.fromEntries(scenes.map(({ key, table }) => [key, table ? shippedRows(table) : []]));
        return "";
      } catch (error) {
        asked = false;
        return (error instanceof Error && error.message) || "The figures did not arrive.";
      }
    },
  };
}

/** The curves of both sides, where the race stands, and what the curves are. @param {CollapsePage} page */
function createShown({ store, schema }) {
  const usual = schema.thresholds.properties.rate.default;
  const [curves, bars] = [createCurves(usual), createBars()];
  const status = h("p", { className: "race-status", dataTestid: "race-status", role: "status" });
  const source = h("p", { className: "note", dataTestid: "race-source" });
  return {
    node: h("div", { className: "race-shown" }, status, curves.node, bars.node, source),
    /** @param {RunState & RaceState} race @param {DrawnSide[]} sides @param {SceneFacts | undefined} scene */
    draw(race, sides, scene) {
      const threshold = race.head?.kl_threshold ?? scene?.table?.kl_threshold ?? usual;
      const points = sides[0]?.points;
      curves.draw(sides, race.head?.steps ?? (points ? points[points.length - 1] : store.get().race_steps));
      bars.draw(sides, threshold);
      status.ariaLive = race.playing && !race.trouble ? "off" : "polite"; // running figures are not read out
      setText(status, statusOf(race, sides, threshold));
      status.classList.toggle("wrong", Boolean(race.trouble));
      setText(source, sourceOf(race, sides));
    },
    close() {
      curves.close();
      bars.close();
    },
  };
}

/** @param {RunState & RaceState} race @param {DrawnSide[]} sides @param {number} threshold */
function statusOf({ head, trouble, words, begun }, sides, threshold) {
  if (trouble) return trouble;
  if (words) return words;
  if (begun && !head) return "A worker is starting.";
  if (sides.length < SIDES.length)
    return "Press start: both sides train on the same images under the same seeds, step by step.";
  const { points } = sides[0];
  const text = standing({
    step: points[points.length - 1],
    ends: sides.map(({ end }) => ({ elbo: end("elbo"), active_kl: end("active_kl") })),
    latent: sides.map(({ settings }) => settings.latent),
    threshold,
  });
  return head ? text : `Shipped runs. ${text}`;
}

/** @param {RaceState} race @param {DrawnSide[]} sides */
function sourceOf({ head, pure }, sides) {
  if (!sides.length) return "";
  const { seeds } = sides[0];
  const lines = `Lines are means of ${plural(seeds, "seed")}${seeds > 1 ? ", bands their least and greatest" : ""}`;
  if (!head) return `${lines}. These are shipped runs; start the race to train them here.`;
  const moved = pure ? "" : " Settings were moved during training, so this race is not added to the table.";
  return `${lines}; every point is measured on all ${head.images} images of the test split.${moved}`;
}

/** @param {CollapsePage} page @param {RaceState} race @param {DrawnSide[]} sides @param {Row[]} shipped */
function publish(page, { head }, sides, shipped) {
  if (shipped.length) page.publish("race.winner", priced(shipped).find(({ cost }) => cost.mean === 0)?.key);
  if (!head) return;
  page.publish("race.step", head.step);
  for (const { side, end } of sides) {
    for (const name of ["elbo", "rate", "distortion", "active", "active_kl"]) {
      const { mean } = end(name);
      page.publish(`race.${side}.${name}`, Number.isFinite(mean) ? mean : null);
    }
  }
}
