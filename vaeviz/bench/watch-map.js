/**
 * Record, from the start of a page, when its main thread and its frames were delayed, and when a pointer moved or was
 * released. The result is read from window.vaevizMap; all times are ms of performance.now(), 0 at the navigation.
 */
(() => {
  const LATE = 100; // ms between two frames
  const log = { busy: 0, frames: [], up: 0, moved: 0, closed: 0, changed: 0 };
  const waiting = new Set(); // {test, done, until}
  let last = 0;
  window.vaevizMap = Object.assign(log, { find, when, settle, rest, watch, frame });

  new PerformanceObserver((list) =>
    list.getEntries().forEach((task) => (log.busy = Math.max(log.busy, task.startTime + task.duration))),
  ).observe({ type: "longtask" });
  window.addEventListener("pointermove", (event) => (log.moved = event.timeStamp), true);
  window.addEventListener("pointerup", (event) => (log.up = event.timeStamp), true);
  window.WebSocket = class extends WebSocket {
    constructor(...settings) {
      super(...settings);
      this.addEventListener("close", () => log.closed++);
    }
  };
  requestAnimationFrame(tick);

  function tick() {
    const now = performance.now();
    if (now - last > LATE) log.busy = now;
    last = now;
    log.frames.push(now);
    for (const one of waiting) {
      const held = one.test();
      if (!held && now < one.until) continue;
      waiting.delete(one);
      one.done(held ? now : null);
    }
    requestAnimationFrame(tick);
  }
  /** The first node of a selector, including shadow trees. */
  function find(selector, root = document) {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const { shadowRoot } of root.querySelectorAll("*")) {
      const inner = shadowRoot && find(selector, shadowRoot);
      if (inner) return inner;
    }
    return null;
  }
  /** The time of the first frame at which test() is true; null if it is not within `patience` ms. */
  function when(test, patience = 120_000) {
    return new Promise((done) => waiting.add({ test, done, until: performance.now() + patience }));
  }
  /** The time at which test() is true and nothing is delayed in the following second, which is not counted. */
  async function settle(test) {
    const held = await when(test);
    if (held === null) return null;
    await rest(1000, 30_000);
    return Math.max(held, log.busy);
  }
  /** Wait until nothing was delayed for `ms`, at most `patience` ms, because a busy machine is never idle. */
  async function rest(ms, patience) {
    const start = performance.now();
    await when(() => performance.now() - Math.max(start, log.busy) > ms, patience);
  }
  /** Record changes within a node, except in the canvas and in the marker of z. */
  function watch(node) {
    const ignored = ({ target }) => target.tagName === "CANVAS" || target.classList?.contains("marker");
    const note = (changes) => {
      if (!changes.every(ignored)) log.changed = performance.now();
    };
    new MutationObserver(note).observe(node, {
      attributes: true,
      childList: true,
      characterData: true,
      subtree: true,
    });
  }
  /** The time at which the n-th frame from now begins. */
  async function frame(n) {
    for (let i = 0; i < n; i++) await new Promise(requestAnimationFrame);
    return performance.now();
  }
})();
