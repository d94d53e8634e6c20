/** Shapes of the figures behind Why, and of what its pictures draw. No code. */

import type { Axis } from "../../plot/chart.js";
import type { Mark } from "../../plot/marks.js";
import type { ImageShape } from "../../core/types.js";

/** What a chart is set to. */
export interface Drawing {
  x?: Axis;
  y?: Axis;
  marks: Mark[];
  label: string;
}

/** A point of the plane of rate and distortion, in nats. */
export interface Point {
  rate: number;
  distortion: number;
}

/** A run on the plane: `active` by the variance of the means, `clear` by the rates. */
export interface PlaneRun extends Point {
  beta: number;
  epoch?: number;
  active: number;
  clear: number;
  last: boolean;
}

/** A shipped model on the plane. */
export interface PlaneModel extends Point {
  name: string;
  beta: number;
  latent: number;
  iwae: number | null;
  iwae_samples: number;
  iwae_images: number;
}

/** All that lies on one plane; only the linear one has the theory's curve, only MNIST's has an entropy. */
export interface Plane {
  name: string;
  paths: PlaneRun[][];
  runs: PlaneRun[];
  finals: PlaneRun[];
  curve?: PlaneRun[];
  solve?: (beta: number) => PlaneRun;
  limits: { pixel_mean: number; grey_entropy?: number };
  models: PlaneModel[];
  entropy?: { nats: number; by: PlaneModel };
  latent: number;
  source: string;
}

/** Where the line of slope -beta touches. */
export interface Touch {
  beta: number;
  hull: PlaneRun[];
  at: PlaneRun;
}

/** The ends of the plane's axes. */
export interface PlaneEnds {
  rate: number;
  low: number;
  high: number;
}

/** A linear VAE's optimum, see theory.js. */
export interface Optimum {
  active: number;
  rates: number[];
  rate: number;
  error: number;
  kept: number;
  lost: number;
}

/** One trained linear VAE, and the theory at its level. */
export interface LinearRun {
  beta: number;
  level: number;
  rates: Float32Array;
  total: number;
  active: number;
  error: number;
  theory: Optimum;
}

/** One spectrum with what was trained on it. */
export interface LinearSet {
  name: string;
  images: number;
  split: string;
  values: Float32Array;
  runs: LinearRun[];
  fitted: LinearRun[];
}

export interface Linear {
  dataset: string;
  s2: number;
  latent: number;
  epochs: number;
  runs: LinearRun[];
  sets: LinearSet[];
}

/** A set with how many dimensions there are to live. */
export type LivingSet = LinearSet & { latent: number; limit: string };

/** What the scree plot's charts span. */
export interface ScreeRange {
  bars: number;
  least: number;
  from: number;
  to: number;
  top: number;
}

/** The position of the scree plot's line. */
export interface ScreePosition {
  set: LivingSet;
  level: number;
  beta: number;
  s2: number;
  log: boolean;
  best: Optimum;
  run: LinearRun | null;
  fit: LinearRun | null;
  range: ScreeRange;
}

/** The history of a shipped model, see measured-runs.js; dimensions in `order`, `alive` and `dead`, strongest first. */
export interface History {
  head: any;
  latent: number;
  steps: Uint32Array;
  rates: Float32Array;
  distortion: Float32Array;
  order: number[];
  starts: { label: number; z: Float32Array }[];
  last: Float32Array;
  alive: number[];
  dead: number[];
  low: Float32Array;
  high: Float32Array;
}

/** How many dimensions are lit, window by window, by two thresholds. */
export interface Lights {
  clear: number[];
  least: number[];
}

/** The window in hand, and the dimensions that are walked along. */
export interface HistoryPosition {
  at: number;
  log: boolean;
  alive: number;
  dead: number;
  from: number;
}

/** What a walk needs. */
export interface Walk {
  start: Float32Array;
  alive: number;
  dead: number;
}

export type Reduction = "sum" | "mean" | "total";

export interface Sizes {
  pixels: number;
  latents: number;
  batch: number;
}

/** A loss: its two parts, how each is reduced, and the sizes that count. */
export interface Loss extends Sizes {
  kind: "bernoulli" | "squared";
  reduction: Reduction;
  weight: number;
  kl_reduction: Reduction;
  kl_weight: number;
}

/** What the server is asked. */
export interface Question {
  text: string;
  sizes: Sizes & { channels: number };
  values: Record<string, number>;
}

export interface Problem {
  line: number;
  text: string;
  why: string;
}

/** What the server says of a pasted loss; `at` are the sizes it was asked at, kept here. */
export interface Answer {
  loss: Loss | null;
  understood: string[];
  notes: string[];
  asked: string[];
  values: Record<string, number>;
  sizes: string[];
  stated: string[];
  problems: Problem[];
  at?: Record<string, number>;
}

/** A loss that many have used. */
export interface Famous {
  name: string;
  title: string;
  code: string;
  source: string;
  loss: Loss;
}

/** A run as the trap shows it: of the grid with `row` and `distortion`, of fixed variances with `error` and `decoded`. */
export interface TrapRun {
  beta: number;
  row?: number;
  optimal?: boolean;
  active: number;
  of: number;
  total: number;
  distortion?: number;
  error?: number;
  originals: Uint8Array;
  decoded?: Uint8Array;
  image: ImageShape;
  source: string;
}

/** Runs of one kind of pixels; `steps` is the spectrum of the linear theory. */
export interface TrapRuns {
  runs: TrapRun[];
  steps: Float32Array | null;
  axis: string;
  trained: string;
}

/** A run of Gaussian pixels, fixed or optimal. */
export interface SigmaRun {
  s2: number;
  beta: number;
  optimal: boolean;
  rate: number;
  squared_error: number;
  elbo: number;
  clear: number;
  decoded: Uint8Array;
  samples: Uint8Array;
}

/** One beta's figures of the images shown. */
export interface TightRun {
  beta: number;
  row: number;
  rate: Float32Array;
  bound: Float32Array;
  gap: Float32Array;
}
