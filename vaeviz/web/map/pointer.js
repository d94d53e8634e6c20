/** Gestures on a canvas: click, drag to pan, to walk or to draw, wheel or two fingers to zoom, keys. */

const STILL = 4; // pixels; less is a click
const KEY_STEP = 8; // pixels a press

/** Turn events on `canvas` into calls of `on`: hover, down, grips, begin, walk, drawing, stroke, select, pan, zoom, click, whole, step. */
export function watchPointer(canvas, on) {
  const down = new Map(); // pointerId -> last place
  let gesture = null; // {kind, x, y, draws, path}: where it began; what it draws, and where it has been
  const place = (event) => placeIn(canvas, event);
  watchWheel(canvas, on);
  watchKeys(canvas, on);

  canvas.onpointerdown = (event) => {
    const [x, y] = place(event);
    on.down();
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, [x, y]);
    if (gesture?.kind === "stroke") on.stroke(null);
    const draws = on.drawing(event.shiftKey);
    gesture = {
      kind: down.size > 1 ? "pinch" : !draws && on.grips(x, y) ? "grip" : "press",
      x,
      y,
      draws,
      path: [[x, y]],
    };
  };
  canvas.onpointermove = (event) => {
    const [x, y] = place(event);
    const last = down.get(event.pointerId);
    if (!last) return event.pointerType === "touch" || on.hover(x, y);
    if (gesture.kind === "pinch") return pinch(event.pointerId, [x, y]);
    if (Math.hypot(x - gesture.x, y - gesture.y) > STILL) {
      if (gesture.kind === "grip") on.begin();
      gesture.kind = { press: gesture.draws ? "stroke" : "pan", grip: "walk" }[gesture.kind] ?? gesture.kind;
    }
    if (gesture.kind === "stroke") on.stroke(strokeTo(x, y));
    if (gesture.kind === "walk") on.walk(x, y);
    if (gesture.kind === "pan") on.pan(x - last[0], y - last[1]);
    down.set(event.pointerId, [x, y]);
  };
  canvas.onpointerup = (event) => {
    down.delete(event.pointerId);
    if (gesture?.kind === "stroke") {
      on.select(strokeTo(...place(event)));
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
  canvas.onpointerleave = (event) => event.pointerType === "touch" || on.hover(null, null); // a finger leaves whenever it is lifted
  canvas.ondblclick = () => on.whole();

  /** The corners of what is drawn, once the pointer is at (x, y). */
  function strokeTo(x, y) {
    const { draws, path, x: left, y: top } = gesture;
    if (draws === "box")
      return [
        [left, top],
        [x, top],
        [x, y],
        [left, y],
      ];
    path.push([x, y]);
    return path;
  }
  function pinch(id, to) {
    const other = [...down].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const last = down.get(id);
    on.pan((to[0] - last[0]) / 2, (to[1] - last[1]) / 2);
    const before = Math.hypot(last[0] - other[0], last[1] - other[1]);
    down.set(id, to);
    const after = Math.hypot(to[0] - other[0], to[1] - other[1]);
    if (before > 0 && after > 0) on.zoom((to[0] + other[0]) / 2, (to[1] + other[1]) / 2, after / before);
  }
}

function watchWheel(canvas, on) {
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      on.zoom(...placeIn(canvas, event), Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)));
    },
    { passive: false },
  );
}

function watchKeys(canvas, on) {
  canvas.onkeydown = (event) => {
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const step = KEY_STEP * (event.shiftKey ? 10 : 1);
    if (arrow) {
      if (!event.repeat) on.begin();
      on.step(arrow[0] * step, arrow[1] * step);
    } else if ("+=-".includes(event.key)) {
      on.zoom(canvas.clientWidth / 2, canvas.clientHeight / 2, event.key === "-" ? 0.8 : 1.25);
    } else if (event.key === "Enter" && on.drawing(false)) {
      const [right, bottom] = [canvas.clientWidth, canvas.clientHeight];
      on.select([
        [0, 0],
        [right, 0],
        [right, bottom],
        [0, bottom],
      ]);
    } else if (event.key === "Home") on.whole();
    else return;
    event.preventDefault();
  };
}

function placeIn(canvas, { clientX, clientY }) {
  const { left, top } = canvas.getBoundingClientRect();
  return [clientX - left, clientY - top];
}
