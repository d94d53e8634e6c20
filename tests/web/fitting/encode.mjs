// Fit and encode pictures as an upload does: node encode.mjs FOLDER FAR, with weights, encoder and list.json, which
// names raw RGBA files with their width and height; FAR is the distortion that is far above the data's. Prints of each
// picture the ways to fit it, their distortions and the index of the one that is taken; writes all `reconstructions`.
import fs from "node:fs";
import { part, WORKSPACE } from "../modules.mjs";

const { fitImage } = await part("fitting/fit");
const { Encoder } = await part("runtime/encoder");
const { Runner } = await part("runtime/runner");
const { bestOf } = await part("runtime/images");
const [folder, far] = process.argv.slice(2);
const read = (name) => {
  const { buffer, byteOffset, length } = fs.readFileSync(`${folder}/${name}`);
  return buffer.slice(byteOffset, byteOffset + length);
};
const kernel = await WebAssembly.compile(fs.readFileSync(new URL("runtime/kernel.wasm", WORKSPACE)));
const [decoder, encoder] = [new Runner(read("weights"), kernel), new Encoder(read("encoder"), kernel)];
const reconstructions = [];
const found = JSON.parse(fs.readFileSync(`${folder}/list.json`, "utf8")).map(({ file, width, height }) => {
  const fits = fitImage({ width, height, data: new Uint8ClampedArray(read(file)) }, decoder.head.image);
  const encodings = fits.map(({ levels }) => encoder.encode(levels, new Float32Array(0), decoder));
  const distortions = encodings.map(({ distortion }) => distortion);
  const taken = bestOf(encodings, { far: Number(far) });
  reconstructions.push(...encodings.map(({ reconstruction }) => reconstruction));
  return { hows: fits.map(({ how }) => how), distortions, taken };
});
fs.writeFileSync(`${folder}/reconstructions`, Buffer.concat(reconstructions));
console.log(JSON.stringify(found));
