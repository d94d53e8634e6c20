/** The share sheet: a link to what is on the screen, and a teacher's link that hides controls and opens a lesson. */

/** @import { Clipboard } from "../../core/clipboard.js" */
/** @import { CollapsePage } from "../../core/types.js" */

import { createClipboard } from "../../core/clipboard.js";
import { button, h, setOptions } from "../../core/dom.js";
import { createShareSheet } from "../../core/sheets.js";
import { linkTo } from "./address.js";
import { controlsIn } from "./hiding.js";
import { PARTS } from "./parts.js";
import { KEYS } from "./state.js";

/**
 * Build the button and its sheet.
 * @param {CollapsePage} page
 * @param {HTMLElement[]} panels the tabs' elements
 */
export function createShare(page, panels) {
  const { store } = page;
  const copied = createClipboard(page.say);
  const teacher = createTeacher(page, panels, copied);
  const first = button("Copy link", "copy-link", "The address of what is on the screen", () =>
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

/**
 * What a teacher chooses: controls to hide, a lesson to begin with.
 * @param {CollapsePage} page
 * @param {HTMLElement[]} panels
 * @param {Clipboard} copied
 */
function createTeacher(page, panels, copied) {
  const list = h("div", { className: "hideable" });
  const lesson = h("select", { ariaLabel: "Lesson to begin with", dataTestid: "share-lesson" });
  /** @type {{ name: string; title: string; steps: { show?: object }[] }[]} */
  let lessons = [];
  const ticked = () => [...list.querySelectorAll("input")].filter(({ checked }) => checked).map(({ value }) => value);
  const link = () => {
    const state = page.store.get();
    const chosen = lessons.find(({ name }) => name === lesson.value);
    const own = Object.keys(chosen?.steps[0].show ?? {}).filter((key) => key in KEYS); // set by its first step
    const plain = Object.fromEntries(own.map((key) => [key, KEYS[key].default]));
    return linkTo(
      { ...state, ...plain, lesson: lesson.value, step: 1, guesses: [], hide: [...state.hide, ...ticked()] },
      location,
    );
  };
  const copy = button(
    "Copy link for a class",
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
        "The screen as it is, without the controls ticked here; their values are not readable in the link. " +
          "The list has the controls of the tabs opened so far.",
      ),
      list,
      h("label", { className: "begin" }, "Begin with ", lesson),
      copy,
    ),
    async look() {
      const before = new Set(ticked());
      const found = controlsIn(panels);
      const groups = PARTS.map(({ tab, title }) => ({ title, own: found.filter((one) => one.tab === tab) }));
      list.replaceChildren(
        ...groups.filter(({ own }) => own.length).map(({ title, own }) => group(title, own, before)),
      );
      lessons = await page.facts("lessons").then(
        ({ head }) => head.lessons,
        () => [], // the Lessons tab shows why
      );
      setOptions(lesson, [["", "No lesson"], ...lessons.map(({ name, title }) => [name, title])]);
    },
  };
}

/** @param {string} title @param {ReturnType<typeof controlsIn>} controls @param {Set<string>} before */
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
