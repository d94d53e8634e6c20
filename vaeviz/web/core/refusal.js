/** Why the server refused a request. */

/** Its words: ours come as JSON {"error"}, a proxy's as anything; then it is `otherwise`. */
export async function refusal(response, otherwise = `The server answered ${response.status}.`) {
  try {
    return String((await response.json()).error);
  } catch {
    return otherwise;
  }
}
