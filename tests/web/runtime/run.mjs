// Run codes through a program: node run.mjs FOLDER N simd|plain, with weights, z and c in the folder; writes pixels
// there.
import fs from "node:fs";
import { part, WORKSPACE } from "../modules.mjs";

const { Runner } = await part("runtime/runner");
const [folder, n, how] = process.argv.slice(2);
const read = (name) => {
  const { buffer, byteOffset, length } = fs.readFileSync(`${folder}/${name}`);
  return buffer.slice(byteOffset, byteOffset + length);
};
const kernel =
  how === "simd" ? await WebAssembly.compile(fs.readFileSync(new URL("runtime/kernel.wasm", WORKSPACE))) : null;
const [z, c] = ["z", "c"].map((name) => new Float32Array(read(name)));
fs.writeFileSync(`${folder}/pixels`, new Runner(read("weights"), kernel).run(z, c, Number(n)));
