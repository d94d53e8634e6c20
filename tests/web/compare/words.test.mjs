import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { boundText, missingText, nounOf, probeText, savedWords } = await part("compare/words");

const FIGURES = {
  probe_accuracy: 0.921,
  probe_chance: 0.1135,
  rate: 20,
  distortion: 70.25,
  images: 10000,
  dataset: "mnist",
  split: "test",
  binarised: true,
};
const sideOf = (rate, more) => ({ rate, distortion: null, bound: null, latent: 8, ...more });
const saved = (plain, conditional) => savedWords({ plain, conditional, classes: 10, n: 10000, split: "test" });

test("the probe's sentence has its figure, chance, and whose images", () => {
  assert.equal(
    probeText(FIGURES).text,
    "A linear probe on \u03bc predicts the class of 92.1\u00a0% of test images (chance 11.3\u00a0%).",
  );
  assert.equal(probeText({ ...FIGURES, probe_accuracy: null }), null);
});

test("a bound is on p(x), or on p(x|label) where the model is conditional", () => {
  assert.match(
    boundText(FIGURES, false),
    /rate 20\.0 \+ distortion 70\.3 = 90\.3 nats, an upper bound on \u2212log p\(x\); mean over 10,000 test images of mnist, binarised pixels/,
  );
  assert.match(boundText(FIGURES, true), /\u2212log p\(x\|label\)/);
  assert.match(
    boundText({ ...FIGURES, distortion: -23450.77 }, false),
    /rate 20\.0 \+ distortion \u221223,451 = \u221223,431 nats/,
  );
  assert.equal(boundText(null, true), "");
});

test("what the label saved is set against what a label is worth", () => {
  const words = saved(sideOf(20), sideOf(18));
  assert.match(words[0], /^20\.0 nats without the label, 18\.0 with it: z needs 2\.0 fewer nats/);
  assert.match(words[0], /mean over the 10,000 stored test images/);
  assert.match(words[1], /ln 10 = 2\.30 nats/);
  assert.match(words[2], /0\.3 nats less than the label is worth/);
});

test("what exceeds the label's worth is put down to how the models differ", () => {
  const words = saved(sideOf(24, { latent: 16, distortion: 60, bound: 84 }), sideOf(13, { distortion: 77, bound: 90 }));
  assert.match(
    words[2],
    /The other 8\.7 nats come from other differences between the models: they have 16 and 8 dimensions, and their distortions are 60\.0 and 77\.0 nats/,
  );
  assert.match(words[3], /84\.0 and 90\.0 nats, 6\.0 nats more with the label/);
});

test("a label that saved nothing is not credited with a saving", () => {
  const words = saved(sideOf(10), sideOf(12));
  assert.match(words[0], /z needs no fewer nats/);
  assert.equal(words[2], "With the label, z uses 2.0 nats more: it saves nothing.");
  assert.equal(saved(sideOf(10), sideOf(10.01))[2], "The label saves nothing.");
  assert.deepEqual(saved(sideOf(null), sideOf(12)), [], "unknown rates are left out");
});

test("classes that are digits are called so", () => {
  assert.equal(nounOf(["0", "1"]), "digit");
  assert.equal(nounOf(["bag", "coat"]), "class");
  assert.equal(nounOf([]), "class");
});

test("an image that is not on this machine comes with the command that fetches it", () => {
  const [why, remedy] = missingText({ originals: false }, { fetch: "python -m vaeviz evaluate here --limit 100" });
  assert.match(why, /not on this machine/);
  assert.match(remedy, /To fetch them: python -m vaeviz evaluate here --limit 100, then restart the app/);
  assert.deepEqual(missingText({ originals: true }, { fetch: "x" }), ["the image did not arrive", ""]);
});
