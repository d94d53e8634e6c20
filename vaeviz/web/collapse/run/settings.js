/** How the settings of a run depend on each other. */

/** @import { Settings } from "../../core/types.js" */

const FLOORS = /** @type {Record<string, number>} */ ({ free: 0, delta: 0.15, "batch-norm": 0.6 }); // as published

/**
 * What `wanted` sets otherwise than `now`; settings may hold settings of their own.
 * @param {Settings} now @param {Settings} wanted @returns {Settings}
 */
export function changes(now, wanted) {
  /** @type {Settings} */
  const found = {};
  for (const [name, value] of Object.entries(wanted)) {
    const inner = typeof value === "object" ? changes(now[name], value) : null;
    if (inner ? Object.keys(inner).length : value !== now[name]) found[name] = inner ?? value;
  }
  return found;
}

/**
 * What else has to change with these settings, unless it is set with them: free bits and a capacity are two objectives,
 * and a posterior with a floor starts with the published one.
 * @param {Settings} changed @returns {Settings}
 */
export function consequences({ free_bits, capacity, posterior, ...others }) {
  if (free_bits > 0 && capacity === undefined) return { capacity: 0 };
  if (capacity > 0 && free_bits === undefined) return { free_bits: 0 };
  return posterior && !("floor" in others) ? { floor: FLOORS[posterior] } : {};
}

/**
 * Which settings have no effect beside the others, by name: their controls are greyed.
 * @param {Settings} settings @returns {Record<string, boolean>}
 */
export function idle({ schedule, capacity, posterior, decoder }) {
  return {
    ramp: schedule === "constant" && capacity === 0,
    floor: posterior === "free",
    context_dropout: decoder !== "autoregressive",
  };
}
