import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { drawsText, rowTexts } = await part("compare/strips");

test("z is called the same only where it is: models of one size, both with N(0, I)", () => {
  assert.match(drawsText([8, 8], false), /the same z left and right/);
  assert.match(drawsText([16, 8], false), /the same noise, of which the smaller model takes the first 8 numbers\.$/);
  assert.match(
    drawsText([8, 8], true),
    /the same noise\. It is scaled and shifted to the prior, and each class has its own p\(z\|c\)/,
  );
  assert.match(drawsText([16, 8], true), /takes the first 8 numbers\. It is scaled/);
});

test("under a learned prior one sample is another z in each class", () => {
  assert.match(rowTexts("3", false)[1], /^One z \(marked above\), every class/);
  assert.match(rowTexts("3", true)[0], /^All with c = 3: z comes from p\(z\|c\)/);
  assert.match(rowTexts("3", true)[1], /z moves with p\(z\|c\)/);
});
