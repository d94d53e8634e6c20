"""The focus stays in the workspace: at the body Streamlit would hear r and c as commands of its own."""

import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

INSIDE = """() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return Boolean(node?.closest("main.ws"));
}"""


def draws_by_key(screen: Screen) -> None:
    """See that R is heard here, and by nobody else."""
    before = screen.pixels()
    screen.page.keyboard.press("r")
    screen.await_other_picture(before)


@pytest.mark.parametrize(
    "lose",
    ["(node) => node.remove()", "(node) => { node.disabled = true; }", "(node) => { node.hidden = true; }"],
    ids=["removed", "disabled", "hidden"],
)
def test_where_what_had_the_focus_is_gone_the_workspace_has_it(screen: Screen, plain: Shown, lose: str):
    screen.open(plain.query(0.5))
    screen.by("help").focus()
    screen.by("help").evaluate(lose)
    screen.wait(INSIDE)
    draws_by_key(screen)


def test_a_press_that_nothing_takes_gives_the_workspace_the_focus(screen: Screen, plain: Shown):
    screen.open(plain.query(0.5))
    x, y, _, _ = screen.middle(screen.page.locator(".ws .strip"))
    screen.page.mouse.click(x, y)
    assert screen.page.evaluate(INSIDE)
    draws_by_key(screen)


@pytest.mark.streamlit
def test_a_press_elsewhere_on_the_page_leaves_the_focus_there(screen: Screen, plain: Shown):
    screen.open(plain.query(0.5))
    screen.slider().focus()
    screen.page.get_by_test_id("stHeader").click()
    screen.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert not screen.page.evaluate(INSIDE)
    expect(screen.slider()).not_to_be_focused()
