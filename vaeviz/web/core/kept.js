/** What this browser keeps from visit to visit; one without storage keeps nothing. */

/** What was kept under `key`, or null; `otherwise` where there is no storage. */
export function recall(key, otherwise) {
  try {
    return localStorage.getItem(key);
  } catch {
    return otherwise;
  }
}

/** Keep `text` under `key`. */
export function keep(key, text) {
  try {
    localStorage.setItem(key, text);
  } catch {
    return; // it is forgotten with the page
  }
}
