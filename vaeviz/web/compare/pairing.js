/** Which two models are compared: left an unconditional one, right a class-conditional one of its data set. */

/** @import { Pairing } from "../workspace/opening.js" */

const LEFT = ["mnist-vae-z8", "mnist-vae-z16"]; // of a first visit: the first that exists
const RIGHT = ["mnist-cvae-z8"];

/** @param {string[]} wanted @param {string[]} known */
const firstOf = (wanted, known) => wanted.find((name) => known.includes(name)) ?? known[0];

/**
 * Make the pairing; `partners` are the class-conditional models of each unconditional one's data set.
 * @param {Record<string, string[]>} partners
 * @returns {Pairing}
 */
export function createPairing(partners) {
  const leftOf = (/** @type {string} */ right) =>
    firstOf(
      LEFT,
      Object.keys(partners).filter((name) => partners[name].includes(right)),
    );
  /** @param {string} name @param {string} second @param {string} [notice] */
  const both = (name, second, notice) => ({
    name,
    second,
    others: partners[name].filter((other) => other !== second),
    ...(notice && { notice }),
  });
  return (wanted, second) => {
    if (wanted === null) {
      const name = firstOf(LEFT, Object.keys(partners));
      return both(name, firstOf(RIGHT, partners[name]));
    }
    if (!Object.hasOwn(partners, wanted)) return both(leftOf(wanted), wanted); // it belongs on the right
    if (second !== null && partners[wanted].includes(second)) return both(wanted, second);
    const chosen = firstOf(RIGHT, partners[wanted]);
    if (second === null) return both(wanted, chosen);
    const why = "the right side takes a class-conditional model of the same data set";
    return both(wanted, chosen, `${second} cannot be compared with ${wanted}: ${why}. ${chosen} is shown.`);
  };
}
