/** Picture files on their way to the encoder. */

import { refusal } from "../core/refusal.js";
import { unpackReply } from "../runtime/wire.js";

const MAX_UPLOAD = 5 * 2 ** 20; // bytes
const UNREACHED = "The picture did not reach the server. Check the connection and send it again.";

/**
 * Make `upload(file, told, name)`: a picture to be encoded under `told`, where that is another condition than c, and what
 * to call it. `got(reply, told, name)` hears the answer, unless another model was opened meanwhile.
 */
export function createUpload(store, got) {
  let said = null; // the notice of the last failure
  const fail = (notice) => store.set(failure((said = notice)));
  store.watch(["source"], ({ notice }) => {
    if (said !== null && notice === said) store.set({ notice: null });
    said = null;
  });
  return async (file, told = store.get().c, name = "your image") => {
    const { model, here } = store.get();
    if (file.size > MAX_UPLOAD)
      return fail(`"${file.name}" has ${(file.size / 2 ** 20).toFixed(1)} MB; at most 5 MB are taken. Scale it down.`);
    store.set({ say: "Sending the picture." });
    const { reply, problem } = await encoded(file, addressOf(here, model, told), model);
    if (store.get().model.digest !== model.digest) return;
    if (problem) fail(problem);
    else got(reply, told, name);
  };
}

/** {reply}, or {problem} in words. */
async function encoded(file, address, { latent_dim: latentDim, image_shape: imageShape }) {
  let body = null;
  try {
    const response = await fetch(address, { method: "POST", body: file });
    if (!response.ok) return { problem: await refusal(response) };
    body = await response.arrayBuffer();
  } catch {
    return { problem: UNREACHED };
  }
  try {
    return { reply: unpackReply(body, { latentDim, imageShape }) };
  } catch (error) {
    return { problem: error.message };
  }
}

function failure(notice) {
  return { notice, say: "" };
}

function addressOf({ endpoints, token }, model, c) {
  return `${endpoints.image}?model=${model.digest}&token=${encodeURIComponent(token)}${c.length ? `&c=${[...c].join(",")}` : ""}`;
}
