/** What this browser keeps from visit to visit; one without storage keeps nothing. */

/**
 * What was kept under `key`, or null; `otherwise` where there is no storage.
 * @param {string} key
 * @param {string | null} [otherwise]
 */
export function recall(key, otherwise = null) {
  try {
    return localStorage.getItem(key);
  } catch {
    return otherwise;
  }
}

/**
 * Keep `text` under `key`.
 * @param {string} key
 * @param {string} text
 */
export function keep(key, text) {
  try {
    localStorage.setItem(key, text);
  } catch {
    return; // it is forgotten with the page
  }
}
