"""Scrolling past the map as on any page, by finger and by wheel; the map is moved by a deliberate gesture."""

import re

import numpy as np
import pytest
from e2e.plane import SCROLLED, Map
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import expect

from vaeviz.bench.browser import Server

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
INTO_VIEW = "(node) => node.scrollIntoView({ block: 'center', behavior: 'instant' })"
UP = np.array([0.0, -60.0])


class Fingers:
    """Fingers on a phone, as the browser itself takes them: it scrolls where it may."""

    def __init__(self, screen: Screen) -> None:
        self.session = screen.page.context.new_cdp_session(screen.page)

    def drag(self, *paths: list[np.ndarray]) -> None:
        """Put down one finger a path, move all of them place by place, and lift them."""
        self._send("touchStart", [path[0] for path in paths])
        for nth in range(1, len(paths[0])):
            self._send("touchMove", [path[nth] for path in paths])
        self._send("touchEnd", [])

    def _send(self, kind: str, places: list[np.ndarray]) -> None:
        points = [{"x": float(x), "y": float(y), "id": finger} for finger, (x, y) in enumerate(places)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def way(start: np.ndarray, by: np.ndarray) -> list[np.ndarray]:
    return [start + part * by for part in np.linspace(0, 1, 7)]


def scrolled(screen: Screen) -> float:
    return screen.by("map").evaluate(SCROLLED)


def marked(screen: Screen) -> np.ndarray:
    """Where the marker is on the map, in pixels from its corner."""
    style = screen.by("map-marker").evaluate("(node) => node.style.transform")
    return np.array([float(number) for number in re.findall(r"-?[\d.]+(?=px)", style)])


@pytest.fixture
def phone(visit, server: Server, plain: Shown) -> Screen:
    return visit(server, **PHONE).open(plain.query())


def in_view(screen: Screen, shown: Shown) -> Map:
    """The map, whole and in the middle of the window."""
    plane = Map(screen, shown)
    screen.by("map").evaluate(INTO_VIEW)
    plane.x, plane.y = screen.middle(screen.by("map"))[:2]
    return plane


def test_one_finger_over_the_map_scrolls_the_page(phone: Screen, plain: Shown):
    plane = in_view(phone, plain)
    z, before, marker = phone.z(), scrolled(phone), marked(phone)
    Fingers(phone).drag(way(np.array([plane.x, plane.y + 120]), -3 * UP))
    phone.until(lambda: scrolled(phone) < before - 60)
    expect(phone.by("map-hint")).to_have_text("Use two fingers to move the map")
    assert phone.z() == z
    np.testing.assert_array_equal(marked(phone), marker)
    expect(phone.by("map-hint")).to_be_hidden()


def test_one_finger_drags_the_marker_and_two_move_the_map(phone: Screen, plain: Shown):
    plane = in_view(phone, plain)
    z, before, fingers = phone.z(), phone.by("map").bounding_box(), Fingers(phone)
    fingers.drag(way(plane.marker(), UP))
    phone.settle()
    assert phone.z() != z
    marker, z = marked(phone), phone.z()
    left, right = (np.array([plane.x + side, plane.y]) for side in (-40, 40))
    fingers.drag(way(left, UP), way(right, UP))
    phone.until(lambda: marked(phone) == pytest.approx(marker + UP, abs=3))
    assert phone.z() == z
    assert phone.by("map").bounding_box() == before
    expect(phone.by("map-hint")).to_be_hidden()


def test_with_the_lasso_one_finger_draws(phone: Screen, plain: Shown):
    phone.by("tool-lasso").tap()
    plane = in_view(phone, plain)
    before = scrolled(phone)
    around = [np.array([plane.x, plane.y]) + 0.4 * plane.size * [np.cos(t), np.sin(t)] for t in np.linspace(0, 6, 12)]
    Fingers(phone).drag(around)
    expect(phone.by("group-A")).to_be_visible()
    assert scrolled(phone) == before


def test_the_wheel_scrolls_compare_and_zooms_its_maps_with_ctrl(screen: Screen, plain: Shown, told: Shown):
    screen.goto({"model": plain.name, "second": told.name}, "compare")
    chart = screen.by("chart-0")
    screen.by("chart-card-0").wait_for()
    chart.evaluate(INTO_VIEW)
    screen.page.mouse.move(*screen.middle(chart)[:2])
    drawn, before = screen.pixels("chart-0"), chart.evaluate(SCROLLED)
    screen.page.keyboard.down("Control")
    screen.page.mouse.wheel(0, -400)
    screen.page.keyboard.up("Control")
    drawn = screen.await_other_picture(drawn, "chart-0")
    assert chart.evaluate(SCROLLED) == before
    screen.page.mouse.wheel(0, 120)
    screen.until(lambda: chart.evaluate(SCROLLED) > before)
    expect(screen.by("map-hint").first).to_have_text("Use Ctrl + scroll to zoom the map")
    assert np.array_equal(screen.pixels("chart-0"), drawn)


def test_where_the_page_does_not_scroll_the_wheel_zooms(screen: Screen, plain: Shown):
    screen.open(plain.query(1.0))
    plane = Map(screen, plain)
    away = marked(screen) - plane.size / 2
    screen.page.mouse.move(plane.x, plane.y)
    screen.page.mouse.wheel(0, -200)
    screen.until(lambda: marked(screen) - plane.size / 2 == pytest.approx(np.exp(0.3) * away, abs=2))
    expect(screen.by("map-hint")).to_be_hidden()
