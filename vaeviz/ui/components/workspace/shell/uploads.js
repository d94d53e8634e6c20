/** Picture files on their way to the encoder. */

import { unpackReply } from "../decoder/wire.js";
import { refusal } from "../map/codes.js";

const MAX_UPLOAD = 5 * 2 ** 20; // bytes
const UNREACHED = "The picture did not reach the server. Check the connection and send it again.";

/** Make `upload(file)`; `got(reply, c)` is told the answer, encoded under c, unless another model was opened meanwhile. */
export function createUpload(store, got) {
  let told = null; // the notice of the last failure
  const fail = (notice) => store.set(failure((told = notice)));
  store.watch(["source"], ({ notice }) => {
    if (told !== null && notice === told) store.set({ notice: null });
    told = null;
  });
  return async (file) => {
    const { c, model, here } = store.get();
    if (file.size > MAX_UPLOAD) return fail(`"${file.name}" has ${(file.size / 2 ** 20).toFixed(1)} MB; at most 5 MB are taken. Scale it down.`);
    store.set({ say: "Sending the picture." });
    const { reply, problem } = await encoded(file, addressOf(here, model, c), model);
    if (store.get().model.digest !== model.digest) return;
    if (problem) fail(problem);
    else got(reply, c);
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
