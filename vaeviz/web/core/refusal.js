/** Why something failed, in words. */

/**
 * Why the server refused: ours says it as JSON {"error"}, a proxy in any form; then it is `otherwise`.
 * @param {Response} response
 * @returns {Promise<string>}
 */
export async function refusal(response, otherwise = `The server answered ${response.status}.`) {
  try {
    return (await response.json()).error ?? otherwise;
  } catch {
    return otherwise;
  }
}

/**
 * The message of what was thrown.
 * @param {unknown} error
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
