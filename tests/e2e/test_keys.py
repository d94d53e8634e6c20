"""The keyboard alone: Tab goes through everything, there and back."""

import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node?.dataset.testid ?? node?.ariaLabel ?? node?.tagName;
}"""


def walk(screen: Screen, key: str, goal: str, most: int = 160) -> list[str]:
    """Press ``key`` until ``goal`` has the focus; return what had it on the way, ``goal`` included."""
    seen: list[str] = []
    while len(seen) < most and (not seen or seen[-1] != goal):
        screen.page.keyboard.press(key)
        seen.append(screen.page.evaluate(FOCUSED))
    return seen


def test_tab_goes_from_the_toolbar_to_the_map_and_back(screen: Screen, plain: Shown):
    screen.open(plain.query(0.5))
    screen.by("reset").focus()
    there = walk(screen, "Tab", "map")
    first = screen.slider().get_attribute("data-testid")
    assert "help" in there
    assert there[-1] == "map"
    assert first in there
    assert len(there) == len(set(there))
    back = walk(screen, "Shift+Tab", "reset")
    assert back == [*there[-2::-1], "reset"]


def test_the_help_opens_and_closes_by_keys(screen: Screen, plain: Shown):
    screen.open(plain.query())
    screen.by("help").focus()
    sheet = screen.page.get_by_role("dialog", name="How to use this page")
    screen.page.keyboard.press("Enter")
    expect(sheet).to_be_visible()
    expect(screen.by("help-close")).to_be_focused()
    screen.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(screen.by("help")).to_be_focused()
    screen.page.keyboard.press("Enter")
    expect(sheet).to_be_visible()
    screen.page.keyboard.press("Tab")
    expect(sheet).to_be_hidden()
