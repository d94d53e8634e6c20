/** Figures of shipped runs and theory, fetched by name once a page. */

import { unpack } from "../decoder/packing.js";

/** Make `facts(name)`; `place()` gives {endpoints, token} as they are now. What failed is asked for again the next time. */
export function createFacts(place) {
  const known = new Map(); // name -> promise of {head, arrays}
  return (name) => {
    if (!known.has(name)) {
      const { endpoints, token } = place();
      const asked = fetchFacts(`${endpoints.collapse}/${name}`, token);
      asked.catch(() => known.delete(name));
      known.set(name, asked);
    }
    return known.get(name);
  };
}

async function fetchFacts(address, token) {
  let answer;
  try {
    answer = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
  } catch {
    throw new Error("The figures did not arrive: the server does not answer. Try again.");
  }
  if (!answer.ok) throw new Error(await wordsOf(answer));
  return unpack(await answer.arrayBuffer());
}

/** What the server says of a refusal. */
async function wordsOf(answer) {
  try {
    return (await answer.json()).error;
  } catch {
    return `The figures did not arrive: the server answered ${answer.status}. Try again.`;
  }
}
