/** Leads the eye to what a step is about. */

const [SHOWN_MS, PATIENCE_MS, LOOK_MS] = [2400, 8000, 100];

const BESIDE = 1080; // px of the window up to which the lesson stands under the screen, see collapse.css

/** Bring what has this data-testid into view and frame it for a moment, once it is there; returns the way to stop looking. */
export function pointAt(root, test) {
  const until = performance.now() + PATIENCE_MS;
  let waiting = 0;
  const look = () => {
    const node = root()?.querySelector(`[data-testid="${CSS.escape(test)}"]`);
    if (!node?.checkVisibility()) {
      if (performance.now() < until) waiting = setTimeout(look, LOOK_MS);
      return;
    }
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    node.classList.add("pointed");
    node.scrollIntoView({ block: innerWidth > BESIDE ? "nearest" : "start", behavior: calm ? "auto" : "smooth" });
    setTimeout(() => node.classList.remove("pointed"), SHOWN_MS);
  };
  look();
  return () => clearTimeout(waiting);
}
