/** The distortion of a picture that was encoded here, against that of the data. */

import { nats } from "../core/format.js";

/** @import { Model } from "../core/types.js" */

/**
 * "distortion 80.2 nats", and that it is far above the data's where it is.
 * @param {{distortion: number}} images
 * @param {Model} model
 */
export function distortionText(images, model) {
  const text = `distortion ${nats(images.distortion)} nats`;
  const { distortion } = model;
  return distortion && isFar(images, model)
    ? `${text}, far above the data\u2019s (typical ${nats(distortion.typical)})`
    : text;
}

/**
 * Whether the model explains hardly any image of the data so badly; never where nothing is known of the data.
 * @param {{distortion: number}} images
 * @param {Model} model
 */
export function isFar({ distortion }, model) {
  return distortion > (model.distortion?.far ?? Number.POSITIVE_INFINITY);
}
