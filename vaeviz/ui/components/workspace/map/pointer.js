/** Gestures on a canvas: click, drag to pan or to walk, wheel or two fingers to zoom, keys. */

const STILL = 4; // pixels; less is a click
const KEY_STEP = 8; // pixels a press

/** Turn events on `canvas` into calls of `on`: hover, grips, begin, walk, pan, zoom, click, whole, step. */
export function watchPointer(canvas, on) {
  const down = new Map(); // pointerId -> last place
  let gesture = null; // {kind, x, y}: where it began
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  canvas.onpointerdown = (event) => {
    const [x, y] = place(event);
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, [x, y]);
    gesture = { kind: down.size > 1 ? "pinch" : on.grips(x, y) ? "grip" : "press", x, y };
  };
  canvas.onpointermove = (event) => {
    const [x, y] = place(event);
    const last = down.get(event.pointerId);
    if (!last) return on.hover(x, y);
    if (gesture.kind === "pinch") return pinch(event.pointerId, [x, y]);
    if (Math.hypot(x - gesture.x, y - gesture.y) > STILL) {
      if (gesture.kind === "grip") on.begin();
      gesture.kind = { press: "pan", grip: "walk" }[gesture.kind] ?? gesture.kind;
    }
    if (gesture.kind === "walk") on.walk(x, y);
    if (gesture.kind === "pan") on.pan(x - last[0], y - last[1]);
    down.set(event.pointerId, [x, y]);
  };
  canvas.onpointerup = (event) => {
    down.delete(event.pointerId);
    if (gesture?.kind === "press" || gesture?.kind === "grip") on.click(gesture.x, gesture.y);
    if (!down.size) gesture = null;
  };
  canvas.onpointercancel = (event) => {
    down.delete(event.pointerId);
    if (!down.size) gesture = null;
  };
  canvas.onpointerleave = () => on.hover(null, null);
  canvas.ondblclick = () => on.whole();
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    on.zoom(...place(event), Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)));
  }, { passive: false });
  canvas.onkeydown = (event) => {
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const step = KEY_STEP * (event.shiftKey ? 5 : 1);
    if (arrow) {
      if (!event.repeat) on.begin();
      on.step(arrow[0] * step, arrow[1] * step);
    } else if ("+=-".includes(event.key)) {
      on.zoom(canvas.clientWidth / 2, canvas.clientHeight / 2, event.key === "-" ? 0.8 : 1.25);
    } else if (event.key === "Home") on.whole();
    else return;
    event.preventDefault();
  };

  function pinch(id, to) {
    const other = [...down].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const before = Math.hypot(down.get(id)[0] - other[0], down.get(id)[1] - other[1]);
    down.set(id, to);
    const after = Math.hypot(to[0] - other[0], to[1] - other[1]);
    if (before > 0 && after > 0) on.zoom((to[0] + other[0]) / 2, (to[1] + other[1]) / 2, after / before);
  }
}
