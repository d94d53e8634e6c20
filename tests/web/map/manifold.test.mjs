import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { cdf, quantile } = await part("latents/normal");
const { codeOf, manifoldGrid, manifoldMap, placeOn } = await part("map/manifold");

const PRIOR = { mu: [0, 0], logvar: [0, 0] };
const near = (got, want, gap) => assert.ok(Math.abs(got - want) <= gap, `${got} is not ${want}`);

test("the distribution function has its known values", () => {
  const known = [
    [-8, 6.220960574271819e-16],
    [-5.5, 1.8989562465887738e-8],
    [-3, 0.0013498980316300957],
    [-1, 0.15865525393145707],
    [0, 0.5],
    [0.3, 0.6179114221889526],
    [2, 0.9772498680518208],
    [6, 0.9999999990134123],
  ];
  for (const [x, p] of known) near(cdf(x), p, Math.min(1e-15, 1e-9 * p) + 1e-16 * (x > -4));
});

test("its inverse has its known values", () => {
  const known = [
    [1e-12, -7.034483825301132],
    [1e-9, -5.9978070150076865],
    [0.0001, -3.71901648545568],
    [0.025, -1.9599639845400538],
    [0.3, -0.5244005127080407],
    [0.5, 0],
    [0.7, 0.5244005127080407],
    [0.975, 1.9599639845400536],
    [0.9999, 3.7190164854557084],
  ];
  for (const [p, x] of known) near(quantile(p), x, 1e-9);
  assert.deepEqual([quantile(0), quantile(1), quantile(-1)], [-Infinity, Infinity, -Infinity]);
});

test("they are each other's inverse as far as codes go", () => {
  for (let x = -6; x <= 4; x += 0.01) near(quantile(cdf(x)), x, 1e-9);
});

test("the grid has the midpoints of equal prior mass, z0 to the right and z1 upwards", () => {
  const grid = manifoldGrid(4, PRIOR, [0, 1]);
  near(grid[0], -1.1503493803760083, 1e-6); // the quantile of 1/8, as vaeviz.latents.decode.manifold_grid(4, 2) has it
  near(grid[1], 1.1503493803760083, 1e-6);
  near(grid[6], 1.1503493803760083, 1e-6);
  near(grid[31], -1.1503493803760083, 1e-6);
});

test("a place of the plane is one code, outside the square that of its edge", () => {
  const prior = { mu: [1, -2], logvar: [0, Math.log(4)] };
  const z = codeOf([0.2, 0.9], prior, [0, 1]);
  near(z[0], 1 - 0.8416212335729143, 1e-6);
  near(z[1], -2 + 2 * 1.2815515655446004, 1e-6);
  const [u, v] = placeOn(z, prior, [0, 1]);
  near(u, 0.2, 1e-7);
  near(v, 0.9, 1e-7);
  assert.deepEqual([...codeOf([-0.1, 1.5], PRIOR, [0, 1])], [-4, 4]);
});

test("the map of the same codes is made once", () => {
  const codes = { mu: Float32Array.of(0, 0, 1, -1) };
  const map = manifoldMap(codes, { prior: PRIOR });
  near(map.points[0], 0.5, 1e-7);
  near(map.points[2], 0.8413447460685429, 1e-7);
  assert.equal(manifoldMap(codes, { prior: PRIOR }), map);
});

test("the plane lies as the stored map of the axes does", () => {
  const prior = { mu: [1, -2], logvar: [0, Math.log(4)] };
  const map = manifoldMap({ mu: Float32Array.of(1, 0), maps: { axes: { params: { x: 1, y: 0 } } } }, { prior });
  assert.deepEqual(map.dims, [1, 0]);
  near(map.points[0], cdf(1), 1e-7);
  near(map.points[1], 0.5, 1e-7);
  const z = codeOf([0.9, 0.2], prior, map.dims);
  near(z[0], 1 - 0.8416212335729143, 1e-6);
  near(z[1], -2 + 2 * 1.2815515655446004, 1e-6);
  const top = manifoldGrid(4, PRIOR, [1, 0]);
  near(top[0], 1.1503493803760083, 1e-6); // z0 upwards
  near(top[1], -1.1503493803760083, 1e-6);
});
