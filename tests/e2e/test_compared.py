"""A pin beside the image, and the difference, live."""

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_pin_is_shown_beside_the_image_and_the_difference_follows_a_drag(screen: Screen, plain: Shown):
    screen.open(plain.query(0.5))
    kept = screen.pixels()
    screen.by("pin-add").click()
    screen.by("pin-compare-A").click()
    pinned, gap = screen.by("compared-pinned"), screen.by("compared-difference")
    expect(pinned).to_be_visible()
    screen.until(lambda: np.abs(screen.pixels("compared-pinned").astype(int) - kept).max() <= 1)
    screen.until(lambda: screen.pixels("compared-difference").reshape(-1, 4)[:, :3].max() <= 1)
    x, y, width, _ = screen.middle(screen.slider())
    black = screen.pixels("compared-difference")
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.page.mouse.move(x + 0.3 * width, y, steps=6)
    screen.await_other_picture(black, "compared-difference")
    screen.settle()
    now, then = (screen.pixels(name).reshape(-1, 4)[:, 0].astype(int) for name in ("picture", "compared-pinned"))
    shown = screen.pixels("compared-difference").reshape(-1, 4)[:, :3].astype(int)
    screen.page.mouse.up()
    assert np.array_equal(shown.max(axis=1) > 40, np.where(now > then, now - then > 40, 0.91 * (then - now) > 40.4))
    assert (shown[now - then > 40][:, 0] > shown[now - then > 40][:, 2]).all()  # orange
    assert (shown[then - now > 60][:, 2] > shown[then - now > 60][:, 0]).all()  # blue
    screen.by("compared-close").click()
    for node in (pinned, gap):
        expect(node).to_be_hidden()
    expect(screen.by("pin-compare-A")).to_have_attribute("aria-pressed", "false")


def test_a_link_shows_the_pin_it_compares_with(visit, server, screen: Screen, plain: Shown):
    screen.open(plain.query(0.5))
    kept = screen.pixels()
    screen.by("pin-add").click()
    screen.by("pin-compare-A").click()
    screen.await_query("compared", bool)
    copy = visit(server).open(screen.query())
    expect(copy.by("compared-pinned")).to_be_visible()
    copy.until(lambda: np.abs(copy.pixels("compared-pinned").astype(int) - kept).max() <= 1)
