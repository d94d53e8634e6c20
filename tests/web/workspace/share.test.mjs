import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { snapped, snappedCondition } = await part("latents/place");
const { uniform } = await part("latents/gaussian");
const { numbers, pythonText } = await part("workspace/python-text");
const { EMPTY } = await part("workspace/state");

const MODEL = {
  name: "m",
  digest: "0123456789abcdef",
  latent_dim: 2,
  condition: { kind: "class", names: ["a", "b", "c"] },
  class_names: [],
  prior: { mu: [0, 0], logvar: [0, 0] },
};
const POINTS = Float32Array.from({ length: 60 }, (_, i) => Math.sin(i * 12.9898));
const CODES = { latent: 2, n: 30, mu: POINTS, maps: { umap: { name: "umap", points: POINTS } } };
const STATE = {
  ...EMPTY,
  model: MODEL,
  codes: CODES,
  map: "z1-z0",
  z: snapped([0.1, -3.3333]),
  c: snappedCondition([1 / 3, 1 / 3, 1 / 3]),
};
test("numbers in Python are short and give the same float32", () => {
  const random = uniform(3);
  const z = snapped(Array.from({ length: 500 }, () => 20 * random() - 10));
  assert.deepEqual(Float32Array.from(JSON.parse(`[${numbers(z, 3200)}]`)), z);
  assert.equal(numbers(snapped([0.1, -2.5, -0.00001]), 3200), "0.1, -2.5, 0");
  assert.equal(numbers(Float32Array.of(0.12345), 3200), String(Math.fround(0.12345)));
});

const SHOWN = { ...STATE, model: { ...MODEL, image_shape: [3, 8, 8] }, c: snappedCondition([0, 1, 0]), way: "page" };

test("the Python lines name the model, its digest and its class, and ask for the page's arithmetic", () => {
  assert.equal(
    pythonText({ ...SHOWN, z: snapped([0.1, -2.5]) }),
    [
      "import numpy as np",
      "import vaeviz",
      "from PIL import Image",
      "",
      'model = vaeviz.load("m")',
      'assert model.digest == "0123456789abcdef", "another model file than the image was made with"',
      "z = np.array([[0.1, -2.5]], np.float32)",
      "c = np.array([[0, 1, 0]], np.float32)  # b",
      'levels = vaeviz.to_uint8(vaeviz.decode(model, z, c, arithmetic="page"))[0]' +
        "  # channel, height, width: the page's own bytes",
      'Image.fromarray(levels.transpose(1, 2, 0)).save("image.png")',
      "",
    ].join("\n"),
  );
});

test("the Python lines leave c out where there is none, and save a grey image as one", () => {
  const model = { ...MODEL, condition: null, image_shape: [1, 8, 8] };
  const text = pythonText({ ...SHOWN, model, c: new Float32Array(0) });
  assert.ok(!text.includes("c ="));
  assert.match(text, /vaeviz\.decode\(model, z, arithmetic="page"\)/);
  assert.match(text, /^Image\.fromarray\(levels\[0\]\)/m);
});

test("an image that came over the line is PyTorch's", () => {
  for (const way of ["socket", "requests"]) {
    const text = pythonText({ ...SHOWN, way });
    assert.match(text, /arithmetic="torch"\)\)\[0\] {2}# .* as PyTorch on the server computes it$/m);
  }
});

test("hostile names stay text", () => {
  const condition = { kind: "class", names: ["x\nimport os", "b", "c"] };
  const model = { ...SHOWN.model, name: 'a"]\nimport os\n#', condition };
  const hostile = pythonText({ ...SHOWN, model, c: snappedCondition([1, 0, 0]) });
  assert.ok(!/^import os/m.test(hostile));
});
