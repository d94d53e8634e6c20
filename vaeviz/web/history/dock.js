/** The two sections of the dock that remember: where one has been, and what was pinned. */

import { h } from "../core/dom.js";
import { createAlong } from "./path-controls.js";
import { createExports } from "./exports.js";
import { createFilm } from "./filmstrip.js";
import { createPins } from "./pins.js";
import { createThumbnails } from "./thumbnails.js";

/** Build both; `many` makes pictures, see runtime/images.js. */
export function createMemory(store, actions, many) {
  const thumbnails = createThumbnails(store, many);
  const along = createAlong(store, actions, createExports(store, many));
  return [
    createFilm(store, actions, thumbnails),
    h("section", { className: "pins", ariaLabel: "Pins and path" }, createPins(store, actions, thumbnails), along),
  ];
}
