/** Everything a visitor can do, gathered from the parts: each action patches the store, and the parts follow. */

/** @import { Actions, PageStore } from "../core/types.js" */

import { createDirections } from "../latents/directions.js";
import { createMoves } from "../latents/moves.js";
import { createSampling } from "../latents/sampling.js";
import { createSelecting } from "../map/selection.js";
import { createMapMoves } from "../map/moves.js";
import { createHistory } from "../history/history.js";
import { createPinned } from "../history/pinned.js";
import { createPlayer } from "../history/player.js";
import { createEncoded } from "../image/encoded.js";

/**
 * Gather the actions; `random` gives uniform numbers in [0, 1).
 * @param {PageStore} store
 * @returns {Actions}
 */
export function createActions(store, random = Math.random) {
  const history = createHistory(store);
  return {
    ...history,
    ...createMoves(store, history),
    ...createSampling(store, history, random),
    ...createDirections(store, history),
    ...createMapMoves(store, history, random),
    ...createSelecting(store, history),
    ...createEncoded(store),
    ...createPinned(store, history),
    ...createPlayer(store, history),
  };
}
