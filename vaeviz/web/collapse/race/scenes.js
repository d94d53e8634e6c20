/** Which baseline collapses: each has remedies and a table of its own. */

import { button, h, press, setText } from "../../core/dom.js";
import { list } from "../../core/list.js";
import { SIDES } from "../run/keys.js";

/** @import { CollapseStore, Packed } from "../../core/types.js" */
/** @import { BoundSettings } from "../run/keys.js" */
/** @import { Remedy, Table } from "./rows.js" */

/**
 * A scene as the server describes it; without a table, `missing` has the reason.
 * @typedef {object} SceneFacts
 * @property {string} key
 * @property {string} title
 * @property {string} says
 * @property {string} rival - key of the remedy that is first compared with the baseline
 * @property {Remedy[]} remedies - the first is the baseline
 * @property {Table | null} table
 * @property {string} missing
 * @property {Record<string, any>} arrays
 */

/** The scenes, each with its arrays under the names of its own file. @param {Packed} facts @returns {SceneFacts[]} */
export function scenesOf({ head, arrays }) {
  return head.scenes.map((/** @type {SceneFacts} */ scene) => {
    const start = `${scene.key}.`;
    const own = Object.entries(arrays).filter(([name]) => name.startsWith(start));
    return { ...scene, arrays: Object.fromEntries(own.map(([name, array]) => [name.slice(start.length), array])) };
  });
}

/**
 * What the store is set to where a scene is entered: its baseline against its rival.
 * @param {Pick<SceneFacts, "key" | "remedies" | "rival">} scene @param {Record<string, BoundSettings>} bound
 */
export function entering({ key, remedies, rival }, bound) {
  /** @type {Record<string, Remedy | undefined>} */
  const remedy = { a: remedies[0], b: remedies.find((one) => one.key === rival) };
  return {
    race_scene: key,
    ...Object.assign({}, ...SIDES.map((side) => bound[side].patch(remedy[side]?.settings ?? {}))),
  };
}

/**
 * Build the choice between the scenes; `enter(scene)` is called at a press.
 * @param {CollapseStore} store @param {(scene: SceneFacts) => void} enter
 */
export function createScenes(store, enter) {
  const group = h("div", { className: "group", role: "group", ariaLabel: "Baseline" });
  const says = h("p", { className: "race-scene-says", dataTestid: "race-scene-says" });
  /** @type {SceneFacts[]} */
  let known = [];
  const show = () => {
    const now = store.get().race_scene;
    list(group, known, {
      key: ({ key }) => key,
      make: (scene) => button(scene.title, `choice-race_scene-${scene.key}`, null, () => enter(scene)),
      update: (node, { key }) => press(node, key === now),
    });
    setText(says, known.find(({ key }) => key === now)?.says ?? "");
  };
  const stop = store.watch(["race_scene"], show);
  return {
    node: h("div", { className: "race-scene", dataControl: "race_scene", dataLabel: "Baseline" }, group, says),
    /** @param {SceneFacts[]} scenes */
    set(scenes) {
      known = scenes;
      show();
    },
    close: stop,
  };
}
