"""The gauge of the distance to the data: live during a drag, amber far from the data, in words for every reader."""

import re
from itertools import pairwise

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NEAR = re.compile(r"Distance to data [\d.]+ \(typical [\d.]+\): close")
BEYOND = re.compile(r"far, \d+\.\d \u00d7 the limit")
STYLE = "(node) => node.getAttribute('style')"


@pytest.fixture
def at_a_code(screen: Screen, plain: Shown) -> Screen:
    """The page at a real image's code, the gauge measured."""
    screen.open({"model": plain.name})
    expect(screen.by("gauge-near")).to_have_text(NEAR)
    return screen


def gauge(screen: Screen) -> tuple[str, str]:
    return screen.by("gauge-near").inner_text(), screen.by("gauge-density").inner_text()


def go_far(screen: Screen) -> None:
    for dim in range(4):
        value = screen.page.locator("input.value").nth(dim)
        value.fill("6")
        value.press("Enter")


def test_picture_bar_marker_and_gauge_all_change_while_the_mouse_is_down(at_a_code: Screen):
    screen = at_a_code
    row = screen.slider().get_attribute("data-testid") or ""
    point, marker = screen.by(row.replace("latent-slider", "kl-point")), screen.by("map-marker")
    x, y, width, _ = screen.middle(screen.slider())
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.settle()
    seen = [(screen.pixels(), point.evaluate(STYLE), marker.evaluate(STYLE), gauge(screen))]
    for offset in (0.04, 0.3):
        picture, spot, place, words = seen[-1]
        screen.page.mouse.move(x + offset * width, y, steps=6)
        other = screen.await_other_picture(picture)
        screen.until(lambda old=spot: point.evaluate(STYLE) != old)
        screen.until(lambda old=place: marker.evaluate(STYLE) != old)
        screen.until(lambda old=words: all(a != b for a, b in zip(gauge(screen), old, strict=True)))
        screen.settle()
        seen.append((other, point.evaluate(STYLE), marker.evaluate(STYLE), gauge(screen)))
    screen.page.mouse.up()
    for before, after in pairwise(seen):
        assert not np.array_equal(before[0], after[0])
        assert all(a != b for a, b in zip(before[1:], after[1:], strict=True))


def inside(screen: Screen, one: str, other: str) -> bool:
    """Whether one thing lies within another, to the pixel."""
    (x, y, width, height), (left, top, wide, tall) = (screen.middle(screen.by(name)) for name in (one, other))
    return abs(x - left) <= (wide - width) / 2 + 1 and abs(y - top) <= (tall - height) / 2 + 1


def test_far_from_the_data_is_shown_in_words_and_colour_and_announced_once(at_a_code: Screen):
    screen = at_a_code
    expect(screen.by("off-data")).to_be_hidden()
    go_far(screen)
    expect(screen.by("gauge-near")).to_have_text(BEYOND)
    expect(screen.by("off-data")).to_have_text("Far from the training data")
    expect(screen.by("picture")).to_have_attribute("aria-label", re.compile("far from the training data"))
    expect(screen.by("picture")).to_have_css("outline-style", "solid")
    screen.page.set_viewport_size({"width": 1280, "height": 720})  # where the picture is narrower than its column
    screen.until(lambda: inside(screen, "off-data", "picture"))
    expect(screen.page.locator(".said")).to_have_text("Far from the training data.")
    screen.by("reset").click()
    screen.by("source-data").click()
    expect(screen.by("gauge-near")).to_have_text(NEAR)
    expect(screen.by("off-data")).to_be_hidden()
    expect(screen.page.locator(".said")).to_have_text("Near the training data again.")


def test_the_gauge_shows_the_numbers_of_the_files(at_a_code: Screen, plain: Shown):
    screen, codes = at_a_code, plain.stored.codes
    screen.by("reset").click()
    expect(screen.by("gauge-near")).not_to_have_text(re.compile(r"Distance to data 0(\.00\d*)? "))
    active = codes.mu.var(axis=0) > 0.01
    gap = np.sqrt((codes.mu[:, active] ** 2).sum(axis=1)).min()
    density = -0.5 * codes.mu.shape[1] * np.log(2 * np.pi)
    all_of = -0.5 * (codes.mu**2).sum(axis=1) + density
    low, high = np.quantile(all_of, [0.05, 0.95])
    near, dense = (text.replace("\u2212", "-") for text in gauge(screen))
    assert abs(float(re.findall(r"Distance to data (-?[\d.]+)", near)[0]) - gap) <= 0.051
    assert abs(float(re.findall(r"log p\(z\) (-?[\d.]+)", dense)[0]) - density) <= 0.051
    said = [float(number) for number in re.findall(r"codes (-?\d+) to (-?\d+)", dense)[0]]
    assert np.allclose(said, [low, high], atol=1.0)
