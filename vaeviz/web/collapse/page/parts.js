/** The tabs' parts. */

/** @import { CollapsePage, Part } from "../../core/types.js" */

/** @type {{ tab: string; title: string; load: () => Promise<(page: CollapsePage) => Part> }[]} */
export const PARTS = [
  { tab: "lab", title: "Laboratory", load: () => import("../lab/lab.js").then(({ createLab }) => createLab) },
  { tab: "sweep", title: "Scrubber", load: () => import("../sweep/sweep.js").then(({ createSweep }) => createSweep) },
  { tab: "why", title: "Why", load: () => import("../theory/tab.js").then(({ createWhy }) => createWhy) },
  { tab: "race", title: "Remedies", load: () => import("../race/race.js").then(({ createRace }) => createRace) },
  {
    tab: "criteria",
    title: "Diagnostics",
    load: () => import("../criteria/criteria.js").then(({ createCriteria }) => createCriteria),
  },
  {
    tab: "lessons",
    title: "Lessons",
    load: () => import("../lessons/lessons.js").then(({ createLessons }) => createLessons),
  },
];
