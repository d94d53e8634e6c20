/** In which order dimensions stand wherever they are listed. */

/** Dimensions by falling rate; in their own order where rates are equal or unknown. */
export function byRate({ latent_dim: size, rate }) {
  const dims = Array.from({ length: size }, (_, dim) => dim);
  return rate ? dims.sort((a, b) => rate[b] - rate[a] || a - b) : dims;
}
