/** Ask the server what a pasted loss is. It parses the text and runs nothing; the newest answer wins. */

/** @import { CollapsePage } from "../../core/types.js" */
/** @import { Answer, Question } from "./types.js" */

import { fetchBody } from "../../core/loaded.js";

const REST_MS = 250; // until a text that is being typed is read

/**
 * Make {ask(asked, wait), stop()}. `asked` is {text, sizes, values}; `hear(answer, asked)` is given what the server
 * says,
 * or {problems} where it says nothing. `page` has endpoints and token.
 * @param {Pick<CollapsePage, "endpoints" | "token">} page
 * @param {(answer: Answer, asked: Question) => void} hear
 */
export function createAsking(page, hear) {
  let newest = 0;
  let timer = 0;
  /** @param {Question} asked */
  async function send(asked) {
    const mine = ++newest;
    /** @type {Answer} */
    let answer;
    try {
      const body = await fetchBody(page.endpoints.loss, page.token, "The reading of your loss", {
        method: "POST",
        body: JSON.stringify(asked),
      });
      answer = JSON.parse(new TextDecoder().decode(body));
    } catch (error) {
      answer = {
        loss: null,
        understood: [],
        notes: [],
        asked: [],
        values: {},
        sizes: [],
        stated: [],
        problems: [{ line: 0, text: "", why: /** @type {Error} */ (error).message }],
      };
    }
    if (mine === newest) hear(answer, asked);
  }
  return {
    /**
     * Ask at once, or when nothing more is asked for a moment.
     * @param {Question} asked
     * @param {boolean} [wait]
     */
    ask(asked, wait = false) {
      newest++; // what is under way answers another question
      clearTimeout(timer);
      timer = setTimeout(() => send(asked), wait ? REST_MS : 0);
    },
    stop() {
      newest++;
      clearTimeout(timer);
    },
  };
}
