import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { drawsText, toldTexts } = await part("compare/strips");

test("z is called the same only where it is: models of one size, both with N(0, I)", () => {
  assert.match(drawsText([8, 8], false), /the very same z left and right/);
  assert.match(drawsText([16, 8], false), /the same numbers, of which the smaller model takes the first 8\.$/);
  assert.match(
    drawsText([8, 8], true),
    /the same numbers\. They are deviations from the prior\u2019s mean, and p\(z\|c\) has one for each class/,
  );
  assert.match(drawsText([16, 8], true), /takes the first 8\. They are deviations/);
});

test("under a learned prior one draw is another z in each class", () => {
  assert.match(toldTexts("3", false)[1], /^One z,/);
  assert.match(toldTexts("3", true)[0], /^All told 3: z comes from p\(z\|c\) of that class/);
  assert.match(toldTexts("3", true)[1], /p\(z\|c\) moves z along/);
});
