/** The focus stays in the workspace: at the body, Streamlit would take r and c as its own shortcuts. */

/**
 * Give the focus to `root` after a press in it on something that takes none, and when the focused element is removed,
 * hidden or disabled; not when the visitor went elsewhere. Returns the function that stops this.
 * @param {HTMLElement} root
 */
export function keepFocus(root) {
  let away = false; // the last press was elsewhere on the page
  /** @param {PointerEvent} event */
  const pressed = (event) => {
    away = !event.composedPath().includes(root);
  };
  root.tabIndex = -1; // the browser gives the focus to the root after a press on what takes none
  root.addEventListener("focusin", () => {
    away = false;
  });
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
