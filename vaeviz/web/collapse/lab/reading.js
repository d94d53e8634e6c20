/** What a frame of the laboratory says, in one place: names of the server on one side, of the page on the other. */

/**
 * The numbers of a frame; rate, distortion and ELBO in nats an image, means over `images` images of a split that it does
 * not train on; NaN once the weights have run away.
 */
export function numbersOf(head) {
  return {
    step: head.step,
    speed: head.steps_per_second,
    beta: head.beta,
    rate: head.rate ?? NaN,
    distortion: head.distortion ?? NaN,
    elbo: head.elbo ?? NaN,
    active: head.active_kl, // dimensions of more rate than the threshold; the count by variance flickers for hundreds of steps after a move
    varying: head.active, // dimensions whose mean varies over images (Burda et al. 2016)
    latent: head.latent,
    dim: head.dim, // walked along
    dims: head.dims, // of the two that vary most
    moves: head.moves,
    command: head.command,
    commandStep: head.command_step,
    split: head.split,
    images: head.images,
    limits: { variance: head.active_threshold, rate: head.kl_threshold },
  };
}

/** Which dimensions are active, one truth a dimension. */
export function activeOf(head, { rate_per_dim: rates }) {
  return Uint8Array.from(rates, (rate) => Number(rate > head.kl_threshold));
}

/** The dimension whose traversal is shown where none was chosen: the one of most rate; the one at hand while it is close to that. */
export function strongest(rates, now) {
  let best = 0;
  for (let j = 1; j < rates.length; j++) if (rates[j] > rates[best]) best = j;
  return now < rates.length && rates[now] > 0.7 * rates[best] ? now : best;
}
