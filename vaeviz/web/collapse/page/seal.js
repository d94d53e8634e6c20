/** What a teacher's link should not show at a glance: encoded, not encrypted. */

/**
 * Pairs of key and text as one word for an address.
 * @param {string[][]} pairs
 */
export function seal(pairs) {
  const bytes = new TextEncoder().encode(new URLSearchParams(pairs).toString());
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/**
 * The pairs of such a word; none where it is not one.
 * @param {string} word
 */
export function open(word) {
  try {
    const bytes = Uint8Array.from(atob(word.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
      letter.charCodeAt(0),
    );
    return [...new URLSearchParams(new TextDecoder().decode(bytes))];
  } catch (error) {
    if (error instanceof DOMException) return [];
    throw error;
  }
}
