/** The open lesson, beside the screen it is about: one step at a time, predict, reveal, explain. */

/** @import { CollapsePage, CollapseStore } from "../../core/types.js" */
/** @import { Gate, LessonPage, LessonPart } from "./step.js" */
/** @import { Lesson, Step } from "./types.js" */

import { button, h } from "../../core/dom.js";
import { messageOf } from "../../core/refusal.js";
import { createLessonRecord } from "./record.js";
import { endOf, patchOf } from "./reveal.js";
import { createStep, isDone } from "./step.js";
import { createSummary } from "./summary.js";

const [FRAMED_MS, PATIENCE_MS, LOOK_MS] = [2400, 8000, 100];
const BESIDE = 1080; // px of the window up to which the lesson stands under the screen, see collapse.css

/**
 * Build the panel of the store's `lesson` and `step`; after the last step comes the summary.
 * @param {CollapsePage} page
 */
export function createGuide(page) {
  const { store } = page;
  const node = h("div", { className: "lesson", dataTestid: "lesson" });
  const root = () => node.closest("main");
  /** @type {LessonPage} */
  const place = { ...page, root, record: createLessonRecord(store) };
  /** @type {Lesson[] | null} */
  let lessons = null;
  /** @type {{ name: string; number: number; part: LessonPart } | null} */
  let shown = null;
  let unpoint = () => {};
  let first = store.get().given.includes("lesson"); // the address opened it: its settings go before the step's

  const stop = store.watch(["lesson", "step"], ({ lesson, step }) => render(lesson, step));
  load();

  async function load() {
    try {
      lessons = (await page.facts("lessons")).head.lessons;
      const { lesson, step } = store.get();
      render(lesson, step);
    } catch (error) {
      const again = button("Try again", "lesson-again", null, load);
      node.replaceChildren(h("p", {}, messageOf(error)), again, leaving(store));
    }
  }
  function clear() {
    unpoint();
    shown?.part.close();
    shown = null;
  }
  /** @param {string} name @param {number} number */
  function render(name, number) {
    if (!lessons || (shown?.name === name && shown.number === number)) return;
    clear();
    const lesson = lessons.find((one) => one.name === name);
    if (!lesson) {
      node.replaceChildren(...(name ? [h("p", {}, `There is no lesson called ${name}.`), leaving(store)] : []));
      return;
    }
    const part = number > lesson.steps.length ? summary(lesson) : step(lesson, number);
    shown = { name, number, part };
    const title = h("h2", { tabIndex: -1 }, part.title);
    node.replaceChildren(
      head(lesson, number, store),
      title,
      part.node,
      foot(lesson.steps.length, number, store, part.gate),
    );
    if (!first) title.focus({ preventScroll: true });
    first = false;
  }
  /** @param {Lesson} lesson @param {number} number */
  function step(lesson, number) {
    enter(lesson.steps[number - 1], isDone(place.record, lesson, number));
    place.record.setReached(lesson.name, number);
    return createStep(place, lesson, number);
  }
  /** @param {Lesson} lesson @returns {LessonPart} */
  function summary(lesson) {
    place.record.setReached(lesson.name, lesson.steps.length + 1);
    return createSummary(place, lesson);
  }
  /** @param {Step} step @param {boolean} done */
  function enter(step, done) {
    const { given } = store.get();
    const patch = done ? endOf(step, page.read) : patchOf(step.show ?? {}, page.read);
    store.set(Object.fromEntries(Object.entries(patch).filter(([key]) => !first || !given.includes(key))));
    if (step.look) unpoint = pointAt(root, step.look);
  }
  return {
    node,
    close() {
      stop();
      clear();
    },
  };
}

/**
 * Scroll the element with this data-testid into view and frame it for a moment, once it is there; returns the function
 * that stops looking.
 * @param {() => HTMLElement | null} root
 * @param {string} test
 */
function pointAt(root, test) {
  const until = performance.now() + PATIENCE_MS;
  let waiting = 0;
  const look = () => {
    const node = root()?.querySelector(`[data-testid="${CSS.escape(test)}"]`);
    if (!node?.checkVisibility()) {
      if (performance.now() < until) waiting = setTimeout(look, LOOK_MS);
      return;
    }
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    node.classList.add("pointed");
    node.scrollIntoView({ block: innerWidth > BESIDE ? "nearest" : "start", behavior: calm ? "auto" : "smooth" });
    setTimeout(() => node.classList.remove("pointed"), FRAMED_MS);
  };
  look();
  return () => clearTimeout(waiting);
}

/** @param {Lesson} lesson @param {number} number @param {CollapseStore} store */
function head(lesson, number, store) {
  const count = lesson.steps.length;
  const words = number > count ? "Your guesses" : `Step ${number} of ${count}`;
  const bar = h("progress", { max: count, value: Math.min(number - 1, count), ariaLabel: "Progress of the lesson" });
  return h(
    "header",
    { className: "lesson-head" },
    h("p", { className: "note" }, `${lesson.title}. ${words}`),
    leaving(store),
    bar,
  );
}

/** @param {CollapseStore} store */
function leaving(store) {
  return button("Leave", "lesson-leave", "Close the lesson; you can continue it later", () =>
    store.set({ lesson: "", tab: "lessons" }),
  );
}

/** @param {number} count @param {number} number @param {CollapseStore} store @param {Gate} [gate] of the next step */
function foot(count, number, store, gate) {
  const back = button("Back", "lesson-back", null, () => store.set({ step: number - 1 }), { disabled: number === 1 });
  const next = button(
    number === count ? "Summary" : "Next",
    "lesson-next",
    null,
    () => store.set({ step: number + 1 }),
    { className: "next" },
  );
  gate?.((open) => {
    next.disabled = !open;
  });
  return h("div", { className: "lesson-foot" }, back, number > count ? null : next);
}
