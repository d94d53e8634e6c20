/** The point layer on the GPU. */

import { contextOf } from "../core/dom.js";
import { inSoftware, spreadOrder } from "./order.js";
import { edgeOf, shapeNumber, styleOf } from "./palette.js";
import { FRAGMENT, STYLES, VERTEX } from "./shaders.js";

/** @import { Frame } from "./layer.js" */
/** @import { PlaneWindow } from "./plane.js" */
/** @typedef {Float32Array | Uint16Array | Uint8Array} Attribute rows of points: x, y or one number */

const NAMES = ["u_to", "u_from", "u_t", "u_side", "u_size", "u_classes", "u_style", "u_edge"];
const PLACES = { a_to: 0, a_from: 1, a_label: 2, a_chosen: 3 };

/**
 * Points by WebGL2, on a canvas that is not on the page: each draw is copied to one that is. Chromium without a GPU
 * leaves a WebGL canvas out where a part of it is scrolled away, and only so can its pixels be read.
 */
export class GlLayer {
  canvas = document.createElement("canvas");
  /** @type {"webgl"} */
  kind = "webgl";
  #pen = contextOf(this.canvas);
  /** @type {Record<string, WebGLUniformLocation | null>} */
  #at = {}; // uniforms
  /** @type {Map<Attribute, WebGLBuffer>} */
  #buffers = new Map(); // of the last frame

  /**
   * @param {HTMLCanvasElement} source
   * @param {WebGL2RenderingContext} gl
   */
  constructor(source, gl) {
    this.source = source;
    this.gl = gl;
    const info = gl.getExtension("WEBGL_debug_renderer_info");
    this.slow = inSoftware(String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)));
  }

  /** Make the layer; null where WebGL2 is missing. */
  static open() {
    const source = document.createElement("canvas");
    const gl = source.getContext("webgl2", { antialias: false, preserveDrawingBuffer: true });
    if (!gl) return null;
    const layer = new GlLayer(source, gl);
    return layer.restore() ? layer : null;
  }

  /** Set up, at first and after the context was lost; whether that worked. */
  restore() {
    const { gl } = this;
    const program = link(gl);
    if (!program) return false;
    this.#buffers.clear();
    gl.useProgram(program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    for (const name of NAMES) this.#at[name] = gl.getUniformLocation(program, name);
    return true;
  }

  /** Take all arrays of earlier codes off the GPU. */
  forget() {
    this.#keep([]);
  }

  /**
   * Draw points `first` to `first + count` of the spread order; the first of a frame clear what was there.
   * @param {Frame} frame
   * @param {number} first
   * @param {number} count
   */
  draw(frame, first, count) {
    if (first === 0) this.#begin(frame);
    this.gl.drawArrays(this.gl.POINTS, first, count);
    this.#pen.drawImage(this.source, 0, 0);
  }

  /** Wait until all is drawn, to measure how long it takes. */
  finish() {
    this.gl.readPixels(0, 0, 1, 1, this.gl.RGBA, this.gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  /** Give the context back: a browser has few, and takes them from one another. */
  close() {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  /** @param {Frame} frame */
  #begin({ to, from, t, labels, classes, chosen, colours, size, scale }) {
    const { gl } = this;
    const at = this.#at;
    const left = from ?? to;
    const [width, height] = [to.window.width, to.window.height].map((side) => Math.round(side * scale));
    for (const canvas of [this.source, this.canvas])
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    this.#pen.globalCompositeOperation = "copy"; // a new size resets it
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    this.#keep([to.points, left.points, labels, chosen]);
    this.#bind("a_to", to.points, 2);
    this.#bind("a_from", left.points, 2);
    this.#bind("a_label", labels, 1);
    this.#bind("a_chosen", chosen, 1);
    gl.uniform4fv(at.u_to, clipOf(to.window));
    gl.uniform4fv(at.u_from, clipOf(left.window));
    gl.uniform1f(at.u_t, from ? t : 1);
    gl.uniform1f(at.u_side, Math.ceil((1.8 * size + 2) * scale));
    gl.uniform1f(at.u_size, size * scale);
    gl.uniform1ui(at.u_classes, classes);
    gl.uniform4fv(
      at.u_style,
      table((i) => [...rgb(styleOf(i).colour ?? colours.text), shapeNumber(i)]),
    );
    gl.uniform4fv(
      at.u_edge,
      table((i) => {
        const edge = edgeOf(i);
        return edge ? [...rgb(edge), 1] : [0, 0, 0, 0];
      }),
    );
  }

  /**
   * Take all arrays but these off the GPU: maps and groups come and go while the codes stay.
   * @param {(Attribute | null)[]} arrays
   */
  #keep(arrays) {
    for (const [array, buffer] of this.#buffers) {
      if (arrays.includes(array)) continue;
      this.gl.deleteBuffer(buffer);
      this.#buffers.delete(array);
    }
  }

  /**
   * Have `name` read `array`, rows of `width`, in the spread order; without one it is 1 throughout.
   * @param {keyof typeof PLACES} name
   * @param {Attribute | null} array
   * @param {number} width
   */
  #bind(name, array, width) {
    const { gl } = this;
    const place = PLACES[name];
    if (!array) {
      gl.disableVertexAttribArray(place);
      gl.vertexAttribI4ui(place, 1, 0, 0, 1);
      return;
    }
    gl.enableVertexAttribArray(place);
    const known = this.#buffers.get(array);
    const buffer = known ?? gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    if (!known) {
      this.#buffers.set(array, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, spread(array, width), gl.STATIC_DRAW);
    }
    if (array instanceof Float32Array) gl.vertexAttribPointer(place, width, gl.FLOAT, false, 0, 0);
    else {
      const type = array instanceof Uint16Array ? gl.UNSIGNED_SHORT : gl.UNSIGNED_BYTE;
      gl.vertexAttribIPointer(place, width, type, 0, 0);
    }
  }
}

/** @param {WebGL2RenderingContext} gl */
function link(gl) {
  const program = gl.createProgram();
  for (const [kind, text] of /** @type {[number, string][]} */ ([
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ])) {
    const shader = gl.createShader(kind);
    if (!shader) return null; // the context is lost
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  for (const [name, place] of Object.entries(PLACES)) gl.bindAttribLocation(program, place, name);
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null;
}

/**
 * An array's rows of `width` in the spread order.
 * @param {Attribute} array
 * @param {number} width
 */
function spread(array, width) {
  const order = spreadOrder(array.length / width);
  const out = array.slice();
  if (width === 1) for (let i = 0; i < order.length; i++) out[i] = array[order[i]];
  else {
    for (let i = 0; i < order.length; i++) {
      out[2 * i] = array[2 * order[i]];
      out[2 * i + 1] = array[2 * order[i] + 1];
    }
  }
  return out;
}

/** The middle of a window in data units, and clip units per data unit. @param {PlaneWindow} window */
function clipOf({ x, y, scale, width, height }) {
  return [x, y, (2 * scale) / width, (2 * scale) / height];
}

/** @param {(i: number) => number[]} row of four numbers */
function table(row) {
  return Float32Array.from(Array.from({ length: STYLES }, (_, i) => row(i)).flat());
}

/** @type {Map<string, number[]>} */
const read = new Map(); // colour -> its numbers

/** A colour of CSS as three numbers from 0 to 1. @param {string} colour */
function rgb(colour) {
  const known = read.get(colour);
  if (known) return known;
  const pen = contextOf(document.createElement("canvas"));
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const numbers = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map((level) => level / 255);
  read.set(colour, numbers);
  return numbers;
}
