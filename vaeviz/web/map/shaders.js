/** The point layer's two programs for the GPU (GLSL ES 3.00); the marks are those of palette.js. */

import { COVER, FADED } from "./palette.js";

export const STYLES = 40; // after so many classes colours and shapes repeat

export const VERTEX = `#version 300 es
precision highp float;
in vec2 a_to;
in vec2 a_from;
in uint a_label;
in uint a_chosen;
uniform vec4 u_to; // middle of the window in data units, clip units per data unit
uniform vec4 u_from;
uniform float u_t; // 0: all at a_from, 1: all at a_to
uniform float u_side; // of a point's square, in device pixels
uniform uint u_classes;
uniform vec4 u_style[${STYLES}]; // red, green, blue, shape
uniform vec4 u_edge[${STYLES}]; // red, green, blue, whether there is one
flat out vec4 v_style;
flat out vec4 v_edge;
flat out float v_alpha;
void main() {
  vec2 to = (a_to - u_to.xy) * u_to.zw;
  vec2 from = (a_from - u_from.xy) * u_from.zw;
  gl_Position = vec4(mix(from, to, u_t), 0.0, 1.0);
  gl_PointSize = u_side;
  uint style = a_label % u_classes % ${STYLES}u;
  v_style = u_style[style];
  v_edge = u_edge[style];
  v_alpha = a_chosen == 1u ? ${COVER} : ${FADED};
}`;

export const FRAGMENT = `#version 300 es
precision highp float;
flat in vec4 v_style;
flat in vec4 v_edge;
flat in float v_alpha;
uniform float u_side;
uniform float u_size; // of a dot, in device pixels
out vec4 o_colour;
float arm(vec2 q, float r) {
  return max(abs(q.x) - 1.41421356 * r, abs(q.y) - 0.15 * u_size);
}
float away(vec2 q, float r) { // distance from the mark's outline, in pixels; below 0 inside
  if (v_style.w < 0.5) return length(q) - r;
  if (v_style.w < 1.5) {
    vec2 turned = vec2(q.x + q.y, q.x - q.y) * 0.70710678;
    return min(arm(turned, r), arm(turned.yx, r));
  }
  if (v_style.w < 2.5) return max(q.y - 1.5 * r, dot(vec2(abs(q.x), q.y + 1.8 * r), vec2(2.2, -1.15)) / 2.4824384);
  return max(abs(q.x), abs(q.y)) - 1.2 * r;
}
void main() {
  float d = away((gl_PointCoord - 0.5) * u_side, 0.5 * u_size);
  float line = v_edge.a * clamp(0.5 + 0.075 * u_size - abs(d), 0.0, 1.0);
  float cover = max(clamp(0.5 - d, 0.0, 1.0), line);
  if (cover <= 0.0) discard;
  float alpha = cover * v_alpha;
  o_colour = vec4(mix(v_style.rgb, v_edge.rgb, line) * alpha, alpha);
}`;
