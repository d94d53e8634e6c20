/** Why the server refused a request. */

/**
 * Its reason: ours comes as JSON {"error"}, a proxy's as anything; then it is `otherwise`.
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
