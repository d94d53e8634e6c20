import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { veilText } = await part("image/image");

test("a lost connection is announced, and reconnecting does not hide the last image", () => {
  assert.match(veilText({ state: "waiting" }, null, true).text, /No connection/);
  assert.equal(veilText({ state: "connecting" }, null, true).text, "");
  assert.match(veilText({ state: "refused", reason: "" }, null, true).action, /Reload/);
});
