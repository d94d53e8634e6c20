// A grid of two betas and three epochs, of two dimensions and four images of one pixel.

export const HEAD = {
  betas: [0.5, 784],
  epochs: 3,
  latent: 2,
  image: [1, 28, 28],
  class_names: ["0", "1"],
  active: 0.01,
};

/** What vaeviz/server/figures/sweep.py `figures` sends, unpacked. */
export function facts() {
  const cells = 6;
  const along = (n, f) => Float32Array.from({ length: n }, (_, i) => f(i));
  return {
    head: HEAD,
    arrays: {
      rate: along(2 * cells, (i) => (i < 6 ? 2 + i : 0)),
      mu_variance: along(2 * cells, (i) => (i < 6 && i % 2 ? 0.5 : 0.001)),
      distortion: along(cells, (i) => 100 + 10 * i),
      elbo: along(cells, (i) => -120 - i),
      map: along(8 * cells, (i) => (i === 3 ? -3 : 0.01 * i)),
      labels: Uint8Array.of(0, 1, 0, 1),
      shown: Uint8Array.of(2, 1),
      originals: new Uint8Array(2 * 784),
      samples: Float32Array.of(0.5, -0.5, 1, 2),
    },
  };
}
