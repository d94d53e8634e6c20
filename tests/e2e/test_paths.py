"""The path between pins: by hand, played, as files; the analogy of three pins."""

import io
from pathlib import Path

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from PIL import Image, ImageSequence
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def pinned(screen: Screen, plain: Shown) -> tuple[Screen, np.ndarray, np.ndarray]:
    """The page with two pins, and their pictures."""
    screen.open(plain.query(-1.0))
    first = screen.pixels()
    screen.by("pin-add").click()
    screen.by("source-data").click()
    second = screen.await_other_picture(first)
    screen.by("pin-add").click()
    expect(screen.by("path-t")).to_be_visible()
    return screen, first, second


def expect_picture(screen: Screen, wanted: np.ndarray) -> None:
    screen.until(lambda: np.array_equal(screen.pixels(), wanted))
    assert np.array_equal(screen.settle().pixels(), wanted)


def grey(pixels: np.ndarray) -> np.ndarray:
    """The levels of a grey picture that a canvas holds as RGBA."""
    side = int((pixels.size / 4) ** 0.5)
    return pixels.reshape(side, side, 4)[:, :, 0].astype(int)


def download(screen: Screen, test_id: str) -> tuple[str, Image.Image]:
    with screen.page.expect_download() as waiting:
        screen.by(test_id).click()
    found = waiting.value
    return found.suggested_filename, Image.open(io.BytesIO(Path(found.path()).read_bytes()))


def test_the_ends_of_the_path_are_the_pins_by_every_method(pinned):
    screen, first, second = pinned
    slider = screen.by("path-t")
    for method in ("lerp", "slerp", "nearest"):
        screen.by("path-method").select_option(method)
        slider.press("Home")
        expect_picture(screen, first)
        for key in ("PageUp", "PageUp", "Shift+ArrowRight"):
            slider.press(key)
        expect(slider).to_have_value("30")
        between = screen.await_other_picture(first)
        assert not np.array_equal(between, second)
        slider.press("End")
        expect_picture(screen, second)
        screen.by("undo").click()
        screen.await_other_picture(second)


def test_the_path_plays_back_and_forth_until_it_or_another_move_stops_it(pinned):
    screen, _, second = pinned
    play = screen.by("path-play")
    expect(play).to_have_attribute("aria-pressed", "false")  # nothing moves by itself
    screen.by("path-speed").select_option("1")
    play.click()
    picture, seen = second, {second.tobytes()}
    while len(seen) < 12:
        picture = screen.await_other_picture(picture)
        seen.add(picture.tobytes())
    screen.by("path-t").press(" ")
    expect(play).to_have_attribute("aria-pressed", "false")
    stopped = screen.settle().pixels()
    screen.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert np.array_equal(screen.settle().pixels(), stopped)
    screen.by("undo").click()  # all of it was one step
    expect_picture(screen, second)
    play.click()
    screen.await_other_picture(second)
    screen.slider().press("ArrowRight")  # another move
    expect(play).to_have_attribute("aria-pressed", "false")


def test_the_animation_goes_there_and_back_and_the_row_goes_there(pinned, plain: Shown):
    screen, first, second = pinned
    name, image = download(screen, "path-gif")
    assert name == f"{plain.name}-path.gif"
    assert image.format == "GIF"
    assert image.info["loop"] == 0
    frames = [np.asarray(frame.convert("L"))[::8, ::8].astype(int) for frame in ImageSequence.Iterator(image)]
    assert image.size == (224, 224)
    assert len(frames) == 64
    assert np.abs(frames[0] - grey(first)).max() <= 1
    assert np.abs(frames[32] - grey(second)).max() <= 1
    np.testing.assert_array_equal(frames[1], frames[63])

    name, image = download(screen, "path-png")
    assert name == f"{plain.name}-path.png"
    assert image.size == (9 * 112, 112)
    levels = np.asarray(image.convert("L")).astype(int)
    np.testing.assert_array_equal(levels, np.kron(levels[::4, ::4], np.ones((4, 4))))
    pictures = np.split(levels[::4, ::4], 9, axis=1)
    assert np.abs(pictures[0] - grey(first)).max() <= 1
    assert np.abs(pictures[-1] - grey(second)).max() <= 1
    assert len({picture.tobytes() for picture in pictures}) == 9


def test_three_pins_make_an_analogy(pinned):
    screen, _, second = pinned
    expect(screen.by("analogy-go")).to_be_hidden()
    places = []
    screen.by("randomise").click()
    screen.await_other_picture(second)
    screen.by("pin-add").click()
    for name in "ABC":
        screen.by(f"pin-{name}").click()
        expect(screen.by(f"pin-{name}")).to_have_attribute("aria-current", "true")
        places.append(np.array(screen.z()))
    before = screen.settle().pixels()
    screen.by("analogy-go").click()
    screen.await_other_picture(before)
    expect(screen.page.locator(".caption")).to_contain_text("the analogy A \u2212 B + C")
    a, b, c = places
    np.testing.assert_allclose(screen.z(), a - b + c, atol=0.025)  # four numbers of two decimals
    screen.by("undo").click()
    expect_picture(screen, before)
