/** Types that several folders of the page share: what a model is, what its codes are, what a page shows. No code. */

/** C, H, W of an image; its bytes are rows of HWC pixels. */
export type ImageShape = readonly [number, number, number];

/** A vector of numbers; z and c of the page are always float32. */
export type Vector = Float32Array | readonly number[];

/** A diagonal Gaussian, one entry per dimension. */
export interface Gaussian {
  mu: Vector;
  logvar: Vector;
}

/** A model's prior; the weights (one row per dimension, one number per column of c) are null where c does not move it. */
export interface Prior {
  mu: number[];
  logvar: number[];
  mu_weight: number[][] | null;
  logvar_weight: number[][] | null;
}

/** A posterior with its KL per dimension, in nats, against the prior of the condition it was encoded under. */
export interface Posterior extends Gaussian {
  prior: Gaussian;
  rate: Float32Array;
}

/** One attribute of a condition: a number between two ends, or a choice among values. */
export interface Attribute {
  name: string;
  values: string[];
  ends: [string, string];
}

/** What a model is conditioned on; `names` are the columns of c. */
export interface Condition {
  kind: "class" | "attributes";
  names: string[];
  attributes?: Attribute[];
}

/** One model as the server describes it; what needs stored codes is null without them. */
export interface Model {
  name: string;
  digest: string;
  latent_dim: number;
  image_shape: ImageShape;
  condition: Condition | null;
  class_names: string[];
  prior: Prior;
  rate: number[] | null; // nats per dimension, mean over the stored codes
  active: boolean[] | null;
  mu_sd: number[] | null;
  aggregate_mean: number[] | null;
  aggregate_sd: number[] | null;
  span: number; // half width of the sliders' range
  has_codes: boolean;
  problem: string | null;
  dataset: string;
  distortion: DataDistortion | null; // null where it was not measured
  other_factors: string[];
  maps: string[]; // names of the stored maps
  first_map: string; // "" if there are none
  start: { code: number; z: number[]; c: number[] } | null; // the stored code that a first visit shows
  measured: { figures: any; problem: string; evaluate: string; encode: string; fetch: string };
}

/** -log p(x|z = mu, c) of single images of the data, in nats: what is typical, and what is far above them. */
export interface DataDistortion {
  typical: number;
  far: number;
}

/** URLs of the page's modules and of one model's data. */
export interface Endpoints {
  static: string;
  live: string;
  frame: string;
  animation: string;
  codes: string;
  weights: string;
  encoder: string;
  originals: string;
  export: string;
}

/** A model with the URLs of its data and the token that may read them. */
export interface OpenModel {
  model: Model;
  endpoints: Endpoints;
  token: string;
}

/** Points of a 2-D map, x, y per code, and what made them. */
export interface MapData {
  name: string;
  points: Float32Array;
  params?: Record<string, number>;
  seed?: number | null;
  trustworthiness?: number | null;
  basis?: Float32Array;
  centre?: Float32Array;
  extent?: [number, number, number, number];
  dims?: [number, number];
  priorOf?: (c: Vector) => Gaussian;
}

/** The stored codes of a data set: n rows of `latent` numbers. */
export interface Codes {
  n: number;
  latent: number;
  split: string;
  originals: boolean;
  mu: Float32Array;
  logvar: Float32Array;
  labels: Uint16Array;
  rows: Uint32Array | null; // of the data set; null where they are 0, 1, 2, ...
  conditions: Float32Array | null; // n rows of c, for attributes
  maps: Record<string, MapData>;
}

/** Where z comes from, in words and, for a stored code, by its index. */
export interface Source {
  kind: "mean" | "prior" | "code" | "draw" | "upload" | "map" | "pin" | "path" | "link";
  text: string;
  index?: number;
  moved?: boolean;
  said?: Float32Array;
  draw?: string; // what it is a draw of
}

/** A point that was kept, under a letter. */
export interface Pin {
  name: string;
  z: Float32Array;
  c: Float32Array;
}

/** A group of codes: a polygon x, y, x, y, ... in the units of one map. */
export interface Selection {
  map: string;
  polygon: readonly number[];
}

/** A direction in z, of unit length. */
export interface Direction {
  name: string;
  vector: Float32Array;
}

/** The path between two pins, once there are two. */
export interface Path {
  method: "lerp" | "slerp" | "nearest";
  t: number; // 0 to 1
  playing: boolean;
  speed: number;
}

/** A picture in the shape of a model, rows of HWC bytes, and in words what was done to it; "" for nothing. */
export interface Fit {
  levels: Uint8Array;
  how: string;
}

/** What a model makes of one picture: its posterior, -log p(x|z = mu, c) in nats, and the decoded mu as HWC bytes. */
export interface Encoding {
  mu: Float32Array;
  logvar: Float32Array;
  distortion: number;
  reconstruction: Uint8Array;
}

/** An image that was encoded here, with its reconstruction: bytes of HWC pixels. */
export interface EncodedImages {
  input: Uint8Array;
  reconstruction: Uint8Array;
  distortion: number; // nats
  how: string; // of its fit
  encodedAs: string; // "encoded as 4", or nothing
}

/** Colours and font of the theme, as CSS values. */
export interface Theme {
  text: string;
  ground: string;
  accent: string;
  font: string;
  key: string;
}

/** The state of the connection to the decoder. */
export interface Link {
  state: "connecting" | "open" | "waiting" | "refused" | "closed" | "over";
  way?: "socket" | "requests";
  retryAt?: number;
  over?: boolean; // only a reload helps
  reason?: string;
}

/** How far z is from the data, and how dense the prior is there. */
export interface Gauge {
  gap: number;
  typical: number;
  limit: number;
  logPrior: number;
  usual: [number, number];
  drawn: [number, number];
  far: boolean;
}

/** What was done to a pin, a direction or a group, for the history: what undo and redo set besides z and c. */
export interface Change {
  back(state: Readonly<State>): Partial<State>;
  on(state: Readonly<State>): Partial<State>;
}

/** A step of the history: what undo brings back. */
export type Place = Partial<State> & { change?: Change };

/** The state of Explore, Conditions and Compare; workspace/state.js gives the meaning of each key. */
export interface State {
  models: { name: string; title: string }[];
  model: Model; // null until the first payload is taken: parts that run earlier test it
  theme: Theme;
  codes: Codes | null;
  codesError: string | null;
  more: any;
  z: Float32Array;
  c: Float32Array;
  source: Source | null;
  posterior: Posterior | null;
  images: EncodedImages | null;
  seed: number;
  temperature: number;
  locks: readonly number[];
  map: string;
  selections: readonly (Selection | null)[];
  pins: readonly Pin[];
  directions: readonly Direction[];
  styles: readonly { seed: number; z: Float32Array; c: Float32Array }[] | null;
  sweep: number;
  held: "z" | "place";
  interpolation: { from: number; to: number } | null;
  encodeAs: Float32Array | null;
  tab: "interpolation" | "encode";
  highlight: number | null;
  drawClass: number | null;
  draw: number;
  second: OpenModel | null;
  linked: readonly ({ map: string; steps: readonly number[] } | null)[] | null;
  past: readonly Place[];
  future: readonly Place[];
  pointed: number | null;
  convention: "quantiles" | "posterior" | "absolute";
  tool: "walk" | "lasso" | "box";
  aim: number;
  drawing: boolean;
  help: boolean;
  path: Path | null;
  trail: readonly { z: Float32Array; c: Float32Array }[] | null;
  compared: string | null;
  points: boolean;
  underlay: { map: string; canvas: HTMLCanvasElement; extent: number[] } | null;
  trusts: Readonly<Record<string, { value: number; n: number } | null>>;
  heldOut: { map: MapData; value: number | null } | null;
  drawn: "webgl" | "canvas" | null;
  gauge: Gauge | null;
  here: { endpoints: Endpoints; token: string };
  opening: string | null;
  painted: boolean;
  notice: string | null;
  say: string;
  way: "page" | "socket" | "requests" | null;
  encodes: boolean;
  link: Link;
  latency: { computeMs: number | null; roundTripMs: number | null };
}

/** One observable state, see core/store.js. */
export interface Store<S> {
  get(): Readonly<S>;
  set(patch: Partial<S>): void;
  watch(keys: (keyof S)[], listen: (state: Readonly<S>) => void): () => void;
}

/** The store of Explore, Conditions and Compare. */
export type PageStore = Store<State>;

/** What visitors can do, see workspace/actions.js: each patches the store. */
export type Actions = Record<string, (...args: any[]) => any>;

/** Pixels of n images of a slot; null once they are of no use, see runtime/pending-images.js. */
export type Many = (slot: string, z: Float32Array, c: Float32Array, n: number) => Promise<Uint8Array | null>;

/** Values of settings by name. */
export type Settings = Record<string, any>;

/** One setting as the server declares it, see vaeviz/settings.py: a JSON Schema with the unit as an extra keyword. */
export interface SettingSchema {
  type: string | string[];
  enum?: string[];
  minimum?: number;
  maximum?: number;
  anyOf?: { minimum?: number; maximum?: number; const?: number }[]; // a range, or 0 for something else
  default?: any;
  description: string;
  unit?: string;
}

/** The settings of one kind. */
export interface KindSchema {
  properties: Record<string, SettingSchema>;
}

/** What the server declares for the Collapse page, see vaeviz/collapse/schema.py. */
export interface CollapseSchema {
  laboratory: KindSchema & { fresh: string[] };
  race: KindSchema & { scenes: string[]; first: Record<string, Settings> };
  toy: KindSchema;
  thresholds: KindSchema;
}

/** What a key of the Collapse page's state may be, see collapse/page/state.js. */
export interface KeySpec {
  kind: string;
  default: any;
  min?: number;
  max?: number;
  digits?: number;
  options?: readonly any[];
  longest?: number;
}

/** A body of numbers and arrays, see core/packing.js. */
export interface Packed {
  head: any;
  arrays: Record<string, any>;
}

/** The store of the Collapse page: one key per setting of its address, and what its parts publish. */
export type CollapseStore = Store<any>;

/** What every part of the Collapse page is given, see collapse/page/mount.js. */
export interface CollapsePage {
  store: CollapseStore;
  readonly endpoints: Record<string, string>;
  readonly token: string;
  readonly texts: Record<string, string>;
  readonly schema: CollapseSchema;
  facts(name: string): Promise<Packed>;
  publish(key: string, value: unknown): void;
  read(key: string, text: string): any;
  say(text: string): void;
}

/** A part of a page: its element, and what is called when it comes up, goes, and ends. */
export interface Part {
  node: HTMLElement;
  show?(): void;
  hide?(): void;
  close?(): void;
}
