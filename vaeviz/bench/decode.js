// Time the page's decoder: node decode.js PARTS WEIGHTS CALLS; prints ms per image, with the WebAssembly kernel and without.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [parts, weights, calls] = process.argv.slice(2);
const [WARM_UP, PLAIN_SHARE] = [20, 4]; // plain JavaScript is slow, so it decodes fewer images
const { Runner } = await import(pathToFileURL(`${parts}/runtime/runner.js`));
const { unpack } = await import(pathToFileURL(`${parts}/core/packing.js`));
const kernel = await WebAssembly.compile(fs.readFileSync(`${parts}/runtime/kernel.wasm`));
const read = () => Uint8Array.from(fs.readFileSync(weights)).buffer;
const { latent, condition } = unpack(read()).head;

function median(runner, n) {
  const times = [];
  for (let call = -WARM_UP; call < n; call++) {
    const z = Float32Array.from({ length: latent }, () => 4 * Math.random() - 2); // drawn before the timer starts
    const c = new Float32Array(condition);
    const start = performance.now();
    runner.run(z, c);
    if (call >= 0) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[(times.length - 1) >> 1];
}

const count = Number(calls);
const simd = median(new Runner(read(), kernel), count);
const plain = median(new Runner(read()), Math.ceil(count / PLAIN_SHARE));
console.log(JSON.stringify({ simd, plain }));
