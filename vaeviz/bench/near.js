// Time and error of decoding a point of a map: node near.js PARTS FOLDER N LATENT CALLS [error], with mu and points
// (float32) in the folder. Prints ms of a lookup, of a hit test and of building the index, and the held-out error.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [parts, folder, n, latent, calls, wanted] = process.argv.slice(2);
const part = (name) => import(pathToFileURL(`${parts}/map/${name}.js`));
const [{ indexOf, PointIndex }, { NEIGHBOURS, blend }, { heldOutError }] = await Promise.all(
  ["index", "neighbours", "heldout"].map(part),
);
const read = (name) => new Float32Array(Uint8Array.from(fs.readFileSync(`${folder}/${name}`)).buffer);
const codes = { mu: read("mu"), n: Number(n), latent: Number(latent) };
const points = read("points");
const WARM_UP = 200;

const [x0, x1, y0, y1] = [0, 1].flatMap((axis) => extent(axis));
const places = Array.from({ length: WARM_UP + Number(calls) }, () => [
  x0 + Math.random() * (x1 - x0),
  y0 + Math.random() * (y1 - y0),
]);
const start = performance.now();
new PointIndex(points);
const made = performance.now() - start;
const index = indexOf(points);
const reach = (14 / 500) * Math.max(x1 - x0, y1 - y0); // 14 pixels of a map that is 500 wide
const lookup = median((place) => blend(codes.mu, codes.latent, index.nearest(place, NEIGHBOURS)));
const pick = median(([x, y]) => index.pick(x, y, reach));
const error = wanted === "error" ? heldOutError(codes, { points }, codes.n) : null;
console.log(JSON.stringify({ ...lookup, pick: pick.p50, made, error, k: NEIGHBOURS }));

function extent(axis) {
  let [low, high] = [Infinity, -Infinity];
  for (let at = axis; at < points.length; at += 2)
    [low, high] = [Math.min(low, points[at]), Math.max(high, points[at])];
  return [low, high];
}
function median(call) {
  const times = places
    .map((place) => {
      const before = performance.now();
      call(place);
      return performance.now() - before;
    })
    .slice(WARM_UP)
    .sort((a, b) => a - b);
  return { p50: times[(times.length - 1) >> 1], p99: times[Math.ceil(0.99 * times.length) - 1] };
}
