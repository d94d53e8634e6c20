// The sizes of image files: node sizes.mjs FOLDER N, with files 0 to N - 1 in it; prints them as JSON, and whether
// every beginning of a file has the same size or none.
import fs from "node:fs";
import { part } from "../modules.mjs";

const { sizeOf } = await part("fitting/formats");
const [folder, n] = process.argv.slice(2);
const found = Array.from({ length: Number(n) }, (_, i) => {
  const { buffer, byteOffset, length } = fs.readFileSync(`${folder}/${i}`);
  const file = buffer.slice(byteOffset, byteOffset + length);
  const size = sizeOf(file);
  const beginnings = Array.from({ length: Math.min(length, 3000) }, (_, end) => sizeOf(file.slice(0, end)));
  const steady = beginnings.every((one) => one === null || (one.width === size?.width && one.height === size?.height));
  return [size?.width ?? null, size?.height ?? null, steady];
});
console.log(JSON.stringify(found));
