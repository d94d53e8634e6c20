"""Every page, in light and dark, from a desk to a phone: nothing clipped, nothing unreadable, no complaint."""

import re
from pathlib import Path

import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import Locator, expect

from vaeviz.files.places import shipped

pytestmark = pytest.mark.browser

SIZES = [(1440, 900), (1280, 720), (390, 844)]
CONTRAST = (Path(__file__).parent / "contrast.js").read_text().strip().removesuffix(";")
CONTROLS = (
    "model-picker",
    "source-prior",
    "source-data",
    "source-draw",
    "source-upload",
    "undo",
    "randomise",
    "reset",
    "help",
    "picture",
    "map",
    "map-fit",
    "smooth",
)
OVERFLOW = """() => [...document.querySelectorAll("html, [data-testid=stMain], [data-testid=stApp]")]
  .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => `${node.tagName} ${node.scrollWidth}`)"""
CLIPPED = """(nodes) => nodes.filter((node) => node.checkVisibility()).filter((node) => {
    const { left, right } = node.getBoundingClientRect();
    const cut = node.tagName === "BUTTON" && node.scrollWidth > node.clientWidth + 1;
    return cut || left < -0.5 || right > innerWidth + 0.5;
  }).map((node) => node.dataset.testid ?? node.ariaLabel ?? node.textContent)"""
GROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def sized(request: pytest.FixtureRequest, visit, server, theme: str) -> Screen:
    width, height = request.param
    return visit(server, viewport={"width": width, "height": height}, color_scheme=theme)


def expect_theme(screen: Screen, theme: str) -> None:
    red = int(screen.page.evaluate(GROUND).removeprefix("rgb(").split(",")[0])
    assert (red < 64) == (theme == "dark")


@pytest.mark.streamlit
def test_explore_fits_and_can_be_read(sized: Screen, theme: str, told: Shown):
    sized.open(told.query(0.5))
    expect_theme(sized, theme)
    sized.by("source-draw").click()
    expect(sized.by("draw-pad")).to_be_visible()
    assert sized.page.evaluate(OVERFLOW) == []
    assert sized.page.locator(".ws button, .ws select, .ws input, .ws canvas").evaluate_all(CLIPPED) == []
    slider = sized.slider().get_attribute("data-testid")
    assert slider
    sized.by("randomise").click()
    for name in (*CONTROLS, slider, "draw-pad", f"condition-{told.classes[-1]}", "condition-none"):
        sized.by(name).click(trial=True)  # it is there, whole, and nothing lies over it
    assert sized.by("model-picker").evaluate(f"(node) => ({CONTRAST})(node.closest('.ws'))") == []


@pytest.mark.streamlit
def test_models_fits_and_can_be_read(sized: Screen, theme: str):
    sized.goto(path="models").await_cards()
    expect_theme(sized, theme)
    assert sized.page.evaluate(OVERFLOW) == []
    assert sized.page.locator("[data-testid=stMain] :is(a, button, img, table)").evaluate_all(CLIPPED) == []
    assert sized.page.get_by_test_id("stMain").evaluate(CONTRAST) == []


@pytest.mark.streamlit
def test_each_model_has_a_card_that_opens_it(screen: Screen, plain: Shown, told: Shown):
    screen.goto(path="models").await_cards()
    for name in shipped():
        expect(screen.page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    links = screen.page.get_by_role("link", name="Open in Explore")
    expect(links).to_have_count(len(shipped()))
    for shown in (told, plain):
        links.nth(list(shipped()).index(shown.name)).click()
        expect(screen.by("model-picker")).to_have_value(shown.name)
        screen.light("live")
        before = screen.pixels()
        screen.slider().press("Shift+ArrowUp")
        screen.await_other_picture(before)
        screen.page.get_by_role("link", name="Models", exact=True).click()
        screen.await_cards()


def test_collapsed_dimensions_come_into_view(screen: Screen):
    screen.open({"model": "mnist-vae-z32"})
    rows, folded = screen.page.locator(".rows"), screen.page.locator(".fold .row")
    expect(screen.page.locator(".totals")).to_contain_text("this image")  # the codes are there
    for width, height in ((1366, 768), (1440, 900)):
        screen.page.set_viewport_size({"width": width, "height": height})
        screen.page.locator(".fold summary").click()
        expect(folded.first).to_be_in_viewport()
        screen.until(lambda: sum(_bottom(row) <= _bottom(rows) + 1 for row in folded.all()) >= 8)  # most of them
        expect(rows).not_to_have_class(re.compile(r"\bmore\b"))  # at their end
        rows.evaluate("(node) => node.scrollTo(0, 0)")
        expect(rows).to_have_class(re.compile(r"\bmore\b"))
        screen.page.locator(".fold summary").click()
        expect(folded.first).to_be_hidden()


def _bottom(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box
    return box["y"] + box["height"]
