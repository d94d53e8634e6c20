/** The focus stays in the workspace: at the body, Streamlit would hear r and c as commands of its own. */

/**
 * Give the focus to `root` where a press in it meets nothing that takes it, and where what had it was removed, hidden or
 * disabled; not where the visitor went elsewhere. Returns the way to stop.
 */
export function keepFocus(root) {
  let away = false; // the last press was elsewhere on the page
  const pressed = (event) => {
    away = !event.composedPath().includes(root);
  };
  root.tabIndex = -1; // a press on what takes no focus gives it to the root: the browser sees to that
  root.addEventListener("focusin", () => (away = false));
  root.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget === null) requestAnimationFrame(takeBack);
  });
  function takeBack() {
    if (!away && root.isConnected && document.hasFocus() && !root.matches(":focus-within"))
      root.focus({ preventScroll: true });
  }
  window.addEventListener("pointerdown", pressed, true);
  return () => window.removeEventListener("pointerdown", pressed, true);
}
