/** The open lesson, beside the screen it talks about: one step at a time, predict, reveal, explain. */

import { button, h } from "../../core/dom.js";
import { createKeeping } from "./keeping.js";
import { endOf, patchOf } from "./reveal.js";
import { createStep, isDone } from "./step.js";
import { createSummary } from "./summary.js";
import { pointAt } from "./pointing.js";

/** Build the panel; the store's `lesson` and `step` say what it shows, one step more than there are is the summary. */
export function createGuide(page) {
  const { store } = page;
  const node = h("div", { className: "lesson", dataTestid: "lesson" });
  const root = () => node.closest("main");
  const place = { ...page, root, keeping: createKeeping(store) };
  let lessons = null;
  let shown = null; // what stands there: {lesson, number, part}
  let unpoint = () => {};
  let first = store.get().given.includes("lesson"); // the step that the address opened: what it says besides stays

  const stop = store.watch(["lesson", "step"], render);
  load();

  async function load() {
    try {
      lessons = (await page.facts("lessons")).head.lessons;
      render(store.get());
    } catch (error) {
      node.replaceChildren(h("p", {}, error.message), button("try again", "lesson-again", null, load), leaving(store));
    }
  }
  function render({ lesson: name, step: number }) {
    if (!lessons || (shown?.name === name && shown.number === number)) return;
    unpoint();
    shown?.part?.close();
    shown = null;
    if (!name) return node.replaceChildren();
    const lesson = lessons.find((one) => one.name === name);
    if (!lesson) return node.replaceChildren(h("p", {}, `There is no lesson called ${name}.`), leaving(store));
    shown = { name, number, part: number > lesson.steps.length ? summary(lesson) : step(lesson, number) };
    const title = h("h2", { tabIndex: -1 }, shown.part.title);
    node.replaceChildren(
      head(lesson, number, store),
      title,
      shown.part.node,
      foot(lesson.steps.length, number, store, shown.part.gate),
    );
    if (!first) title.focus({ preventScroll: true });
    first = false;
  }
  function step(lesson, number) {
    const wanted = lesson.steps[number - 1];
    enter(wanted, isDone(place.keeping, lesson, number));
    place.keeping.setReached(lesson.name, number);
    return createStep(place, lesson, number);
  }
  function summary(lesson) {
    place.keeping.setReached(lesson.name, lesson.steps.length + 1);
    return createSummary(place, lesson);
  }
  function enter(wanted, done) {
    const { given } = store.get();
    const patch = done ? endOf(wanted, page.read) : patchOf(wanted.show ?? {}, page.read);
    store.set(Object.fromEntries(Object.entries(patch).filter(([key]) => !first || !given.includes(key))));
    if (wanted.look) unpoint = pointAt(root, wanted.look);
  }
  return {
    node,
    close() {
      stop();
      unpoint();
      shown?.part?.close();
    },
  };
}

function head(lesson, number, store) {
  const count = lesson.steps.length;
  const words = number > count ? "What you guessed" : `Step ${number} of ${count}`;
  const bar = h("progress", { max: count, value: Math.min(number - 1, count), ariaLabel: "How far the lesson is" });
  return h(
    "header",
    { className: "lesson-head" },
    h("p", { className: "note" }, `${lesson.title}. ${words}`),
    leaving(store),
    bar,
  );
}

function leaving(store) {
  return button("leave", "lesson-leave", "Close the lesson; it can be taken up again", () =>
    store.set({ lesson: "", tab: "lessons" }),
  );
}

/** Back and on; `gate` opens the way on. */
function foot(count, number, store, gate) {
  const back = button("back", "lesson-back", null, () => store.set({ step: number - 1 }), { disabled: number === 1 });
  const next = button(
    number === count ? "summary" : "next",
    "lesson-next",
    null,
    () => store.set({ step: number + 1 }),
    { className: "next" },
  );
  gate?.((open) => (next.disabled = !open));
  return h("div", { className: "lesson-foot" }, back, number > count ? null : next);
}
