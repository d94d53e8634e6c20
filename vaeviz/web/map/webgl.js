/** The point layer on the graphics processor. */

import { inSoftware, spreadOrder } from "./order.js";
import { edgeOf, shapeNumber, styleOf } from "./palette.js";
import { FRAGMENT, STYLES, VERTEX } from "./shaders.js";

const NAMES = ["u_to", "u_from", "u_t", "u_side", "u_size", "u_classes", "u_style", "u_edge"];
const PLACES = { a_to: 0, a_from: 1, a_label: 2, a_chosen: 3 };

/**
 * Points by WebGL2, on a canvas that is not on the page: each draw is copied to one that is. Chromium without a graphics
 * processor leaves a WebGL canvas out where a part of it is scrolled away, and only so can its pixels be read.
 */
export class GlLayer {
  canvas = document.createElement("canvas");
  source = document.createElement("canvas");
  way = "webgl";
  #pen = this.canvas.getContext("2d");
  #gl = null;
  #at = {}; // uniforms
  #buffers = new Map(); // array -> buffer, of the last frame

  /** Make the layer; null where WebGL2 is missing. */
  static open() {
    const layer = new GlLayer();
    return layer.restore() ? layer : null;
  }

  /** Set up, at first and after the context was lost; whether that worked. */
  restore() {
    const gl = this.source.getContext("webgl2", { antialias: false, preserveDrawingBuffer: true });
    const program = gl && link(gl);
    if (!program) return false;
    this.#gl = gl;
    this.#buffers.clear();
    gl.useProgram(program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    for (const name of NAMES) this.#at[name] = gl.getUniformLocation(program, name);
    const info = gl.getExtension("WEBGL_debug_renderer_info");
    this.slow = inSoftware(String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)));
    return true;
  }

  /** Take all arrays of earlier codes off the processor. */
  forget() {
    for (const buffer of this.#buffers.values()) this.#gl.deleteBuffer(buffer);
    this.#buffers.clear();
  }

  /** Draw points `first` to `first + count` of the spread order; the first of a frame clear what was there. */
  draw(frame, first, count) {
    const gl = this.#gl;
    if (first === 0) this.#begin(frame);
    gl.drawArrays(gl.POINTS, first, count);
    this.#pen.drawImage(this.source, 0, 0);
  }

  /** Wait until all is drawn, to measure how long it takes. */
  finish() {
    this.#gl.readPixels(0, 0, 1, 1, this.#gl.RGBA, this.#gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  /** Give the context back: a browser has few, and takes them from one another. */
  close() {
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  #begin({ to, from, t, labels, classes, chosen, colours, size, scale }) {
    const [gl, at] = [this.#gl, this.#at];
    const [width, height] = [to.window.width, to.window.height].map((side) => Math.round(side * scale));
    for (const canvas of [this.source, this.canvas])
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    this.#pen.globalCompositeOperation = "copy"; // a new size has taken it back
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    this.#keep([to.points, (from ?? to).points, labels, chosen]);
    this.#bind("a_to", to.points, 2, gl.FLOAT);
    this.#bind("a_from", (from ?? to).points, 2, gl.FLOAT);
    this.#bind("a_label", labels, 1, gl.UNSIGNED_SHORT);
    this.#bind("a_chosen", chosen, 1, gl.UNSIGNED_BYTE);
    gl.uniform4fv(at.u_to, clipOf(to.window));
    gl.uniform4fv(at.u_from, clipOf((from ?? to).window));
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
      table((i) => (edgeOf(i) ? [...rgb(edgeOf(i)), 1] : [0, 0, 0, 0])),
    );
  }

  /** Take all arrays but these off the processor: maps and groups come and go while the codes stay. */
  #keep(arrays) {
    for (const [array, buffer] of this.#buffers) {
      if (arrays.includes(array)) continue;
      this.#gl.deleteBuffer(buffer);
      this.#buffers.delete(array);
    }
  }

  /** Have `name` read `array`, in the spread order; without one it is 1 throughout. */
  #bind(name, array, width, type) {
    const [gl, place] = [this.#gl, PLACES[name]];
    if (!array) {
      gl.disableVertexAttribArray(place);
      return gl.vertexAttribI4ui(place, 1, 0, 0, 1);
    }
    gl.enableVertexAttribArray(place);
    if (this.#buffers.has(array)) gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers.get(array));
    else {
      this.#buffers.set(array, gl.createBuffer());
      gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers.get(array));
      gl.bufferData(gl.ARRAY_BUFFER, spread(array, width), gl.STATIC_DRAW);
    }
    if (type === gl.FLOAT) gl.vertexAttribPointer(place, width, type, false, 0, 0);
    else gl.vertexAttribIPointer(place, width, type, 0, 0);
  }
}

function link(gl) {
  const program = gl.createProgram();
  for (const [kind, text] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  for (const [name, place] of Object.entries(PLACES)) gl.bindAttribLocation(program, place, name);
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null;
}

/** An array's rows of `width` in the spread order. */
function spread(array, width) {
  const order = spreadOrder(array.length / width);
  const out = new array.constructor(array.length);
  if (width === 1) for (let i = 0; i < order.length; i++) out[i] = array[order[i]];
  else {
    for (let i = 0; i < order.length; i++) {
      out[2 * i] = array[2 * order[i]];
      out[2 * i + 1] = array[2 * order[i] + 1];
    }
  }
  return out;
}

/** The middle of a window, and clip units a data unit. */
function clipOf({ x, y, scale, width, height }) {
  return [x, y, (2 * scale) / width, (2 * scale) / height];
}

function table(row) {
  return Float32Array.from(Array.from({ length: STYLES }, (_, i) => row(i)).flat());
}

/** A colour of CSS as three numbers from 0 to 1. */
function rgb(colour) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map((level) => level / 255);
}
