import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { fetchBody } = await part("core/loaded");

/** Ask while `fetch` gives this answer. */
async function request(t, answer) {
  t.mock.method(globalThis, "fetch", answer);
  return fetchBody("/there", "t", "The figures");
}

test("a body arrives as it is, requested with the session's token", async (t) => {
  const body = await request(t, async (address, { headers }) => new Response(`${address} ${headers.Authorization}`));
  assert.equal(new TextDecoder().decode(body), "/there Bearer t");
});

test("a refusal has the server's reason, or its status", async (t) => {
  await assert.rejects(
    request(t, async () => Response.json({ error: "There is no such thing." }, { status: 404 })),
    { message: "There is no such thing." },
  );
  await assert.rejects(
    request(t, async () => new Response("<html>", { status: 502 })),
    { message: /The figures did not arrive: the server answered 502/ },
  );
});

test("a server that does not answer, or breaks off, is named as the reason", async (t) => {
  const broken = () =>
    new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError("network error")) }));
  for (const answer of [() => Promise.reject(new TypeError("Failed to fetch")), async () => broken()]) {
    await assert.rejects(request(t, answer), { message: /The figures did not arrive: the server does not answer/ });
  }
});
