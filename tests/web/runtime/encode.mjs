// Encode pictures: node encode.mjs FOLDER N simd|plain, with weights, encoder, levels and c in the folder; writes there
// of each picture mu, logvar and the distortion, float32, and the heads as they come of the steps.
import fs from "node:fs";
import { part, WORKSPACE } from "../modules.mjs";

const { Runner } = await part("runtime/runner");
const { Encoder } = await part("runtime/encoder");
const [folder, n, how] = process.argv.slice(2);
const read = (name) => {
  const { buffer, byteOffset, length } = fs.readFileSync(`${folder}/${name}`);
  return buffer.slice(byteOffset, byteOffset + length);
};
const kernel =
  how === "simd" ? await WebAssembly.compile(fs.readFileSync(new URL("runtime/kernel.wasm", WORKSPACE))) : null;
const [levels, c] = [new Uint8Array(read("levels")), new Float32Array(read("c"))];
const [decoder, steps, encoder] = [
  new Runner(read("weights"), kernel),
  new Runner(read("encoder"), kernel),
  new Encoder(read("encoder"), kernel),
];
const row = (from, i) => from.subarray((i * from.length) / n, ((i + 1) * from.length) / n);
const [found, heads] = [[], []];
for (let i = 0; i < n; i++) {
  const { mu, logvar, distortion } = encoder.encode(row(levels, i), row(c, i), decoder);
  found.push(...mu, ...logvar, distortion);
  heads.push(
    ...steps.output(
      Float32Array.from(row(levels, i), (level) => level / 255),
      row(c, i),
    ),
  );
}
fs.writeFileSync(`${folder}/found`, Float32Array.from(found));
fs.writeFileSync(`${folder}/heads`, Float32Array.from(heads));
