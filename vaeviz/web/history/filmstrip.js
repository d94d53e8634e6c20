/** The filmstrip: every visited point, the oldest left; a click goes there and loses none. */

/** @import { Actions, PageStore, Place } from "../core/types.js" */
/** @import { Point } from "./path.js" */
/** @import { Thumbnails } from "./thumbnails.js" */

import { afterFrame, h, setText } from "../core/dom.js";
import { visitedOf } from "./history.js";
import { centre, scrollsSideways, thumbnail } from "./thumbnails.js";

const REST_MS = 150; // that z is still before its thumbnail is made

/**
 * Where a place came from, in words.
 * @param {Place} place
 * @param {number} i
 */
export function placeText({ source }, i) {
  if (!source?.text) return i ? "a moved point" : "the start";
  return source.moved ? `${source.text}, moved` : source.text;
}

/**
 * Build the strip.
 * @param {PageStore} store
 * @param {Actions} actions
 * @param {Thumbnails} thumbnails shared with the pins
 */
export function createFilmstrip(store, actions, thumbnails) {
  const strip = h("div", { className: "places", role: "toolbar", ariaLabel: "Visited points", dataTestid: "film" });
  const empty = h("p", { className: "hint" }, "History appears here");
  const count = h("span", { className: "facts" });
  /** @type {ReturnType<typeof createFrame>[]} */
  const frames = [];
  let timer = 0;
  let shownAt = ""; // "length here" the strip was last scrolled for

  const draw = afterFrame(() => {
    const { places, here, at } = visitedOf(store.get());
    empty.hidden = places.length > 1;
    strip.hidden = !empty.hidden;
    setText(count, strip.hidden ? "" : `${here + 1} of ${places.length}`);
    while (frames.length < places.length) frames.push(createFrame(frames.length, actions));
    if (strip.childElementCount !== places.length)
      strip.replaceChildren(...frames.slice(0, places.length).map(({ node }) => node));
    places.forEach((place, i) => frames[i].show(place, { n: places.length, here, at: at[i] }, thumbnails));
    if (shownAt !== `${places.length} ${here}`) centre(strip, frames[here].node);
    shownAt = `${places.length} ${here}`;
  });
  const make = async () => {
    if (store.get().model && (await thumbnails.make("film", visitedOf(store.get()).places.map(pointOf)))) draw();
  };
  scrollsSideways(strip);
  strip.onkeydown = (event) => moveFocus(event, strip);
  store.watch(["z", "c", "past", "future", "source", "model", "link"], () => {
    draw();
    clearTimeout(timer);
    timer = setTimeout(make, REST_MS);
  });
  return h(
    "section",
    { className: "film", ariaLabel: "History" },
    h("div", { className: "line" }, h("span", { className: "label" }, "History"), count),
    empty,
    strip,
  );
}

/**
 * z and c of a place, which every place has.
 * @param {Place} place
 */
function pointOf(place) {
  return /** @type {Point} */ (place);
}

/** @param {number} i @param {Actions} actions */
function createFrame(i, actions) {
  const canvas = thumbnail();
  const node = h("button", { type: "button", dataTestid: `film-${i}` }, canvas);
  let index = i; // in the whole strip
  let marked = ""; // "n here" it was last marked for
  node.onclick = () => node.hasAttribute("aria-current") || actions.jump(index);
  return {
    node,
    /**
     * @param {Place} place
     * @param {{n: number, here: number, at: number}} where of how many, the current one, the index in the whole strip
     * @param {Thumbnails} thumbnails
     */
    show(place, { n, here, at }, thumbnails) {
      index = at;
      const name = `${i + 1} of ${n}: ${placeText(place, i)}`;
      if (node.title !== name) {
        node.title = name;
        node.setAttribute("aria-label", name);
      }
      thumbnails.show(canvas, pointOf(place));
      if (marked === `${n} ${here}`) return;
      marked = `${n} ${here}`;
      node.classList.toggle("ahead", i > here);
      node.tabIndex = i === here ? 0 : -1;
      if (i === here) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
    },
  };
}

/**
 * Arrows, Home and End move the focus; the strip is one stop of the Tab key.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} strip
 */
function moveFocus(event, strip) {
  const all = Array.from(strip.querySelectorAll("button"));
  const at = all.indexOf(/** @type {HTMLButtonElement} */ (event.target));
  const to = new Map([
    ["ArrowRight", at + 1],
    ["ArrowLeft", at - 1],
    ["Home", 0],
    ["End", all.length - 1],
  ]).get(event.key);
  if (to === undefined) return;
  event.preventDefault();
  all[to]?.focus();
}
