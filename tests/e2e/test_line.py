"""The line to the server: it breaks, the page says so, keeps what was set, and takes it up again by itself."""

from collections.abc import Callable

import numpy as np
import pytest
from e2e.screen import PATIENCE, Screen
from e2e.shown import Shown
from playwright.sync_api import Browser, WebSocketRoute, expect

from vaeviz.bench.browser import free_port, serve

pytestmark = pytest.mark.browser

WEIGHTS = "**/vaeviz/weights/**"


def set_to(screen: Screen, text: str) -> None:
    screen.value().fill(text)
    screen.value().press("Enter")
    expect(screen.value()).to_have_value(text)


def test_a_socket_closed_from_outside_is_opened_again(screen: Screen, plain: Shown):
    lines: list[WebSocketRoute] = []

    def through(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    screen.page.route_web_socket("**/vaeviz/live?**", through)
    screen.open(plain.query())
    set_to(screen, "0.50")
    screen.settle()
    before, z = screen.pixels(), screen.z()
    lines[-1].close(code=1011, reason="the tests cut it")
    screen.until(lambda: len(lines) == 2)
    screen.light("live")
    assert screen.z() == z
    screen.slider().press("Shift+ArrowUp")
    screen.await_other_picture(before)


def test_a_server_that_comes_back_is_found_and_nothing_was_lost(visit: Callable[..., Screen], plain: Shown):
    port = free_port()
    with serve(port=port, patience=PATIENCE) as server:
        screen = visit(server, calm=False)  # refused connections are errors in the console
        screen.page.route(WEIGHTS, lambda route: route.abort())
        screen.open(plain.query(), "over the socket")
        set_to(screen, "0.50")
        screen.settle()
        before = screen.pixels()
    screen.light("offline")
    expect(screen.page.locator(".veil", has_text="Your settings are kept")).to_be_visible()
    assert np.array_equal(screen.pixels(), before)
    set_to(screen, "1.50")
    z = screen.z()
    with serve(port=port, patience=PATIENCE):
        screen.light("live")
        after = screen.await_other_picture(before)  # of what was set meanwhile
        expect(screen.page.locator(".veil", has_text="Your settings are kept")).to_be_hidden()
        assert screen.z() == z
        screen.slider().press("Shift+ArrowUp")
        screen.await_other_picture(after)
        assert not [trouble for trouble in screen.troubles if trouble.startswith("exception")]


def test_two_visitors_do_not_disturb_one_another(browser: Browser, visit, server, plain: Shown, told: Shown):
    one, other = visit(server).open(plain.query()), visit(server).open(told.query(0.5, label=2))
    picture, z, address = other.pixels(), other.z(), other.query()
    x, y, width, _ = one.middle(one.slider())
    one.page.mouse.move(x, y)
    one.page.mouse.down()
    mine = one.pixels()
    for offset in (0.1, 0.2, 0.3):
        one.page.mouse.move(x + offset * width, y)
        mine = one.await_other_picture(mine)
    assert np.array_equal(other.pixels(), picture)
    theirs = picture
    for label in (4, 6):  # while the other's mouse is down
        other.by(f"condition-{told.classes[label]}").click()
        theirs = other.await_other_picture(theirs)
    one.page.mouse.up()
    one.settle()
    mine, z_of_one = one.pixels(), one.z()
    other.await_query("c", lambda c: c == "6")
    assert other.z() == z
    assert other.query()["z"] == address["z"]
    one.await_query("z", lambda z: z != plain.query()["z"])
    assert one.z() == z_of_one
    assert np.array_equal(one.pixels(), mine)
    assert np.array_equal(other.pixels(), theirs)
