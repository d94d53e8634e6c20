"""What stands beside the pointer on the map: the card of a point, the picture of an empty place."""

import numpy as np
import pytest
from e2e.plane import Map, tuck
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import expect

from vaeviz.bench.browser import Server, serve
from vaeviz.data import load
from vaeviz.files.places import shipped

pytestmark = pytest.mark.browser


def test_a_point_s_card_comes_with_its_picture_and_goes(screen: Screen, plain: Shown):
    screen.open(plain.query())
    plane = Map(screen, plain)
    chosen, z = plane.lonely_point(), screen.z()
    screen.page.mouse.move(*plane.points[chosen])
    card = screen.by("map-card")
    expect(card).to_be_visible()
    expect(card).to_contain_text(f"test image {chosen}")
    expect(card).to_contain_text("nats")
    screen.page.mouse.move(*plane.empty_place())
    expect(card).to_be_hidden()
    assert screen.z() == z


def test_the_empty_plane_is_decoded_under_the_pointer_and_z_stays(screen: Screen, plain: Shown):
    screen.open(plain.query())
    plane, z = Map(screen, plain), screen.z()
    screen.page.mouse.move(*plane.empty_place())
    glance = screen.by("map-preview")
    expect(glance).to_be_visible()
    before = screen.pixels("map-preview-image")
    assert before.any()
    screen.page.mouse.move(*plane.points[plane.lonely_point()])
    screen.await_other_picture(before, "map-preview-image")
    assert screen.z() == z
    screen.by("undo").hover()
    expect(glance).to_be_hidden()


def test_a_tap_loads_a_point_and_shows_its_card(visit, server: Server, plain: Shown):
    screen = visit(server, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).open(plain.query())
    plane, before = Map(screen, plain), screen.pixels()
    tuck(screen, -0.25)  # the picture's caption takes some more
    chosen = plane.lonely_point()
    scrolled = lambda place: place + screen.middle(screen.by("map"))[:2] - [plane.x, plane.y]  # noqa: E731
    screen.page.touchscreen.tap(*scrolled(plane.points[chosen]))
    card = screen.by("map-card")
    expect(card).to_contain_text(f"test image {chosen}")
    screen.await_other_picture(before)
    expect(screen.page.locator(".caption")).to_contain_text(f"test image {chosen}")
    expect(card).to_be_visible()
    screen.page.touchscreen.tap(*scrolled(plane.empty_place()))
    expect(card).to_be_hidden()


def test_the_original_stands_beside_what_is_decoded(screen: Screen):
    digits = Shown("digits-cvae-z4", shipped()["digits-cvae-z4"])  # its data set comes with scikit-learn
    screen.open(digits.query())
    plane = Map(screen, digits)
    chosen = plane.lonely_point()
    screen.page.mouse.move(*plane.points[chosen])
    expect(screen.by("map-card")).to_be_visible()
    codes = digits.stored.codes
    row = chosen if codes.rows is None else codes.rows[chosen]
    original = load("digits", codes.split).images[row].reshape(-1)
    screen.until(lambda: np.array_equal(screen.pixels("map-card-original").reshape(-1, 4)[:, 0], original))
    screen.until(lambda: screen.pixels("map-card-decoded").reshape(-1, 4)[:, :3].any())


def test_without_the_data_set_no_original_is_asked_for(visit, tmp_path, plain: Shown):
    nowhere = {"VAEVIZ_DATA": str(tmp_path / "none"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    with serve(environment=nowhere, patience=60) as bare:
        screen = visit(bare).open(plain.query())
        asked: list[str] = []
        screen.page.on("request", lambda request: asked.append(request.url))
        plane = Map(screen, plain)
        screen.page.mouse.move(*plane.points[plane.lonely_point()])
        expect(screen.by("map-card")).to_be_visible()
        screen.until(lambda: screen.pixels("map-card-decoded").reshape(-1, 4)[:, :3].any())
        expect(screen.by("map-card-original")).to_be_hidden()
        assert not [url for url in asked if "/originals/" in url]
