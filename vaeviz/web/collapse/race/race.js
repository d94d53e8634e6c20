/** Remedies: two settings raced under the same seeds, and the table of what each remedy cost and kept alive. */

import { atNextFrame, button, h, press, setText } from "../../core/dom.js";
import { count, plural } from "../../core/format.js";
import { createRange } from "../../plot/range.js";
import { createBars } from "./bars.js";
import { createCurves } from "./curves.js";
import { createDuel } from "./duel.js";
import { createLane } from "./seed-group.js";
import { priced, shippedRows } from "./rows.js";
import { createScenes, entering, scenesOf } from "./scenes.js";
import { conclusions, standing } from "./sentence.js";
import { LANES, keysOf } from "./settings.js";
import { sidesOf } from "./shown.js";
import { createTable } from "./table.js";

/** Build the part for `page`, see collapse/mount.js. */
export function createRace(page) {
  const { store } = page;
  const known = { scenes: [], shipped: {}, asked: false };
  const sceneOf = () => known.scenes.find(({ key }) => key === store.get().race_scene);
  const duel = createDuel(page, () => sceneOf()?.remedies ?? []);
  const scenes = createScenes(store, (scene) => duel.set(entering(scene)));
  const lanes = LANES.map((lane) => createLane(lane, store, (settings) => duel.choose(lane, settings)));
  const [curves, bars] = [createCurves(), createBars()];
  const start = createStart(duel, store);
  const said = h("p", { className: "race-said", dataTestid: "race-said", role: "status" });
  const source = h("p", { className: "note", dataTestid: "race-source" });
  const results = createResults({ take: duel.choose, sort: (race_sort) => store.set({ race_sort }) });
  const middle = h("div", { className: "race-shown" }, said, curves.node, bars.node, source);
  const node = h(
    "div",
    { className: "race" },
    scenes.node,
    start.node,
    h("div", { className: "race-pair" }, lanes[0].node, middle, lanes[1].node),
    results.node,
  );
  const draw = () => drawAll({ page, duel, facts: sceneOf(), known, curves, bars, said, source, results });
  const soon = atNextFrame(draw);
  const stops = [
    duel.state.watch(["head", "arrays", "rows", "begun", "playing", "phase", "words", "trouble", "pure"], soon),
    store.watch([...LANES.flatMap(keysOf), "race_sort", "race_steps"], soon),
    store.watch(["race_scene"], () => (tell(), soon())),
  ];
  function tell() {
    const scene = sceneOf();
    if (!scene) return;
    lanes.forEach((lane) => lane.set(scene.remedies));
    results.trouble(scene.missing);
  }
  async function ask() {
    try {
      known.scenes = scenesOf(await page.facts("race"));
      known.shipped = Object.fromEntries(known.scenes.map(({ key, table }) => [key, table ? shippedRows(table) : []]));
      scenes.set(known.scenes);
      tell();
    } catch (error) {
      known.asked = false;
      results.trouble(error.message || "The figures did not arrive.", ask);
    }
    soon();
  }
  return {
    node,
    show() {
      if (!known.asked) ask();
      known.asked = true;
      duel.show();
    },
    hide: () => duel.hide(),
    close() {
      stops.forEach((stop) => stop());
      [duel, start, scenes, curves, bars, ...lanes].forEach((part) => part.close());
    },
  };
}

/** Start and pause, seeds and steps, and how far it is. */
function createStart(duel, store) {
  const toggle = button("", "race-play", null, () => duel.playing(!duel.state.get().playing), { className: "play" });
  const fresh = button("start over", "race-fresh", "Begin this race again from the first weights", duel.begin);
  const bar = h("progress", { max: 1, value: 0, ariaLabel: "Progress of the race" });
  const told = h("span", { className: "race-progress", dataTestid: "race-progress" });
  const stop = duel.state.watch(["playing", "head", "phase", "begun"], ({ playing, head, phase, begun }) => {
    setText(
      toggle,
      playing
        ? "\u275a\u275a pause"
        : head?.finished
          ? "\u25b6 race again"
          : begun
            ? "\u25b6 go on"
            : "\u25b6 start the race",
    );
    press(toggle, playing);
    toggle.disabled = phase === "refused";
    fresh.disabled = !begun || phase === "refused";
    bar.hidden = !begun;
    bar.value = head ? head.step / head.steps : 0;
    setText(
      told,
      head ? `step ${count(head.step)} of ${count(head.steps)}, ${plural(head.seeds.length, "seed")} a side` : "",
    );
  });
  const seeds = createRange(
    {
      key: "race_seeds",
      label: "seeds a side",
      min: 1,
      max: 5,
      hint: "The same seeds on both sides: first weights, order of images and draws",
    },
    store,
  );
  const steps = createRange({ key: "race_steps", label: "steps", min: 100, max: 20000, log: true }, store);
  return {
    node: h(
      "div",
      { className: "race-start" },
      h("div", { className: "race-buttons" }, toggle, fresh, bar, told),
      seeds,
      steps,
    ),
    close: stop,
  };
}

/** The table with what it says in words, and why there is none. */
function createResults({ take, sort }) {
  const table = createTable({ take, sort });
  const words = h("ul", { className: "race-words", dataTestid: "race-words" });
  const source = h("p", { className: "note", dataTestid: "race-table-source" });
  const missing = h("p", { className: "note" });
  const again = button("try again", "race-again", null, null);
  const trouble = h("div", { className: "missing", hidden: true }, missing, again);
  const node = h(
    "section",
    { className: "race-results" },
    h("h2", {}, "What each remedy cost, and what it kept alive"),
    words,
    table.node,
    source,
    trouble,
  );
  return {
    node,
    trouble(text, retry = null) {
      trouble.hidden = !text;
      setText(missing, text);
      again.hidden = !retry;
      again.onclick = retry;
    },
    set({ shipped, own, sort: by, facts }) {
      const rows = [...shipped, ...own];
      table.node.hidden = !rows.length;
      if (rows.length) table.set(rows, by, thresholdsOf(facts));
      const told = shipped.length ? conclusions(priced(shipped), facts.table) : [];
      if (
        words.childElementCount !== told.length ||
        [...words.children].some((item, i) => item.textContent !== told[i])
      )
        words.replaceChildren(...told.map((text) => h("li", {}, text)));
      setText(source, facts?.table ? sourceOf(facts.table) : "");
    },
  };
}

function thresholdsOf(facts) {
  const { active_threshold: variance = 0.01, kl_threshold: rate = 0.1, images } = facts?.table ?? {};
  const most = images ? { information: `nats, at most ${Math.log(images).toFixed(1)}` } : {};
  return { active: `var \u03bc > ${variance}`, active_kl: `rate > ${rate} nats`, ...most };
}

function sourceOf({ seeds, steps, dataset, images, trained_on: trained, command, hardware }) {
  return `Means of ${plural(seeds.length, "seed")}, under each the standard deviation over seeds, the least and the greatest; ${count(steps)} steps on ${count(trained)} ${dataset} of the training split, measured on the ${count(images)} of the test split with one z each. The likelihood is a Gaussian density of grey levels, so a bound may be above 0. Made by \u201c${command}\u201d on ${hardware}.`;
}

function drawAll({ page, duel, facts, known, curves, bars, said, source, results }) {
  const state = page.store.get();
  const race = duel.state.get();
  const sides = sidesOf(race, state, facts);
  const shipped = known.shipped[state.race_scene] ?? [];
  const there = sides.filter(({ points }) => points);
  const steps = race.head?.steps ?? (there.length ? there[0].points.at(-1) : state.race_steps);
  curves.draw(sides, steps);
  const threshold = race.head?.kl_threshold ?? facts?.table?.kl_threshold ?? 0.1;
  bars.draw(sides, threshold);
  said.ariaLive = race.playing && !race.trouble ? "off" : "polite"; // figures that run are not for reading out
  setText(said, wordsOf(race, sides, threshold));
  said.classList.toggle("wrong", Boolean(race.trouble));
  setText(source, whence(race, there));
  results.set({
    shipped,
    own: race.rows.filter(({ scene }) => scene === state.race_scene),
    sort: state.race_sort,
    facts,
  });
  publish(page, race, sides, shipped);
}

function wordsOf({ head, trouble, words, phase, begun }, sides, threshold) {
  if (trouble) return trouble;
  if (words && phase !== "ready") return words;
  if (begun && !head) return "A worker is starting.";
  if (sides.some(({ points }) => !points))
    return "Press start: both sides train on the same images under the same seeds, step by step.";
  const text = standing({
    step: sides[0].points.at(-1),
    ends: sides.map(({ end }) => ({ elbo: end("elbo"), active_kl: end("active_kl") })),
    latent: sides.map(({ settings }) => settings.latent),
    threshold,
  });
  return head ? text : `Shipped runs. ${text}`;
}

function whence({ head, pure }, there) {
  if (!there.length) return "";
  const seeds = `Lines are means of ${plural(there[0].seeds, "seed")}${there[0].seeds > 1 ? ", bands their least and greatest" : ""}`;
  if (!head) return `${seeds}. These are shipped runs; start the race to train them here.`;
  return `${seeds}; every point is measured on all ${head.images} images of the test split.${pure ? "" : " Settings were moved on the way, so this race will not stand in the table."}`;
}

function publish(page, { head }, sides, shipped) {
  if (shipped.length) page.publish("race.winner", priced(shipped).find(({ cost }) => cost.mean === 0).key);
  if (!head) return;
  page.publish("race.step", head.step);
  for (const { lane, end } of sides) {
    for (const name of ["elbo", "rate", "distortion", "active", "active_kl"]) {
      const { mean } = end(name);
      page.publish(`race.${lane}.${name}`, Number.isFinite(mean) ? mean : null);
    }
  }
}
