/** An encoder's program, run here, and what its posteriors are worth under the decoder's. */

import { Runner } from "./runner.js";

const SATURATED = 20; // as in vaeviz/families/posteriors.py: beyond it a sigmoid is within 2e-9 of 0 or 1

/** @import { Encoding } from "../core/types.js" */

/** @typedef {{form: "free" | "delta", low: number, high: number}} PosteriorForm see families/encoder_program.py */

/** Makes posteriors of pictures; `buffer` is the encoder's body, see vaeviz/server/decode/weights.py. */
export class Encoder {
  #runner;

  /**
   * @param {ArrayBuffer} buffer
   * @param {WebAssembly.Module | null} kernel
   */
  constructor(buffer, kernel = null) {
    this.#runner = new Runner(buffer, kernel);
  }

  /**
   * Encode a picture, rows of HWC bytes, under c; `decoder` is the Runner of the same model's decoder.
   * @param {Uint8Array} levels
   * @param {Float32Array} c
   * @param {Runner} decoder
   * @returns {Encoding}
   */
  encode(levels, c, decoder) {
    const { posterior, likelihood } = this.#runner.head;
    const x = Float32Array.from(levels, (level) => level / 255);
    const found = posteriorOf(posterior, this.#runner.output(x, c));
    const output = decoder.output(found.mu, c);
    const means =
      decoder.head.link === "sigmoid" ? output.map((/** @type {number} */ h) => 1 / (1 + Math.exp(-h))) : output;
    return {
      ...found,
      distortion: likelihood.form === "bernoulli" ? crossEntropy(x, output) : gaussian(x, means, likelihood.sigma),
      reconstruction: new Uint8Array(Uint8ClampedArray.from(means, (mean) => 255 * mean).buffer),
    };
  }
}

/**
 * The posterior of a network's heads, mu's and the spread's side by side.
 * @param {PosteriorForm} form
 * @param {Float32Array} heads
 */
export function posteriorOf({ form, low, high }, heads) {
  const half = heads.length / 2;
  const [mu, spread] = [heads.slice(0, half), heads.slice(half)];
  if (form === "free") return { mu, logvar: spread.map((value) => Math.min(high, Math.max(low, value))) };
  const logvar = new Float32Array(half);
  for (let j = 0; j < half; j++) {
    const s = Math.min(SATURATED, Math.max(-SATURATED, spread[j]));
    logvar[j] = 2 * Math.log(low + (high - low) * sigmoid(s));
    mu[j] = Math.sqrt(owed(s, low, high)) + Math.max(0, mu[j]);
  }
  return { mu, logvar };
}

/**
 * The square of delta's mean that the committed rate asks for: 2 delta + 1 + ln v - v, expanded at the nearer of its
 * two roots, as `Delta` of vaeviz/families/posteriors.py does.
 * @param {number} s
 * @param {number} low
 * @param {number} high
 */
function owed(s, low, high) {
  const span = high - low;
  if (s < 0) {
    const above = (span / low) * sigmoid(s);
    return 2 * Math.log1p(above) - low * low * above * (2 + above);
  }
  const below = (span / high) * sigmoid(-s);
  return 2 * Math.log1p(-below) + high * high * below * (2 - below);
}

/** @param {number} s */
function sigmoid(s) {
  return 1 / (1 + Math.exp(-s));
}

/**
 * -sum x log p + (1 - x) log(1 - p), of logits: softplus(h) - x h.
 * @param {Float32Array} x
 * @param {Float32Array} logits
 */
function crossEntropy(x, logits) {
  return logits.reduce((sum, h, i) => sum + Math.max(h, 0) + Math.log1p(Math.exp(-Math.abs(h))) - x[i] * h, 0);
}

/**
 * -sum log N(x; mean, sigma^2).
 * @param {Float32Array} x
 * @param {Float32Array} means
 * @param {number} sigma
 */
function gaussian(x, means, sigma) {
  const squares = means.reduce((sum, mean, i) => sum + (x[i] - mean) ** 2, 0);
  return squares / (2 * sigma * sigma) + x.length * (Math.log(sigma) + Math.log(2 * Math.PI) / 2);
}
