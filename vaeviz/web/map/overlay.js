/** What is drawn over and under the points: images, axes, names, groups, the path, rings. */

import { contextOf } from "../core/dom.js";
import { axesOf, drawAxes } from "./axes.js";
import { badgePlaces, drawBadges, outline, outlineGroups } from "./groups.js";
import { drawNames } from "./names.js";
import { createTrail } from "./trail.js";

/** @import { State } from "../core/types.js" */
/** @import { Plane, Point } from "./plane.js" */
/** @import { View } from "./stage.js" */

/**
 * Make the overlay's drawing on `canvas`: of a view, of which `share` (0 to 1) is there while maps change, at `scale`
 * device pixels per CSS pixel.
 * @param {HTMLCanvasElement} canvas
 * @param {Plane} plane
 */
export function createOverlay(canvas, plane) {
  const drawTrail = createTrail();
  /**
   * @param {State} state
   * @param {View | null} view
   * @param {{scale: number, share: number, stroke: readonly Point[] | null, hovered: number}} drawing
   */
  return (state, view, { scale, share, stroke, hovered }) => {
    Object.assign(canvas, { width: Math.round(plane.width * scale), height: Math.round(plane.height * scale) });
    if (!view) return;
    const pen = contextOf(canvas);
    const { theme, source, underlay } = state;
    const { map, codes, places, names } = view;
    pen.scale(scale, scale);
    pen.globalAlpha = share;
    const axes = axesOf(map);
    if (axes) drawAxes(pen, plane, axes, theme);
    outlineGroups(pen, plane, state, theme.text);
    drawTrail(pen, plane, state, map, codes);
    const badges = badgePlaces(plane, state, map.points);
    if (underlay?.map !== map.name || state.points)
      drawNames(pen, { plane, places, names, colours: theme, badges: badges.filter((place) => place !== null) });
    drawBadges(pen, badges, theme);
    pen.globalAlpha = 1;
    /** @type {(i: number) => Point} */
    const screenOf = (i) => plane.toScreen(map.points[2 * i], map.points[2 * i + 1]);
    if (stroke) outline(pen, stroke, theme.accent, false);
    if (hovered >= 0) ring(pen, screenOf(hovered), 6, theme.text);
    if (source?.kind === "code" && source.index !== undefined && share === 1)
      ring(pen, screenOf(source.index), 8, theme.accent);
  };
}

/**
 * Draw the images under a map on a canvas of their own; they are as sharp as their pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {Plane} plane
 * @param {State["underlay"]} underlay
 * @param {number} scale device pixels per CSS pixel
 */
export function drawUnder(canvas, plane, underlay, scale) {
  canvas.hidden = !underlay;
  if (!underlay) return;
  const [x0, x1, y0, y1] = underlay.extent;
  Object.assign(canvas, { width: Math.round(plane.width * scale), height: Math.round(plane.height * scale) });
  const pen = contextOf(canvas);
  const [[left, top], [right, bottom]] = [plane.toScreen(x0, y1), plane.toScreen(x1, y0)];
  pen.imageSmoothingEnabled = false;
  pen.drawImage(underlay.canvas, left * scale, top * scale, (right - left) * scale, (bottom - top) * scale);
}

/** @type {(pen: CanvasRenderingContext2D, place: Point, radius: number, colour: string) => void} */
function ring(pen, [x, y], radius, colour) {
  Object.assign(pen, { strokeStyle: colour, lineWidth: 2 });
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.stroke();
}
