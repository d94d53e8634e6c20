/** Which baseline collapses: each has remedies of its own and a table of its own. */

import { h, press, setText } from "../../core/dom.js";
import { lower } from "./sentence.js";
import { LANES, patchOf } from "./settings.js";

/** The scenes out of what the server tells, each with its arrays by the names that its own file has. */
export function scenesOf({ head, arrays }) {
  return head.scenes.map((scene) => {
    const start = `${scene.key}.`;
    const own = Object.entries(arrays).filter(([name]) => name.startsWith(start));
    return { ...scene, arrays: Object.fromEntries(own.map(([name, array]) => [name.slice(start.length), array])) };
  });
}

/** What the store is set to where a scene is entered: its baseline against its rival. */
export function entering({ key, remedies, rival }) {
  const sides = { a: remedies[0], b: remedies.find((remedy) => remedy.key === rival) };
  return { race_scene: key, ...Object.assign({}, ...LANES.map((lane) => patchOf(lane, sides[lane].settings))) };
}

/** Build the choice between the scenes; `enter(scene)` hears of a press. */
export function createScenes(store, enter) {
  const group = h("div", { className: "group", role: "group", ariaLabel: "Which collapse" });
  const says = h("p", { className: "race-scene-says", dataTestid: "race-scene-says" });
  const made = [];
  const show = () => {
    const now = store.get().race_scene;
    made.forEach(({ scene, node }) => press(node, scene.key === now));
    setText(says, made.find(({ scene }) => scene.key === now)?.scene.says ?? "");
  };
  const stop = store.watch(["race_scene"], show);
  return {
    node: h("div", { className: "race-scene", dataControl: "race_scene", dataLabel: "which collapse" }, group, says),
    set(scenes) {
      const one = (scene) => ({
        scene,
        node: h(
          "button",
          { type: "button", dataTestid: `choice-race_scene-${scene.key}`, onclick: () => enter(scene) },
          lower(scene.title),
        ),
      });
      made.splice(0, made.length, ...scenes.map(one));
      group.replaceChildren(...made.map(({ node }) => node));
      show();
    },
    close: stop,
  };
}
