"""What a visitor brings: a drawing, a picture file, a hostile file."""

import re
import struct

import numpy as np
import pytest
from e2e.pictures import HOSTILE, noise, seven
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import WebSocket, expect

from vaeviz.server.decode.wire import DECODE

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


def test_hostile_files_get_a_word_in_place_and_change_nothing(screen: Screen, plain: Shown):
    screen.open(plain.query(0.5))
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
    screen.slider().press("ArrowUp")
    screen.await_other_picture(picture)


def test_drawings_and_files_never_leave_the_page(screen: Screen, plain: Shown):
    frames: list[bytes] = []
    posts: list[str] = []
    screen.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)

    def listen(line: WebSocket) -> None:
        if "/vaeviz/live" in line.url:
            line.on("framesent", lambda frame: frames.append(bytes(frame)))

    screen.page.on("websocket", listen)
    screen.open(plain.query())
    screen.await_encoder()
    before = screen.pixels()
    screen.by("source-draw").click()
    screen.by("draw-pad").click()
    drawn = screen.await_other_picture(before)
    screen.by("upload-file").set_input_files({"name": "seven.png", "mimeType": "image/png", "buffer": seven()})
    screen.await_other_picture(drawn)
    expect(screen.page.locator(".caption")).to_contain_text("your image")
    assert {struct.unpack_from("<H", frame, 4)[0] for frame in frames} == {DECODE}
    assert not posts


def test_a_model_without_an_encoders_program_is_encoded_by_the_server(screen: Screen, told: Shown):
    screen.page.route("**/vaeviz/encoder/**", lambda route: route.fulfill(status=204))  # as for a model without one
    screen.open(told.query(label=1))
    before = screen.pixels()
    screen.by("source-draw").click()
    screen.by("draw-pad").click()
    screen.await_other_picture(before)
    expect(screen.page.locator(".caption")).to_contain_text(f"your drawing encoded as {told.classes[1]}")


def test_a_small_digit_off_the_centre_is_centred_and_it_is_said(screen: Screen, plain: Shown):
    screen.open(plain.query())
    screen.await_encoder()
    file = {"name": "seven.png", "mimeType": "image/png", "buffer": seven(28, of=14, at=(2, 12))}
    before = screen.pixels()
    screen.by("upload-file").set_input_files(file)
    screen.await_other_picture(before)
    expect(screen.page.locator(".encoded .hint")).to_have_text(re.compile(r"^centred, distortion \d+\.\d nats$"))
    expect(screen.page.locator(".said")).to_have_text("Your image was encoded (centred).")


def test_a_picture_that_is_no_digit_is_said_to_be_far_above_the_data(screen: Screen, plain: Shown):
    screen.open(plain.query())
    screen.await_encoder()
    before = screen.pixels()
    screen.by("upload-file").set_input_files({"name": "noise.png", "mimeType": "image/png", "buffer": noise()})
    screen.await_other_picture(before)
    expect(screen.page.locator(".encoded .hint")).to_have_text(re.compile("far above the data\u2019s \\(typical"))
