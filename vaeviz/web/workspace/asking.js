/** What the page asks of Python: another model, a second one beside it, to go on at the Explore page. */

import { toQuery } from "./address.js";

const PATIENCE_MS = 10_000; // that opening a model may take until the visitor is told
const CLOCK = { later: (work, ms) => setTimeout(work, ms), cancel: (timer) => clearTimeout(timer) };

/** `send(key, value)` hands a value to Python. Every request is another value: Python sees the same one asked for twice. */
export function createAsking(store, send, clock = CLOCK) {
  const stop = watchOpening(store, clock);
  const ask = (key, name) => send(key, { name, at: Date.now() });
  return {
    stop,

    /** Have another model opened. */
    choose(name) {
      store.set({ opening: name, say: `Opening ${name}.` });
      ask("model", name);
    },

    /** Have another model stand beside this one; null takes it away. */
    chooseSecond: (name) => ask("second", name),

    /** Go on at the Explore page, with this z and c of the open model; Python is told where this page is left. */
    explore(z, c) {
      const state = store.get();
      store.set({ say: "Opening Explore." });
      send("explore", {
        view: toQuery({ ...state, z, c, source: null, second: null }),
        here: toQuery(state),
        at: Date.now(),
      });
    },
  };
}

/** Take a model back that was asked for of a server that is not there; should it come after all, it is shown. */
function watchOpening(store, clock) {
  let timer = null;
  function giveUp(why) {
    const { opening, model } = store.get();
    if (!opening) return;
    store.set({
      opening: null,
      say: "",
      notice: `${opening} was not opened: ${why}. ${model.name} is still shown; choose again in a moment.`,
    });
  }
  const watched = [
    store.watch(["opening"], ({ opening }) => {
      clock.cancel(timer);
      timer = opening ? clock.later(() => giveUp("the server has not answered for 10 s"), PATIENCE_MS) : null;
    }),
    store.watch(["link"], ({ link }) => link.state === "waiting" && giveUp("the connection is lost")),
  ];
  return () => {
    watched.forEach((unwatch) => unwatch());
    clock.cancel(timer);
  };
}
