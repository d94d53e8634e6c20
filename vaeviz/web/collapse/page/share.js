/** The share sheet: a link to what is on the screen, and a teacher's link that hides controls and opens a lesson. */

import { createClipboard } from "../../core/clipboard.js";
import { button, h, setOptions } from "../../core/dom.js";
import { createShareSheet } from "../../core/sheets.js";
import { linkTo } from "./address.js";
import { controlsIn } from "./hiding.js";
import { PARTS } from "./parts.js";
import { KEYS } from "./state.js";

/** Build the button and its sheet; `panels` are the tabs' elements. */
export function createShare(page, panels) {
  const { store } = page;
  const copied = createClipboard(page.say);
  const teacher = createTeacher(page, panels, copied);
  const first = button("copy link", "copy-link", "The address of what is on the screen", () =>
    copied.copy(linkTo(store.get(), location), "Link"),
  );
  const screen = h(
    "section",
    {},
    h("h2", {}, "This screen"),
    h("p", { className: "note" }, "Every setting is in the address."),
    first,
  );
  return createShareSheet({
    parts: [screen, teacher.node, copied.node],
    first,
    copied,
    name: "Share",
    does: "Copy a link, or make one for a class",
    before: teacher.look,
  });
}

/** What a teacher chooses: controls to hide, a lesson to begin with. */
function createTeacher(page, panels, copied) {
  const list = h("div", { className: "hideable" });
  const lesson = h("select", { ariaLabel: "Lesson to begin with", dataTestid: "share-lesson" });
  let lessons = [];
  const ticked = () => [...list.querySelectorAll("input:checked")].map(({ value }) => value);
  const link = () => {
    const state = page.store.get();
    const begun = lessons.find(({ name }) => name === lesson.value);
    const own = Object.keys(begun?.steps[0].show ?? {}).filter((key) => key in KEYS); // the lesson's first step sets these itself
    const plain = Object.fromEntries(own.map((key) => [key, KEYS[key].default]));
    return linkTo(
      { ...state, ...plain, lesson: lesson.value, step: 1, guesses: [], hide: [...state.hide, ...ticked()] },
      location,
    );
  };
  const copy = button(
    "copy link for a class",
    "copy-teacher-link",
    "The screen as it is, without the controls ticked above",
    () => copied.copy(link(), "Link for a class"),
  );
  return {
    node: h(
      "section",
      {},
      h("h2", {}, "For a class"),
      h(
        "p",
        { className: "note" },
        "The screen as it is, without the controls ticked here; their values are not written out in the link. Listed are the controls of the tabs opened so far.",
      ),
      list,
      h("label", { className: "begin" }, "Begin with ", lesson),
      copy,
    ),
    look() {
      const before = new Set(ticked());
      const found = controlsIn(panels);
      const groups = PARTS.map(({ tab, title }) => [title, found.filter((one) => one.tab === tab)]).filter(
        ([, own]) => own.length,
      );
      list.replaceChildren(...groups.map(([title, own]) => group(title, own, before)));
      offerLessons(page, lesson).then((found) => (lessons = found));
    },
  };
}

function group(title, controls, before) {
  const boxes = controls.map(({ key, label }) =>
    h(
      "label",
      {},
      h("input", { type: "checkbox", value: key, checked: before.has(key), dataTestid: `hide-${key}` }),
      ` ${label}`,
    ),
  );
  return h("fieldset", {}, h("legend", {}, title), ...boxes);
}

/** Fill the list with the lessons that there are; returns them. */
async function offerLessons(page, list) {
  const found = await page.facts("lessons").then(
    ({ head }) => head.lessons,
    () => [],
  ); // the Lessons tab says why not
  setOptions(list, [["", "no lesson"], ...found.map(({ name, title }) => [name, title])]);
  return found;
}
