/**
 * Gestures on a canvas: click, drag to pan, to move z or to draw, two fingers to pan and zoom, wheel to zoom, keys.
 * Scrolling past works as maps on web pages do it ("cooperative" gestures): one finger scrolls the page unless it takes
 * the marker or draws, and where the page can scroll the wheel does, unless Ctrl or Cmd is held.
 */

import { h } from "../core/dom.js";

/** @import { Point } from "./plane.js" */
/**
 * What gestures call; places are in CSS pixels from the canvas's top left corner.
 * @typedef {object} Gestures
 * @property {(x: number | null, y: number | null) => void} hover null: the pointer has left
 * @property {() => void} down
 * @property {(x: number, y: number, touch: boolean) => boolean} grips whether a drag from here takes the marker
 * @property {() => void} begin before the marker is dragged, or moved by a key
 * @property {(x: number, y: number) => void} move drags the marker
 * @property {(shift: boolean) => "lasso" | "box" | null} drawing what a drag draws; null: it pans
 * @property {(corners: readonly Point[] | null) => void} stroke shows what is being drawn
 * @property {(corners: readonly Point[]) => void} select
 * @property {(dx: number, dy: number) => void} pan
 * @property {(x: number, y: number, factor: number) => void} zoom
 * @property {(x: number, y: number, touch: boolean) => void} click
 * @property {() => void} whole shows all of the map
 * @property {(dx: number, dy: number) => void} step moves the marker by a key
 */
/**
 * A gesture in progress: where it began, what it draws, and the corners drawn so far.
 * @typedef {object} Gesture
 * @property {"press" | "grip" | "stroke" | "pan" | "move" | "pinch" | "scroll"} kind
 * @property {number} x
 * @property {number} y
 * @property {"lasso" | "box" | null} draws
 * @property {Point[]} path
 */

const STILL = 4; // pixels; less is a click
const KEY_STEP = 8; // pixels per key press
const HINT_MS = 1500;

/**
 * Turn events on `canvas` into calls of `on`; `hint` shows for a moment how else to do what the page has taken.
 * @type {(canvas: HTMLCanvasElement, on: Gestures, hint?: (text: string) => void) => void}
 */
export function watchPointer(canvas, on, hint = createHint(canvas)) {
  /** @type {Map<number, Point>} */
  const down = new Map(); // pointerId -> last place
  /** @type {Gesture | null} */
  let gesture = null;
  watchWheel(canvas, on, hint);
  watchKeys(canvas, on);

  canvas.onpointerdown = (event) => {
    const [x, y] = placeIn(canvas, event);
    const touch = event.pointerType === "touch";
    on.down();
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, [x, y]);
    if (gesture?.kind === "stroke") on.stroke(null);
    const draws = on.drawing(event.shiftKey);
    const kind = down.size > 1 ? "pinch" : !draws && on.grips(x, y, touch) ? "grip" : "press";
    gesture = { kind, x, y, draws, path: [[x, y]] };
  };
  canvas.onpointermove = (event) => {
    const [x, y] = placeIn(canvas, event);
    const touch = event.pointerType === "touch";
    const last = down.get(event.pointerId);
    if (!last || !gesture) {
      if (!touch) on.hover(x, y);
      return;
    }
    if (gesture.kind === "pinch") {
      pinch(event.pointerId, last, [x, y]);
      return;
    }
    if (Math.hypot(x - gesture.x, y - gesture.y) > STILL) start(gesture, touch);
    if (gesture.kind === "stroke") on.stroke(strokeTo(gesture, x, y));
    if (gesture.kind === "move") on.move(x, y);
    if (gesture.kind === "pan") on.pan(x - last[0], y - last[1]);
    down.set(event.pointerId, [x, y]);
  };
  canvas.onpointerup = (event) => {
    down.delete(event.pointerId);
    if (gesture?.kind === "stroke") {
      on.select(strokeTo(gesture, ...placeIn(canvas, event)));
      on.stroke(null);
    }
    if (gesture?.kind === "press" || gesture?.kind === "grip")
      on.click(gesture.x, gesture.y, event.pointerType === "touch");
    if (!down.size) gesture = null;
  };
  canvas.onpointercancel = (event) => {
    down.delete(event.pointerId);
    if (gesture?.kind === "stroke") on.stroke(null);
    if (!down.size) gesture = null;
  };
  canvas.onpointerleave = ({ pointerType }) => {
    if (pointerType !== "touch") on.hover(null, null); // a finger leaves whenever it is lifted
  };
  canvas.ondblclick = () => on.whole();
  canvas.addEventListener(
    "touchmove",
    (event) => {
      if (gesture && gesture.kind !== "press" && gesture.kind !== "scroll") event.preventDefault();
    },
    { passive: false },
  );

  /** The pointer has left its place: a press becomes a drag, whose kind stays. */
  function start(/** @type {Gesture} */ begun, /** @type {boolean} */ touch) {
    if (begun.kind === "grip") {
      on.begin();
      begun.kind = "move";
    } else if (begun.kind === "press") {
      begun.kind = begun.draws ? "stroke" : touch ? "scroll" : "pan";
      if (begun.kind === "scroll") hint("Use two fingers to move the map");
    }
  }
  /** @type {(id: number, last: Point, to: Point) => void} */
  function pinch(id, last, to) {
    const other = [...down].find(([key]) => key !== id)?.[1];
    if (!other) return;
    on.pan((to[0] - last[0]) / 2, (to[1] - last[1]) / 2);
    const before = Math.hypot(last[0] - other[0], last[1] - other[1]);
    down.set(id, to);
    const after = Math.hypot(to[0] - other[0], to[1] - other[1]);
    if (before > 0 && after > 0) on.zoom((to[0] + other[0]) / 2, (to[1] + other[1]) / 2, after / before);
  }
}

/**
 * The corners of what is drawn, once the pointer is at (x, y).
 * @type {(gesture: Gesture, x: number, y: number) => readonly Point[]}
 */
function strokeTo({ draws, path, x: left, y: top }, x, y) {
  if (draws === "box") return cornersOf(left, top, x, y);
  path.push([x, y]);
  return path;
}

/** @type {(left: number, top: number, right: number, bottom: number) => Point[]} */
function cornersOf(left, top, right, bottom) {
  return [left, right, right, left].map((x, i) => [x, i < 2 ? top : bottom]);
}

/** @type {(canvas: HTMLCanvasElement, on: Gestures, hint: (text: string) => void) => void} */
function watchWheel(canvas, on, hint) {
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey && pageScrolls(canvas)) {
        hint(`Use ${/Mac|iP/.test(navigator.platform) ? "\u2318" : "Ctrl"} + scroll to zoom the map`);
        return;
      }
      event.preventDefault();
      on.zoom(...placeIn(canvas, event), Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)));
    },
    { passive: false },
  );
}

/** Whether something around a node scrolls up and down. @param {Element} node */
function pageScrolls(node) {
  /** @type {Element | null} */
  let outer = node;
  while (outer) {
    const wanted = outer === document.documentElement ? /visible|auto|scroll/ : /auto|scroll/;
    if (outer.scrollHeight > outer.clientHeight + 1 && wanted.test(getComputedStyle(outer).overflowY)) return true;
    const root = outer.getRootNode();
    outer = outer.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return false;
}

/** Build the line over a map that says for a moment how to move it. @param {HTMLCanvasElement} canvas */
function createHint(canvas) {
  const node = h("p", { className: "gesture-hint", dataTestid: "map-hint", ariaHidden: "true", hidden: true });
  let timer = 0;
  canvas.after(node);
  /** @param {string} text */
  return (text) => {
    node.textContent = text;
    node.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      node.hidden = true;
    }, HINT_MS);
  };
}

/** @type {(canvas: HTMLCanvasElement, on: Gestures) => void} */
function watchKeys(canvas, on) {
  /** @type {Record<string, Point>} */
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  canvas.onkeydown = (event) => {
    const arrow = arrows[event.key];
    const step = KEY_STEP * (event.shiftKey ? 10 : 1);
    const { clientWidth: width, clientHeight: height } = canvas;
    if (arrow) {
      if (!event.repeat) on.begin();
      on.step(arrow[0] * step, arrow[1] * step);
    } else if ("+=-".includes(event.key)) on.zoom(width / 2, height / 2, event.key === "-" ? 0.8 : 1.25);
    else if (event.key === "Enter" && on.drawing(false)) on.select(cornersOf(0, 0, width, height));
    else if (event.key === "Home") on.whole();
    else return;
    event.preventDefault();
  };
}

/** @type {(canvas: HTMLCanvasElement, event: MouseEvent) => Point} */
function placeIn(canvas, { clientX, clientY }) {
  const { left, top } = canvas.getBoundingClientRect();
  return [clientX - left, clientY - top];
}
