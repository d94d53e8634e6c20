"""Everybody can use it: axe finds nothing serious on any page, every control has a name and is reached by Tab."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from e2e.screen import Screen
from e2e.shown import Shown

pytestmark = pytest.mark.browser

SERIOUS = ("serious", "critical")
CONTROLS = "main.ws :is(button, input, select, textarea, summary, [tabindex='0'])"
NAMELESS = """(nodes) => nodes.filter((node) => node.checkVisibility()).filter((node) => !(
    node.ariaLabel || node.textContent.trim() || node.labels?.length || node.title))
  .map((node) => node.outerHTML.slice(0, 120))"""
NAME = "(node) => node.dataset.testid ?? `${node.tagName} ${node.ariaLabel ?? node.textContent.trim()}`"
REACHABLE = f"""(nodes) => nodes
  .filter((node) => node.checkVisibility() && !node.disabled && node.tabIndex >= 0)
  .map({NAME})"""  # of a roving group one is there
FOCUSED = f"""() => {{
  let node = document.activeElement;
  while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return ({NAME})(node);
}}"""


def violations(screen: Screen) -> list[str]:
    """What axe finds that would keep somebody out; ours and Streamlit's alike."""
    found = Axe().run(screen.page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {json.dumps([node['target'] for node in one['nodes']][:4])}"
        for one in found
        if one["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_explore(visit, server, told: Shown, theme: str):
    screen = visit(server, color_scheme=theme).open(told.query(0.5))
    assert violations(screen) == []
    screen.by("help").click()
    screen.by("help-close").wait_for()
    assert violations(screen) == []


@pytest.mark.streamlit
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_models(visit, server, theme: str):
    screen = visit(server, color_scheme=theme).goto(path="models").await_cards()
    assert violations(screen) == []


def test_every_control_has_a_name_and_tab_reaches_it(screen: Screen, told: Shown):
    screen.open(told.query(0.5))
    controls = screen.page.locator(CONTROLS)
    assert controls.count() > 30
    assert controls.evaluate_all(NAMELESS) == []
    wanted = controls.evaluate_all(REACHABLE)
    screen.by("model-picker").focus()
    reached = {screen.page.evaluate(FOCUSED)}
    while len(reached) <= len(wanted):  # ends at the latest where the page does
        screen.page.keyboard.press("Tab")
        name = screen.page.evaluate(FOCUSED)
        if name in reached or name not in wanted:
            break
        reached.add(name)
    assert sorted(set(wanted) - reached) == []
