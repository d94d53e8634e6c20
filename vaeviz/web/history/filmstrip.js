/** The filmstrip: every place one was at, the oldest left; a click goes there and loses none. */

import { afterFrame, h, setText } from "../core/dom.js";
import { visitedOf } from "./history.js";
import { centre, scrollsSideways, thumbnail } from "./thumbnails.js";

const REST_MS = 150; // that z stands still before its thumbnail is made

/** What a place was, in words. */
export function placeText({ source }, i) {
  if (!source?.text) return i ? "a moved place" : "where this began";
  return source.moved ? `${source.text}, moved` : source.text;
}

/** Build the strip; `thumbnails` is shared with the pins. */
export function createFilm(store, actions, thumbnails) {
  const strip = h("div", { className: "places", role: "toolbar", ariaLabel: "Visited places", dataTestid: "film" });
  const empty = h("p", { className: "hint" }, "Visited places will stand here");
  const count = h("span", { className: "facts" });
  const frames = [];
  let timer = null;
  let shownAt = null; // "length here" the strip was last scrolled for

  const draw = afterFrame(() => {
    const { places, here, at } = visitedOf(store.get());
    empty.hidden = places.length > 1;
    strip.hidden = !empty.hidden;
    setText(count, strip.hidden ? "" : `${here + 1} of ${places.length}`);
    while (frames.length < places.length) frames.push(createFrame(frames.length, actions));
    if (strip.childElementCount !== places.length)
      strip.replaceChildren(...frames.slice(0, places.length).map(({ node }) => node));
    places.forEach((place, i) => frames[i].show({ place, n: places.length, here, at: at[i] }, thumbnails));
    if (shownAt !== `${places.length} ${here}`) centre(strip, frames[here].node);
    shownAt = `${places.length} ${here}`;
  });
  const make = async () => {
    if (store.get().model && (await thumbnails.make("film", visitedOf(store.get()).places))) draw();
  };
  scrollsSideways(strip);
  strip.onkeydown = (event) => walk(event, strip);
  store.watch(["z", "c", "past", "future", "source", "model", "link"], () => {
    draw();
    clearTimeout(timer);
    timer = setTimeout(make, REST_MS);
  });
  return h(
    "section",
    { className: "film", ariaLabel: "History" },
    h("div", { className: "line" }, h("span", { className: "label" }, "visited"), count),
    empty,
    strip,
  );
}

function createFrame(i, actions) {
  const canvas = thumbnail();
  const node = h(
    "button",
    {
      type: "button",
      dataTestid: `film-${i}`,
      onclick: () => node.hasAttribute("aria-current") || actions.jump(index),
    },
    canvas,
  );
  let index = i; // in the whole strip
  let marked = null; // "n here" it was last marked for
  return {
    node,
    show({ place, n, here, at }, thumbnails) {
      index = at;
      const name = `${i + 1} of ${n}: ${placeText(place, i)}`;
      if (node.title !== name) {
        node.title = name;
        node.setAttribute("aria-label", name);
      }
      thumbnails.show(canvas, place);
      if (marked === `${n} ${here}`) return;
      marked = `${n} ${here}`;
      node.classList.toggle("ahead", i > here);
      node.tabIndex = i === here ? 0 : -1;
      if (i === here) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
    },
  };
}

/** Arrows, Home and End lead from place to place; the strip is one stop of the Tab key. */
function walk(event, strip) {
  const all = [...strip.children];
  const at = all.indexOf(event.target.closest("button"));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all[to]?.focus();
}
