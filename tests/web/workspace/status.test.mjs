import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { linkText, timingText } = await part("workspace/status");
const { veilText } = await part("image/image");

test("the read-out names the way, and the two times apart", () => {
  const both = { computeMs: 0.31, roundTripMs: 2.44 };
  assert.equal(timingText(both, "page"), "decode 0.3 ms in the page, round trip 2.4 ms");
  assert.equal(timingText(both, "socket"), "decode 0.3 ms over the socket, round trip 2.4 ms");
  assert.equal(timingText({ computeMs: 1, roundTripMs: null }, "requests"), "decode 1.0 ms by requests");
  assert.equal(timingText({ computeMs: null, roundTripMs: null }, "page"), "");
});

test("a lost line is said with what it means: without its encoder in the page, drawing waits", () => {
  assert.equal(linkText({ state: "waiting" }, "socket", false), "offline");
  assert.equal(linkText({ state: "waiting" }, "page", false), "offline: sliders and map keep working");
  assert.equal(linkText({ state: "waiting" }, "page", true), "offline: sliders, map and drawing keep working");
  assert.equal(linkText({ state: "open" }, "page", true), "live");
  assert.equal(linkText({ state: "refused" }, "page", true), "ended: sliders, map and drawing keep working");
  assert.equal(linkText({ state: "refused", over: true }, "page", true), "ended: reload the page to go on");
});

test("nothing veils a picture that the page makes itself", () => {
  assert.match(veilText({ state: "waiting" }, null, true, "socket").text, /Your settings are kept/);
  assert.equal(veilText({ state: "waiting" }, null, true, "page").text, "");
  assert.equal(veilText({ state: "refused" }, null, true, "page").text, "");
  assert.match(veilText({ state: "waiting" }, null, false, "page").text, /No connection/);
  assert.match(veilText({ state: "open" }, "other", true, "page").text, /Opening other/);
});
