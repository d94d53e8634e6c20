/** Whether z is where the data are: as near to a stored code as codes of real images are to one another's. */

import { normal } from "../latents/gaussian.js";
import { nearest } from "../map/neighbours.js";

const SAMPLES = 150; // real images whose own distances set the limit
const SHARE = 0.99; // of them are inside it

/**
 * Measure what near means for `codes`; the answer says of a z whether it is farther from every stored mean than nearly
 * all draws from the posteriors of real images are. Collapsed dimensions do not count.
 */
export function measureNearness(codes, active, random = Math.random) {
  const dims = [...Array(codes.latent).keys()].filter((j) => !active || active[j]);
  const pack = (from, at) => dims.map((j) => from[at + j]);
  const packed = new Float32Array(codes.n * dims.length);
  for (let i = 0; i < codes.n; i++) packed.set(pack(codes.mu, i * codes.latent), i * dims.length);
  const gap = (z) => nearest(packed, dims.length, z, 1).distance[0];
  const gaps = Array.from({ length: Math.min(SAMPLES, codes.n) }, () => {
    const at = Math.floor(random() * codes.n) * codes.latent;
    return gap(dims.map((j) => codes.mu[at + j] + Math.exp(codes.logvar[at + j] / 2) * normal(random)));
  }).sort((a, b) => a - b);
  const limit = gaps[Math.floor(SHARE * (gaps.length - 1))];
  return (z) => gap(pack(z, 0)) > limit;
}

/** Keep the store's `far` true while z is away from the data; `schedule` says when to look. */
export function watchNearness(store, schedule) {
  let isFar = null;
  const check = schedule(() => {
    const { z, codes } = store.get();
    store.set({ far: Boolean(isFar && codes && z.length === codes.latent && isFar(z)) });
  });
  store.watch(["codes"], ({ codes, model }) => {
    isFar = null;
    if (codes?.n > 1) setTimeout(() => store.get().codes === codes && ((isFar = measureNearness(codes, model.active)), check()));
    check();
  });
  store.watch(["z"], check);
}
