"""What a visitor brings: a drawing, a picture file, a hostile file."""

import re

import numpy as np
import pytest
from e2e.pictures import HOSTILE, seven
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def expect_encoded(screen: Screen, source: str) -> None:
    """What an encoded picture brings with it: input, reconstruction, bands, its own rates."""
    expect(screen.page.locator(".caption")).to_contain_text(source)
    for name in ("thumb-input", "thumb-reconstruction", "thumb-difference"):
        expect(screen.by(name)).to_be_visible()
    assert screen.pixels("thumb-input").reshape(-1, 4)[:, :3].max() > 128
    gap = screen.pixels("thumb-reconstruction").astype(int) - screen.settle().pixels()
    assert np.abs(gap).max() <= 2  # of 255: the picture is that of mu on the page's grid
    expect(screen.page.locator(".row .track .own").first).to_be_visible()
    expect(screen.by("kl-bar-0")).to_have_attribute("aria-label", re.compile("for this image"))
    expect(screen.page.locator(".row .own").first).to_have_text(re.compile(r"^\d+\.\d\d$"))
    expect(screen.page.locator(".totals")).to_contain_text("this image")
    assert any(screen.z())


@pytest.mark.parametrize("kind", ["plain", "told"])
def test_a_drawing_is_encoded_while_it_is_drawn(screen: Screen, kind: str, request: pytest.FixtureRequest):
    screen.open(request.getfixturevalue(kind).query())
    expect(screen.by("kl-bar-0")).not_to_have_attribute("aria-label", re.compile("for this image"))
    before = screen.pixels()
    screen.by("source-draw").click()
    x, y, width, height = screen.middle(screen.by("draw-pad"))
    screen.page.mouse.move(x - 0.25 * width, y - 0.25 * height)
    screen.page.mouse.down()
    screen.page.mouse.move(x + 0.25 * width, y - 0.25 * height, steps=8)
    halfway = screen.await_other_picture(before)
    screen.page.mouse.move(x - 0.05 * width, y + 0.35 * height, steps=8)
    screen.await_other_picture(halfway)
    screen.page.mouse.up()
    screen.settle()
    expect_encoded(screen, "your drawing")
    screen.await_query("z", lambda z: z != request.getfixturevalue(kind).query()["z"])
    screen.by("draw-clear").click()
    expect(screen.by("draw-clear")).to_be_disabled()


def test_a_drawing_can_be_taken_back(screen: Screen, plain: Shown):
    screen.open(plain.query())
    before = screen.pixels()
    screen.by("source-draw").click()
    screen.by("draw-pad").click()
    screen.await_other_picture(before)
    screen.settle()
    screen.by("undo").click()
    screen.settle()
    assert not any(screen.z())
    expect(screen.by("thumb-input")).to_be_hidden()
    assert screen.pixels("draw-pad").reshape(-1, 4)[:, :3].max() == 0  # the pad shows no drawing that is not shown


def test_a_drawing_says_as_which_class_it_was_encoded(screen: Screen, told: Shown):
    screen.open(told.query(label=1))
    first, second, third = (told.classes[i] for i in (1, 3, 5))
    before = screen.pixels()
    screen.by("source-draw").click()
    expect(screen.page.locator(".draw .encoded-as")).to_contain_text(f"Encoded as {first}")
    screen.by("draw-pad").click()
    screen.await_other_picture(before)
    expect(screen.page.locator(".caption")).to_contain_text(f"c = {first}), from your drawing encoded as {first}")
    z = screen.z()
    screen.by(f"condition-{second}").click()  # the pad is open: the drawing is encoded anew
    expect(screen.page.locator(".caption")).to_contain_text(f"c = {second}), from your drawing encoded as {second}")
    assert screen.z() != z
    z = screen.z()
    screen.by("source-draw").click()
    screen.by(f"condition-{third}").click()  # the pad is closed: the same z, decoded as another class
    expect(screen.page.locator(".caption")).to_contain_text(f"c = {third}), from your drawing encoded as {second}")
    expect(screen.page.locator(".encoded")).to_contain_text(f"encoded as {second}")
    assert screen.z() == z


def test_an_uploaded_picture_is_encoded(screen: Screen, plain: Shown):
    screen.open(plain.query())
    before = screen.pixels()
    with screen.page.expect_file_chooser() as chooser:
        screen.by("source-upload").click()
    chooser.value.set_files({"name": "seven.png", "mimeType": "image/png", "buffer": seven()})
    screen.await_other_picture(before)
    expect_encoded(screen, "your image")
    expect(screen.by("source-upload")).to_have_attribute("aria-current", "")


def test_hostile_files_get_a_word_in_place_and_change_nothing(visit, server, plain: Shown):
    screen = visit(server, calm=False).open(plain.query(0.5))  # a refusal is a 4xx, which the console shows
    z, picture = screen.z(), screen.pixels()
    for name, (kind, data, words) in HOSTILE.items():
        screen.by("upload-file").set_input_files({"name": name, "mimeType": kind, "buffer": data})
        expect(screen.by("notice")).to_contain_text(words)
        screen.by("notice").get_by_role("button").click()
        expect(screen.by("notice")).to_be_hidden()
        assert screen.z() == z, name
        expect(screen.by("undo")).to_be_disabled()
        assert np.array_equal(screen.pixels(), picture), name
    assert screen.page.evaluate("window.hacked") is None
    assert not [trouble for trouble in screen.troubles if "status of 4" not in trouble]
    screen.slider().press("ArrowUp")
    screen.await_other_picture(picture)
