/** Figures of shipped runs and theory, fetched by name once a page. */

import { unpack } from "../../core/packing.js";
import { fetchBody } from "../../core/loaded.js";

/** Make `facts(name)`; `place()` gives {endpoints, token} as they are now. What failed is asked for again the next time. */
export function createFacts(place) {
  const known = new Map(); // name -> promise of {head, arrays}
  return (name) => {
    if (!known.has(name)) {
      const { endpoints, token } = place();
      const asked = fetchBody(`${endpoints.collapse}/${name}`, token, "The figures").then(unpack);
      asked.catch(() => known.delete(name));
      known.set(name, asked);
    }
    return known.get(name);
  };
}
