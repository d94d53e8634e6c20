/** The right-hand model: a state of its own, with the session and the stored codes behind it. */

import { createSession } from "../runtime/session.js";
import { priorAt } from "../latents/gaussian.js";
import { nullCondition } from "../map/codes.js";
import { createCodesLoading } from "../map/loading.js";
import { EMPTY } from "../workspace/state.js";
import { createStore } from "../core/store.js";

/** Keep a state for the second model of `store`: {store, many, retry, close}. */
export function createOther(store) {
  const other = createStore(EMPTY);
  const session = createSession(other, () => {});
  const codes = createCodesLoading(other);
  const stops = [
    store.watch(["theme"], ({ theme }) => other.set({ theme })),
    store.watch(["second"], ({ second }) => take(second)),
  ];

  function take(second) {
    if (!second) return other.set({ model: null });
    const { model, endpoints, token } = second;
    codes.open(second); // lets go of the codes of the model before
    const c = nullCondition(model);
    other.set({ model, here: { endpoints, token }, z: Float32Array.from(priorAt(model, c).mu), c });
    session.open(second);
  }
  return {
    store: other,
    many: session.many,
    retry: session.retry,
    close() {
      stops.forEach((stop) => stop());
      session.close();
      codes.close();
    },
  };
}
