/** Keeps the store's gauge at z: calibrated once for the codes, read after every image. */

/** @import { Codes, Gauge, Model, PageStore } from "../core/types.js" */
/** @import { PackedCodes } from "./gauge.js" */

import { logDensity, priorAt } from "../latents/gaussian.js";
import { Z_STEPS } from "../latents/place.js";
import { ownPriors } from "../map/codes.js";
import { createNearest, measureTypical, packCodes, typicalDensity, usualDensity } from "./gauge.js";

const SLICE_MS = 6; // of measuring at a time, so that no drag waits for it
const REST_MS = 600; // that z must have stayed on its side before it is announced

/** @typedef {(z: Float32Array, c: Float32Array) => Gauge} Reading */

/**
 * Watch z.
 * @param {PageStore} store
 * @param {(read: () => void) => () => void} schedule when to read: at most once a frame, and after its image
 */
export function watchGauge(store, schedule) {
  /** @type {Reading | null} once the codes are measured */
  let read = null;
  const look = schedule(() => {
    const { z, c, codes, model } = store.get();
    const fits = codes && z.length === codes.latent && model.latent_dim === codes.latent;
    store.set({ gauge: read && fits ? read(z, c) : null });
  });
  store.watch(["codes"], ({ codes, model }) => {
    read = null;
    look();
    if (!codes || codes.n < 2) return;
    const wanted = () => store.get().codes === codes;
    measure(codes, model, wanted, (made) => {
      read = made;
      look();
    });
  });
  store.watch(["z", "c"], look);
  announceFar(store);
}

/**
 * Make the reading in slices of time; given up once `wanted()` is false.
 * @param {Codes} codes
 * @param {Model} model
 * @param {() => boolean} wanted
 * @param {(read: Reading) => void} done
 */
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

/**
 * The gauge of a z under c; what is known of the codes is computed here, once.
 * @param {Codes} codes
 * @param {PackedCodes} packed
 * @param {Model} model
 * @param {{typical: number, limit: number}} calibration
 * @returns {Reading}
 */
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

/**
 * Announce once that z has gone far from the data or come back, when it has stayed there for a while.
 * @param {PageStore} store
 */
function announceFar(store) {
  let announced = false;
  let timer = 0;
  store.watch(["gauge"], ({ gauge }) => {
    clearTimeout(timer);
    if (!gauge) announced = false;
    if (!gauge || gauge.far === announced) return;
    timer = setTimeout(() => {
      announced = gauge.far;
      store.set({ say: announced ? "Far from the training data." : "Near the training data again." });
    }, REST_MS);
  });
}
