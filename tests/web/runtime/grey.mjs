// Grey levels of pixels as the page makes them: node grey.mjs FOLDER, with float32 pixels in the folder; writes
// levels there.
import fs from "node:fs";
import { part } from "../modules.mjs";

const { toBytes } = await part("runtime/loops");
const [folder] = process.argv.slice(2);
const { buffer, byteOffset, length } = fs.readFileSync(`${folder}/pixels`);
const pixels = new Float32Array(buffer.slice(byteOffset, byteOffset + length));
const levels = new Uint8ClampedArray(pixels.length);
toBytes(pixels, 0, levels);
fs.writeFileSync(`${folder}/levels`, levels);
