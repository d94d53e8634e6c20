/** What is drawn over and under the points: pictures, axes, names, groups, the path, rings. */

import { axesOf, drawAxes } from "./axes.js";
import { drawGroups, outline } from "./groups.js";
import { drawNames } from "./names.js";
import { createTrail } from "./trail.js";

/** Make the overlay's drawing on `canvas`; `view` is what is shown, `share` how much of it is there while maps change. */
export function createOverlay(canvas, plane) {
  const drawTrail = createTrail();
  return (state, view, { scale, share, stroke, hovered }) => {
    Object.assign(canvas, { width: Math.round(plane.width * scale), height: Math.round(plane.height * scale) });
    if (!view) return;
    const pen = canvas.getContext("2d");
    const { theme, source, underlay } = state;
    const { map, places, names } = view;
    pen.scale(scale, scale);
    pen.globalAlpha = share;
    const axes = axesOf(map);
    if (axes) drawAxes(pen, plane, axes, theme);
    drawGroups(pen, plane, state, map.points, theme);
    drawTrail(pen, plane, state, map, theme);
    if (underlay?.map !== map.name || state.points) drawNames(pen, { plane, places, names, colours: theme });
    pen.globalAlpha = 1;
    const screenOf = (i) => plane.toScreen(map.points[2 * i], map.points[2 * i + 1]);
    if (stroke) outline(pen, stroke, theme.accent, false);
    if (hovered >= 0) ring(pen, screenOf(hovered), 6, theme.text);
    if (source?.kind === "code" && share === 1) ring(pen, screenOf(source.index), 8, theme.accent);
  };
}

/** Draw the pictures under a map on a canvas of their own; they are as sharp as their pixels. */
export function drawUnder(canvas, plane, underlay, scale) {
  canvas.hidden = !underlay;
  if (!underlay) return;
  const {
    canvas: pictures,
    extent: [x0, x1, y0, y1],
  } = underlay;
  Object.assign(canvas, { width: Math.round(plane.width * scale), height: Math.round(plane.height * scale) });
  const pen = canvas.getContext("2d");
  const [[left, top], [right, bottom]] = [plane.toScreen(x0, y1), plane.toScreen(x1, y0)];
  pen.imageSmoothingEnabled = false;
  pen.drawImage(pictures, left * scale, top * scale, (right - left) * scale, (bottom - top) * scale);
}

function ring(pen, [x, y], radius, colour) {
  Object.assign(pen, { strokeStyle: colour, lineWidth: 2 });
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.stroke();
}
