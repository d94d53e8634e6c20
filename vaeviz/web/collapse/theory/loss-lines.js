/**
 * The same loss as PyTorch lines that are right: sums over pixels and dimensions, one mean over images, beta in sight.
 */

/** @import { Loss } from "./types.js" */

import { betaOf } from "./loss.js";

const BEST = [
  "s2 = (x_hat - x).pow(2).mean()  # the optimal variance of a pixel, in this batch",
  "distortion = (x_hat - x).pow(2).flatten(1).sum(1) / (2 * s2)",
  "distortion = distortion + 0.5 * x[0].numel() * s2.log()  # nats per image",
];

/**
 * The lines for a loss at `beta`; squared error at the variance `s2`, or at the optimal one, measured in the batch.
 * @param {Pick<Loss, "kind">} given
 * @param {number} [beta]
 * @param {number | null} [s2]
 */
export function linesOf({ kind }, beta = 1, s2 = null) {
  const weight = beta === 1 ? "kl" : `${plain(beta)} * kl`;
  const kl = "kl = -0.5 * (1 + logvar - mu.pow(2) - logvar.exp()).sum(1)  # nats per image";
  if (kind === "bernoulli") {
    return [
      'distortion = F.binary_cross_entropy_with_logits(logits, x, reduction="none")',
      "distortion = distortion.flatten(1).sum(1)  # nats per image",
      kl,
      `loss = (distortion + ${weight}).mean()  # over images only`,
    ];
  }
  return [
    ...(s2 === null
      ? BEST
      : [
          `s2 = ${plain(s2)}  # the pixels' variance; the smaller, the more they count`,
          "distortion = (x_hat - x).pow(2).flatten(1).sum(1) / (2 * s2)  # nats per image",
        ]),
    kl,
    `loss = (distortion + ${weight}).mean()  # over images only`,
  ];
}

/**
 * What the pasted loss does, in right lines: the same minimum, its beta or variance written out.
 * @param {Loss} loss
 */
export function sameAs(loss) {
  const beta = betaOf(loss);
  return loss.kind === "bernoulli" ? linesOf(loss, beta) : linesOf(loss, 1, beta);
}

/**
 * A number as Python writes one.
 * @param {number} value
 */
function plain(value) {
  return String(Number(value.toPrecision(4)));
}
