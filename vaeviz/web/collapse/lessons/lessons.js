/** The list of lessons: how long each takes, what the reader knows afterwards, how far it was taken. */

/** @import { CollapsePage, CollapseStore } from "../../core/types.js" */
/** @import { LessonRecord } from "./record.js" */
/** @import { Lesson } from "./types.js" */

import { button, h, rich } from "../../core/dom.js";
import { plural } from "../../core/format.js";
import { createLoaded } from "../../core/loaded.js";
import { createLessonRecord } from "./record.js";
import { resultsOf } from "./summary.js";

const INTRO =
  "Each lesson takes you through the real screens of this page. You predict what will happen, the screen shows it, " +
  "and then it is explained. Your guesses are kept in this browser.";

/**
 * Build the tab.
 * @param {CollapsePage} page
 */
export function createLessons(page) {
  const { store } = page;
  const node = h("div", { className: "lessons" });
  async function make() {
    const { head } = await page.facts("lessons");
    const items = h("ol", { className: "lesson-list", dataTestid: "lesson-list" });
    const draw = () => {
      const record = createLessonRecord(store);
      items.replaceChildren(...head.lessons.map((/** @type {Lesson} */ lesson) => card(lesson, record, store)));
    };
    const close = store.watch(["lesson"], draw);
    return { nodes: [h("h2", {}, "Lessons"), h("p", {}, INTRO), items, ...problems(head.problems)], show: draw, close };
  }
  return { node, ...createLoaded(node, { test: "lessons", loading: "Loading", make }) };
}

/** @param {string[]} found */
function problems(found) {
  if (!found.length) return [];
  return [
    h(
      "div",
      { className: "missing", dataTestid: "lesson-problems" },
      h("p", {}, `${plural(found.length, "lesson")} could not be read:`),
      ...found.map((text) => h("p", {}, text)),
    ),
  ];
}

/** @param {Lesson} lesson @param {LessonRecord} record @param {CollapseStore} store */
function card(lesson, record, store) {
  const reached = record.reached(lesson.name);
  const count = lesson.steps.length;
  const results = resultsOf(record, lesson);
  const right = results.filter((result) => result.right).length;
  let text = "Begin";
  let state = `${plural(count, "step")}, ${plural(results.length, "guess", "guesses")}.`;
  if (reached > count) {
    text = "See the summary";
    state = `Done: ${right} of ${results.length} correct.`;
  } else if (reached) {
    text = "Continue";
    state = `Left at step ${reached} of ${count}.`;
  }
  const open = () => store.set({ lesson: lesson.name, step: reached || 1 });
  return h(
    "li",
    { className: "lesson-card" },
    h(
      "div",
      {},
      h("h3", {}, lesson.title),
      h("p", {}, rich(lesson.html)),
      h("p", { className: "note" }, `${lesson.minutes} minutes. ${state}`),
    ),
    button(text, `lesson-${lesson.name}`, null, open, { ariaLabel: `${text}: ${lesson.title}` }),
  );
}
