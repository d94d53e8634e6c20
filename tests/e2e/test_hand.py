"""The main job: the picture moves under the hand, by mouse, keys and typing."""

from itertools import pairwise

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import expect

from vaeviz.files.header import read_header
from vaeviz.files.places import shipped

pytestmark = pytest.mark.browser

STREAM = "/_stcore/stream"
AT_REST = """() => performance.now() > 1500 + performance.getEntriesByName("vaeviz:input").at(-1).startTime"""


@pytest.fixture
def still(screen: Screen, plain: Shown) -> Screen:
    """The page at the prior's mean."""
    return screen.open(plain.query())


@pytest.mark.streamlit
def test_the_picture_follows_the_hand_before_it_lets_go(still: Screen):
    x, y, width, _ = still.middle(still.slider())
    address, start = still.query(), len(still.sent)
    still.page.mouse.move(x, y)
    still.page.mouse.down()
    pictures = [still.pixels()]
    for offset in (0.1, 0.2, 0.3, 0.4, -0.1, -0.2, -0.3, -0.4):
        still.page.mouse.move(x + offset * width, y, steps=4)
        pictures.append(still.await_other_picture(pictures[-1]))
    still.settle()
    still.wait(AT_REST)  # a hand that pauses has not let go
    during = still.sent[start:]
    assert len({picture.tobytes() for picture in pictures}) >= 8
    assert STREAM not in during  # Streamlit hears nothing
    assert still.query() == address
    still.page.mouse.up()
    still.await_query("z", lambda z: z != address["z"])
    assert STREAM not in still.sent[start:]


def test_randomise_draws_other_attributes_too_and_undo_restores_them(screen: Screen):
    name = next(name for name, path in shipped().items() if (c := read_header(path).model.condition) and c.attributes)
    screen.goto({"model": name}, "conditions").by("tile-0").wait_for()
    screen.await_query("model", lambda found: found == name)
    faces = {screen.query().get("c"): screen.pixels()}
    for _ in range(20):
        before = screen.query().get("c")
        screen.by("randomise").click()
        c = screen.await_query("c", lambda c, before=before: c != before)
        screen.settle()
        faces[c] = screen.pixels()
    assert len(faces) == 21
    screen.by("undo").click()
    screen.await_query("c", lambda c: c == list(faces)[-2])
    screen.settle()
    screen.until(lambda: np.array_equal(screen.pixels(), list(faces.values())[-2]))


def test_every_paint_follows_an_input(still: Screen):
    x, y, width, _ = still.middle(still.slider())
    still.page.mouse.move(x, y)
    still.page.mouse.down()
    still.page.mouse.move(x + 0.3 * width, y, steps=30)
    still.page.mouse.up()
    still.settle()
    inputs, paints = still.marks("input"), still.marks("paint")
    assert len(paints) >= 2
    assert all(inputs[seq] <= time for seq, time in paints.items())
    assert list(paints) == sorted(paints)
    assert max(paints) == max(inputs)


def test_keys_move_a_slider_and_the_picture(still: Screen):
    before = still.pixels()
    slider, value = still.slider(), still.value()
    slider.press("ArrowRight")
    expect(value).to_have_value("0.10")
    picture = still.await_other_picture(before)
    slider.press("Shift+ArrowLeft")
    expect(value).to_have_value("\u22120.90")
    still.await_other_picture(picture)
    slider.press("Home")
    expect(value).to_have_value("0.00")
    still.settle()
    assert np.array_equal(still.pixels(), before)


def test_a_typed_value_is_taken_clipped_or_refused(still: Screen):
    before, value = still.pixels(), still.value()
    value.fill("1,5")
    value.press("Enter")
    expect(value).to_have_value("1.50")
    still.await_other_picture(before)
    value.fill("-99")
    value.press("Enter")
    expect(value).to_have_value("\u221210.00")
    for nonsense in ("abc", "NaN", "", "1e999"):
        value.fill(nonsense)
        value.press("Enter")
        expect(value).to_have_value("\u221210.00")


def test_a_double_click_takes_one_dimension_back(still: Screen):
    before = still.pixels()
    for value in (still.value(), still.page.locator("input.value").nth(1)):
        value.fill("2")
        value.press("Enter")
    still.await_other_picture(before)
    still.slider().dblclick()
    expect(still.value()).to_have_value("0.00")
    assert sorted(still.z())[-1] == 2


def test_reset_is_greyed_until_there_is_something_to_take_back(still: Screen):
    before = still.pixels()
    reset, undo = still.by("reset"), still.by("undo")
    expect(reset).to_be_disabled()
    expect(undo).to_be_disabled()
    still.slider().press("ArrowUp")
    expect(reset).to_be_enabled()
    still.await_other_picture(before)
    reset.click()
    expect(reset).to_be_disabled()
    still.settle()
    assert np.array_equal(still.pixels(), before)
    undo.click()
    expect(still.value()).to_have_value("0.10")


def test_prior_and_randomise_draw_another_z(still: Screen):
    seen = [still.z()]
    for source in ("source-prior", "randomise", "source-data"):
        picture = still.pixels()
        still.by(source).click()
        still.await_other_picture(picture)
        seen.append(still.z())
    assert all(one != other for one, other in pairwise(seen))
    expect(still.by("source-data")).to_have_attribute("aria-current", "")
    expect(still.page.locator(".caption")).to_contain_text("test image")
    still.await_query("z", bool)
