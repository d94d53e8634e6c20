/** What one can do on the Conditions page, in steps and by keys. */

import { KEYS } from "../workspace/keys.js";

export const STEPS = [
  "Drag a dimension: the same z moves in every class, or along an attribute.",
  "Click a picture to take its condition; mix conditions at the left.",
  "Keep rows, walk between two classes, encode a picture as one label and decode it as another.",
];

const OWN = [
  {
    text: "Arrows",
    does: "one step: 0.1 of a dimension or attribute, 1% of a weight, the next picture of a row; with Shift ten",
  },
  { text: "Home", does: "a dimension back to the prior's mean, an attribute to 0; the first picture of a row" },
  { text: "Space", does: "play or stop the walk between two classes" },
  { text: "Esc", does: "close help" },
];
const HERE = ["R", "0", "L", "P", "Ctrl Z", "Ctrl Shift Z", "?"]; // those of every page that do something here
const REWORDED = ["Space", "Esc"]; // those that do, and what they do is said above

/** What the sheet of keys says. */
export const KEYS_HERE = [...OWN, ...KEYS.filter(({ text }) => HERE.includes(text))];

/** The keys that the page hears; the map's tools are not here. */
export const KEYS_HEARD = KEYS.filter(({ text }) => HERE.includes(text) || REWORDED.includes(text));
