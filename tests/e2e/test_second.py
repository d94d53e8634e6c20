"""Two models side by side on one set of sliders."""

import re

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import WebSocket, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def beside(screen: Screen, plain: Shown, told: Shown) -> Screen:
    """Two models of different sizes, the first at a real image's code."""
    screen.open({"model": plain.name})
    screen.by("second-picker").select_option(told.name)
    expect(screen.by("second-picture")).to_be_visible()
    screen.until(lambda: screen.pixels("second-picture").reshape(-1, 4)[:, :3].max() > 60)
    return screen


def test_the_second_model_follows_the_sliders_by_rank_of_kl(beside: Screen, plain: Shown, told: Shown):
    ours, theirs = plain.header.model.latent_dim, told.header.model.latent_dim
    assert ours > theirs
    expect(beside.by("second-words")).to_contain_text(f"its {theirs} dimensions follow your {theirs} most informative")
    expect(beside.page.locator(".frame .sign", has_text=told.name)).to_be_visible()
    expect(beside.page.locator(".frame .sign", has_text=plain.name)).to_be_visible()
    x, y, width, _ = beside.middle(beside.slider())
    first, second = beside.pixels(), beside.pixels("second-picture")
    beside.page.mouse.move(x, y)
    beside.page.mouse.down()
    beside.page.mouse.move(x + 0.35 * width, y, steps=6)
    beside.await_other_picture(first)
    moved = beside.await_other_picture(second, "second-picture")
    beside.page.mouse.up()
    last = beside.page.locator("[data-testid^=latent-slider-]").nth(ours - 1)
    beside.settle()
    first, still = beside.pixels(), beside.pixels("second-picture")
    last.press("Shift+ArrowRight")  # the least informative: no dimension of the smaller model follows it
    beside.await_other_picture(first)
    beside.settle()
    assert not np.array_equal(moved, second)
    assert np.array_equal(beside.pixels("second-picture"), still)


def test_the_same_image_shows_each_models_own_reconstruction(beside: Screen):
    follows = beside.pixels("second-picture")
    beside.by("second-own").click()
    expect(beside.by("second-words")).to_have_text(re.compile(r"^Its own \u03bc of test image \d+$"))
    own = beside.await_other_picture(follows, "second-picture")
    gap = np.abs(own.astype(float) - beside.pixels())[::4].mean()
    assert gap < 40  # of 255: two reconstructions of one digit
    beside.slider().press("ArrowRight")
    expect(beside.by("second-words")).to_contain_text("by rank of KL")
    expect(beside.by("second-own")).to_be_disabled()


def test_closing_the_second_model_gives_its_room_back(beside: Screen):
    width = beside.middle(beside.by("picture"))[2]
    beside.await_query("second", bool)
    beside.by("second-close").click()
    expect(beside.by("second-picture")).to_be_hidden()
    beside.until(lambda: beside.middle(beside.by("picture"))[2] > width)
    expect(beside.by("second-picker")).to_have_value("")
    beside.await_query("second", lambda second: second is None)


@pytest.mark.streamlit
def test_leaving_the_page_closes_the_lines_of_both_models(screen: Screen, plain: Shown, told: Shown):
    lines: list[WebSocket] = []
    screen.page.on("websocket", lambda line: lines.append(line) if "/vaeviz/live" in line.url else None)
    screen.open({**plain.query(), "second": told.name})
    for model in (plain, told):
        screen.until(lambda digest=model.stored.codes.checkpoint: any(digest in line.url for line in lines))
    screen.page.get_by_role("link", name="Models", exact=True).click()
    screen.until(lambda: all(line.is_closed() for line in lines))
    screen.await_cards()


def test_a_second_model_is_shown_also_after_the_browsers_own_back(screen: Screen, plain: Shown, told: Shown):
    screen.open({"model": plain.name})
    start = screen.value().input_value()
    screen.slider().press("Shift+ArrowRight")
    expect(screen.value()).not_to_have_value(start)
    moved = screen.value().input_value()
    screen.by("model-picker").select_option(told.name)
    screen.await_query("model", lambda name: name == told.name)
    screen.page.go_back()
    expect(screen.by("model-picker")).to_have_value(plain.name)
    expect(screen.value()).to_have_value(moved)
    screen.page.go_forward()
    expect(screen.by("model-picker")).to_have_value(told.name)
    screen.page.go_back()
    expect(screen.value()).to_have_value(moved)
    link = screen.query()["z"]
    screen.settle()
    screen.by("second-picker").select_option(told.name)
    expect(screen.by("second-picture")).to_be_visible()
    screen.until(lambda: screen.query().get("second") == told.name)
    assert screen.value().input_value() == moved
    assert screen.query()["z"] == link
