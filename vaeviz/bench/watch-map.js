/**
 * Record, from the first moment of a page, when its main thread and its frames were held up, and when a pointer moved
 * or let go. The result is read from window.vaevizMap; all times are ms of performance.now(), 0 at the navigation.
 */
(() => {
  const LATE = 100; // ms between two frames
  const log = { busy: 0, frames: [], up: 0, moved: 0, closed: 0, changed: 0 };
  const asked = new Set(); // {test, done, until}
  let last = 0;
  window.vaevizMap = Object.assign(log, { find, when, settle, rest, watch, frame });

  new PerformanceObserver((list) => list.getEntries().forEach((task) => (log.busy = Math.max(log.busy, task.startTime + task.duration)))).observe({ type: "longtask" });
  window.addEventListener("pointermove", (event) => (log.moved = event.timeStamp), true);
  window.addEventListener("pointerup", (event) => (log.up = event.timeStamp), true);
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("close", () => log.closed++);
    }
  };
  requestAnimationFrame(tick);

  function tick() {
    const now = performance.now();
    if (now - last > LATE) log.busy = now;
    last = now;
    log.frames.push(now);
    for (const one of asked) {
      const held = one.test();
      if (!held && now < one.until) continue;
      asked.delete(one);
      one.done(held ? now : null);
    }
    requestAnimationFrame(tick);
  }
  /** The first node of a selector, in shadow trees as well. */
  function find(selector, root = document) {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const { shadowRoot } of root.querySelectorAll("*")) {
      const inner = shadowRoot && find(selector, shadowRoot);
      if (inner) return inner;
    }
    return null;
  }
  /** When, at a frame, test() holds; null if it does not within `patience` ms. */
  function when(test, patience = 120_000) {
    return new Promise((done) => asked.add({ test, done, until: performance.now() + patience }));
  }
  /** When test() holds and nothing was held up for a second after; that second is not counted. */
  async function settle(test) {
    const held = await when(test);
    if (held === null) return null;
    await rest(1000, 30_000);
    return Math.max(held, log.busy);
  }
  /** Wait until nothing was held up for `ms`, or until patience ends: a busy machine never rests. */
  async function rest(ms, patience) {
    const start = performance.now();
    await when(() => performance.now() - Math.max(start, log.busy) > ms, patience);
  }
  /** Note whenever something within a node changes, but for the drawing itself and what marks our own place. */
  function watch(node) {
    const own = ({ target }) => target.tagName === "CANVAS" || target.classList?.contains("marker");
    new MutationObserver((changes) => changes.every(own) || (log.changed = performance.now()))
      .observe(node, { attributes: true, childList: true, characterData: true, subtree: true });
  }
  /** When the n-th frame from now begins. */
  async function frame(n) {
    for (let i = 0; i < n; i++) await new Promise(requestAnimationFrame);
    return performance.now();
  }
})();
