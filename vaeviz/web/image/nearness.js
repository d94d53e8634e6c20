/** Keeps the store's gauge at z: measured once for the codes, read after every picture. */

import { logDensity, priorAt } from "../latents/gaussian.js";
import { Z_STEPS } from "../latents/place.js";
import { ownPriors } from "../map/codes.js";
import { createNearest, measureTypical, packCodes, typicalDensity, usualDensity } from "./gauge.js";

const SLICE_MS = 6; // of measuring at a time, so that no drag waits for it
const SAY_MS = 600; // that z must have stayed on its side before it is said

/** Watch z; `schedule` says when to look: at most once a frame, and after its picture. */
export function watchGauge(store, schedule) {
  let read = null; // (z, c) -> gauge, once the codes are measured
  const look = schedule(() => {
    const { z, c, codes, model } = store.get();
    const fits = read && codes && z.length === codes.latent && model.latent_dim === codes.latent;
    store.set({ gauge: fits ? read(z, c) : null });
  });
  store.watch(["codes"], ({ codes, model }) => {
    read = null;
    look();
    if (codes?.n > 1)
      measure(
        codes,
        model,
        () => store.get().codes === codes,
        (made) => ((read = made), look()),
      );
  });
  store.watch(["z", "c"], look);
  tellFlips(store);
}

/** Make the reading in slices of time; given up once `wanted()` is false. */
function measure(codes, model, wanted, done) {
  const packed = packCodes(codes, model.active);
  const steps = measureTypical(codes, packed);
  setTimeout(function slice() {
    if (!wanted()) return;
    const end = performance.now() + SLICE_MS;
    let step = steps.next();
    while (!step.done && performance.now() < end) step = steps.next();
    if (step.done) done(createReading(codes, packed, model, step.value));
    else setTimeout(slice);
  });
}

/** The gauge of a z under c: all that is known of the codes is taken up front. */
export function createReading(codes, packed, model, { typical, limit }) {
  const nearest = createNearest(packed);
  const usual = usualDensity(codes, ownPriors(codes, model));
  const rounded = Math.sqrt(codes.latent) / (2 * Z_STEPS); // the farthest that the grid moves a code
  return (z, c) => {
    const prior = priorAt(model, c);
    const found = nearest(z);
    const gap = found > rounded ? found : 0;
    return {
      gap,
      typical,
      limit,
      logPrior: logDensity(z, prior),
      usual,
      drawn: typicalDensity(prior),
      far: gap > limit,
    };
  };
}

/** Say once that z has left the data or come back, when it has stayed there for a while. */
function tellFlips(store) {
  let [said, timer] = [false, null];
  store.watch(["gauge"], ({ gauge }) => {
    clearTimeout(timer);
    if (!gauge) return void (said = false);
    if (gauge.far === said) return;
    timer = setTimeout(() => {
      said = gauge.far;
      store.set({ say: said ? "Off the data: no real code is near." : "Back on the data." });
    }, SAY_MS);
  });
}
