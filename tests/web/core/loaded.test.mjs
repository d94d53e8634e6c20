import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { fetchBody } = await part("core/loaded");

/** Ask while `fetch` gives this answer. */
async function asked(t, answer) {
  t.mock.method(globalThis, "fetch", answer);
  return fetchBody("/there", "t", "The figures");
}

test("a body arrives as it is, asked for with the session's token", async (t) => {
  const body = await asked(t, async (address, { headers }) => new Response(`${address} ${headers.Authorization}`));
  assert.equal(new TextDecoder().decode(body), "/there Bearer t");
});

test("a refusal is told in the server's words, or by its number", async (t) => {
  await assert.rejects(
    asked(t, async () => Response.json({ error: "There is no such thing." }, { status: 404 })),
    { message: "There is no such thing." },
  );
  await assert.rejects(
    asked(t, async () => new Response("<html>", { status: 502 })),
    { message: /The figures did not arrive: the server answered 502/ },
  );
});

test("a server that does not answer, or breaks off, is told as such", async (t) => {
  const broken = () =>
    new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError("network error")) }));
  for (const answer of [() => Promise.reject(new TypeError("Failed to fetch")), async () => broken()]) {
    await assert.rejects(asked(t, answer), { message: /The figures did not arrive: the server does not answer/ });
  }
});
