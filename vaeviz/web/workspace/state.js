/** The one state of the page: what every part reads and writes, and nothing that can be computed from it cheaply. */

/** @import { State } from "../core/types.js" */

/** @type {Readonly<State>} */
export const EMPTY = Object.freeze(
  /** @type {any} */ ({
    // What the server says
    models: [], // [{name, title}]
    // facts of the open model: latent_dim, image_shape, condition, class_names, prior, rate, active, mu_sd, span
    model: null,
    theme: {}, // {text, ground, accent, font, key}
    codes: null, // the stored codes and their maps, see map/codes.js
    codesError: null,
    more: null, // what only one page is given: see its own part

    // Where we are: what undo brings back and a link keeps
    z: new Float32Array(0), // on the grid of latents/place.js
    c: new Float32Array(0),
    // where z comes from: {kind: mean|prior|code|draw|upload|map|pin|path|link, text, index?, moved?, said?, draw?}
    source: null,
    posterior: null, // {mu, logvar, prior, rate} of the image that z came from: its rates are against that prior
    images: null, // {input, reconstruction, distortion, how, encodedAs} of a picture that was encoded here
    seed: 0, // of the last draw from the prior
    temperature: 1, // of draws: it scales the prior's deviation
    locks: Object.freeze([]), // dimensions that nothing moves but undo, a link and a pin
    map: "", // name of the map that is shown
    selections: Object.freeze([null, null]), // A and B: {map, polygon: [x, y, ...] in map units}
    pins: Object.freeze([]), // [{name: "A", z, c}]
    directions: Object.freeze([]), // [{name, vector}] of unit length
    styles: null, // rows of the Conditions page that were drawn from the prior, [{seed, z}]; null until it was there
    sweep: 0, // the attribute that its strip goes through, by number
    held: "place", // what its columns have in common where the prior is learned: z, or the place in p(z|c)
    interpolation: null, // its interpolation between two classes, {from, to}
    encodeAs: null, // the condition that pictures are encoded under there; null: c
    tab: "interpolation", // its tool in sight: interpolation | encode
    highlight: null, // the class that is highlighted on both maps of the Compare page
    drawClass: null, // the class of its draws; null until there is an image, whose class it then is
    draw: 0, // which of its draws is in hand
    second: null, // a second model on the same sliders: {model, endpoints, token}, what runtime/images.js takes
    linked: null, // selections of a link, [{map, steps} or null, ...], until the codes are there
    past: Object.freeze([]),
    future: Object.freeze([]),

    // What the hand is at
    pointed: null, // the dimension that the pointer or the focus is on: bar, slider, strip
    convention: "quantiles", // of the traversal strip: quantiles | posterior | absolute
    tool: "walk", // of a drag on the map: walk | lasso | box
    aim: 0, // which selection the next lasso makes: 0 is A, 1 is B
    drawing: false,
    help: false, // whether the sheet of steps and keys is open
    path: null, // {method: lerp|slerp|nearest, t: 0..1, playing, speed} once two codes are pinned
    trail: null, // [{z, c}, ...] at equal steps of the path
    compared: null, // the name of a pin that stands beside the picture
    points: false, // whether the map's points are drawn where it has pictures under them
    underlay: null, // {map, canvas, extent: [x0, x1, y0, y1]}: pictures under the points of the map of that name
    trusts: Object.freeze({}), // trustworthiness of the maps that are made in the page: name -> {value, n}
    heldOut: null, // {map, value}: how far averages of codes near a place are from the code there
    drawn: null, // how the map's points are drawn: webgl | canvas
    gauge: null, // {gap, typical, limit, logPrior, usual: [low, high], drawn: [low, high], far} of z

    // How the page does
    here: null, // {endpoints, token} of the open model
    opening: null, // the name of a model that was asked for
    painted: false,
    notice: null,
    say: "", // what just happened, for the bottom line and screen readers
    way: null, // how pictures are made: page | socket | requests
    encodes: false, // whether the page encodes, too
    link: { state: "connecting" }, // see runtime/client.js; `over` once nothing but loading the page anew helps
    latency: { computeMs: null, roundTripMs: null },
  }),
);
