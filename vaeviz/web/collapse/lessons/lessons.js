/** The list of lessons: what each takes, what one knows after it, how far one has come. */

import { button, h, rich } from "../../core/dom.js";
import { plural } from "../../core/format.js";
import { createKeeping } from "./keeping.js";
import { resultOf } from "./summary.js";

/** Build the tab. */
export function createLessons(page) {
  const { store } = page;
  const list = h("ol", { className: "lesson-list", dataTestid: "lesson-list" });
  const trouble = h("div", { className: "lesson-trouble" });
  const intro = h(
    "p",
    {},
    "Each lesson takes you over the real screens of this page. You say what will happen, then the screen does it, then it is explained. Your guesses are kept in this browser.",
  );
  let lessons = null;
  async function load() {
    trouble.replaceChildren(h("p", { className: "note" }, "Loading"));
    try {
      const { head } = await page.facts("lessons");
      lessons = head.lessons;
      trouble.replaceChildren(...problems(head.problems));
      draw();
    } catch (error) {
      trouble.replaceChildren(h("p", {}, error.message), button("try again", "lessons-again", null, load));
    }
  }
  function draw() {
    if (lessons) list.replaceChildren(...lessons.map((lesson) => card(lesson, createKeeping(store), store)));
  }
  const stop = store.watch(["lesson"], draw);
  return {
    node: h("div", { className: "lessons" }, h("h2", {}, "Lessons"), intro, list, trouble),
    show: () => (lessons ? draw() : load()),
    hide() {},
    close: stop,
  };
}

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

function card(lesson, keeping, store) {
  const reached = keeping.reached(lesson.name);
  const count = lesson.steps.length;
  const asked = lesson.steps
    .map((step, i) => [step, resultOf(keeping, lesson, i + 1)])
    .filter(([step]) => step.predict);
  const right = asked.filter(([, result]) => result.right).length;
  const open = (step) => store.set({ lesson: lesson.name, step });
  const done = reached > count;
  const words = reached
    ? done
      ? `Done: ${right} of ${asked.length} guesses as measured.`
      : `Left at step ${reached} of ${count}.`
    : `${plural(count, "step")}, ${plural(asked.length, "guess", "guesses")}.`;
  const text = reached ? (done ? "see the summary" : "go on") : "begin";
  return h(
    "li",
    { className: "lesson-card" },
    h(
      "div",
      {},
      h("h3", {}, lesson.title),
      h("p", {}, rich(lesson.html)),
      h("p", { className: "note" }, `${lesson.minutes} minutes. ${words}`),
    ),
    button(text, `lesson-${lesson.name}`, null, () => open(reached || 1), { ariaLabel: `${text}: ${lesson.title}` }),
  );
}
