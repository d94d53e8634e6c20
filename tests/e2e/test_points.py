"""The points as they come onto the screen: with WebGL, without, and while a part of the map is scrolled away."""

import io

import numpy as np
import pytest
from e2e.plane import tuck
from e2e.screen import Screen
from e2e.shown import Shown
from PIL import Image
from playwright.sync_api import expect

from vaeviz.bench.browser import Server

pytestmark = pytest.mark.browser

NO_WEBGL = """(() => {
  const own = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind === "webgl2" ? null : own.call(this, kind, ...more);
  };
})()"""
KEEP = """(() => {
  const own = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    const made = own.call(this, kind, ...more);
    if (kind === "webgl2") [window.context, window.losing] = [made, made.getExtension("WEBGL_lose_context")];
    return made;
  };
})()"""
PHONE = {"width": 390, "height": 844}


def photo(screen: Screen, x: float, y: float, width: float, height: float) -> np.ndarray:
    """What the screen shows there: pixels of red, green and blue, of a photo of all of it."""
    whole = np.asarray(Image.open(io.BytesIO(screen.page.screenshot())).convert("RGB"))
    return whole[round(y) : round(y + height), round(x) : round(x + width)].reshape(-1, 3)


def shades(screen: Screen) -> int:
    """How many colours the middle of the map has on the screen."""
    x, y, width, height = screen.middle(screen.by("map"))
    return len(np.unique(photo(screen, x - width / 4, y - height / 4, width / 2, height / 2), axis=0))


def coloured(pixels: np.ndarray) -> float:
    """The share of pixels that are not grey."""
    return float((np.ptp(pixels.astype(int), axis=1) > 40).mean())


def test_without_webgl_the_map_is_drawn_all_the_same_and_says_so(visit, server: Server, plain: Shown):
    drawn = []
    for script in ("", NO_WEBGL):
        screen = visit(server)
        screen.page.add_init_script(script)
        screen.open(plain.query())
        drawn.append(shades(screen))
        words = screen.by("map-facts").text_content() or ""
        assert ("drawn without WebGL" in words) == bool(script)
    assert min(drawn) > 20


def test_a_lost_context_is_drawn_without_and_restored(screen: Screen, plain: Shown):
    screen.page.add_init_script(KEEP)
    screen.open(plain.query())
    screen.page.evaluate("losing.loseContext()")
    expect(screen.by("map-facts")).to_contain_text("drawn without WebGL")
    assert shades(screen) > 20
    screen.page.evaluate("losing.restoreContext()")
    expect(screen.by("map-facts")).not_to_contain_text("drawn without WebGL")
    assert shades(screen) > 20


@pytest.mark.streamlit
def test_a_page_that_was_left_gives_its_context_back(screen: Screen, plain: Shown):
    screen.page.add_init_script(KEEP)
    screen.open(plain.query())
    assert not screen.page.evaluate("context.isContextLost()")
    screen.page.get_by_role("link", name="Models", exact=True).click()
    screen.wait("() => context.isContextLost()")
    screen.await_cards()


def test_on_a_phone_the_points_stay_while_the_picture_covers_a_part_of_them(visit, server: Server, plain: Shown):
    screen = visit(server, viewport=PHONE).open(plain.query())
    shares = []
    for hidden in (0.0, 0.5):
        tuck(screen, hidden)
        x, y, width, height = screen.middle(screen.by("map"))
        below = y + 0.12 * height  # the picture's caption takes some more
        shares.append(coloured(photo(screen, x - width / 2, below, width, 0.33 * height)))
    whole, part = shares
    assert whole > 0.02
    assert part == pytest.approx(whole, rel=0.2)
