"""What the workspace remembers: undo and redo, the strip of visited points, pins."""

import re

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def still(screen: Screen, plain: Shown) -> Screen:
    """The page at the prior's mean."""
    return screen.open(plain.query())


def drag(screen: Screen, thing: Locator, *offsets: float) -> np.ndarray:
    """Press the mouse in the middle of ``thing``, move it by shares of its width, let go; return the picture."""
    x, y, width, _ = screen.middle(thing)
    before = screen.pixels()
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    for offset in offsets:
        screen.page.mouse.move(x + offset * width, y, steps=4)
    screen.page.mouse.up()
    screen.await_other_picture(before)
    return screen.settle().pixels()


def expect_picture(screen: Screen, wanted: np.ndarray) -> None:
    screen.until(lambda: np.array_equal(screen.pixels(), wanted))
    assert np.array_equal(screen.settle().pixels(), wanted)


def frames(screen: Screen) -> Locator:
    return screen.by("film").locator("button")


def test_a_drag_is_one_step_and_undo_and_redo_are_exact(still: Screen):
    start = still.pixels()
    undo, redo = still.by("undo"), still.by("redo")
    expect(undo).to_be_disabled()
    expect(redo).to_be_disabled()
    moved = drag(still, still.slider(), 0.1, -0.2, 0.37)
    expect(undo).to_be_enabled()
    undo.click()
    expect_picture(still, start)
    expect(undo).to_be_disabled()
    redo.click()
    expect_picture(still, moved)
    expect(redo).to_be_disabled()


def test_a_held_key_is_one_step_and_so_is_a_stroke_of_the_marker(still: Screen):
    start = still.pixels()
    still.slider().focus()
    for _ in range(6):
        still.page.keyboard.down("ArrowRight")  # again while it is down: the key repeats
    still.page.keyboard.up("ArrowRight")
    expect(still.value()).to_have_value("0.60")
    still.await_other_picture(start)
    held = still.settle().pixels()
    still.page.keyboard.press("Control+z")
    expect(still.value()).to_have_value("0.00")
    expect_picture(still, start)
    still.page.keyboard.press("Control+Shift+z")
    expect_picture(still, held)
    still.by("undo").click()
    expect_picture(still, start)
    x, y, _, _ = still.middle(still.by("map-marker"))
    still.page.mouse.move(x, y)
    still.page.mouse.down()
    still.page.mouse.move(x + 60, y + 20, steps=12)
    still.page.mouse.up()
    still.await_other_picture(start)
    still.by("undo").click()
    expect_picture(still, start)
    expect(still.by("undo")).to_be_disabled()


def test_taps_on_a_slider_within_a_second_are_one_step(still: Screen):
    tap = "node.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))"
    still.slider().evaluate(f"(node) => {{ for (let i = 0; i < 3; i++) {tap}; }}")
    expect(still.value()).to_have_value("0.30")
    still.by("undo").click()
    expect(still.value()).to_have_value("0.00")
    expect(still.by("undo")).to_be_disabled()


def test_a_click_on_the_strip_leads_back_exactly_and_loses_nothing(still: Screen):
    expect(still.page.locator(".film .hint")).to_have_text("History appears here")
    seen = [still.pixels()]
    for source in ("source-prior", "source-data", "randomise"):
        still.by(source).click()
        seen.append(still.await_other_picture(seen[-1]))
    expect(frames(still)).to_have_count(4)
    expect(still.page.locator(".film .hint")).to_be_hidden()
    still.by("film-1").click()
    expect_picture(still, seen[1])
    expect(still.by("film-1")).to_have_attribute("aria-current", "true")
    expect(still.by("film-2")).to_have_attribute("aria-label", re.compile(r"^3 of 4: test image \d+"))
    expect(still.by("film-2")).to_have_class("ahead")
    for at in (3, 0, 2):
        still.by(f"film-{at}").click()
        expect_picture(still, seen[at])
    expect(frames(still)).to_have_count(4)
    drag(still, still.slider(), 0.4)
    expect(frames(still)).to_have_count(4)  # three and the new one; what was ahead is cut off
    expect(still.by("film-3")).to_have_attribute("aria-current", "true")


def test_a_thumbnail_is_the_picture_itself_and_is_reached_by_keys(still: Screen):
    before = still.pixels()
    still.by("source-prior").click()
    picture = still.await_other_picture(before)
    for at, wanted in enumerate((before, picture)):
        frame = frames(still).nth(at).locator("canvas")
        expect(frame).to_be_visible()
        levels = np.array(frame.evaluate("(node) => [...node.getContext('2d').getImageData(0, 0, 28, 28).data]"))
        assert np.abs(levels - wanted).max() <= 1  # one code at a time or many: sums in another order
    still.by("film-1").focus()
    still.page.keyboard.press("ArrowLeft")
    expect(still.by("film-0")).to_be_focused()
    still.page.keyboard.press("Enter")
    expect_picture(still, before)


def test_the_strip_scrolls_to_where_one_is(still: Screen):
    most = 18  # more than have room
    for at in range(most):
        still.by("randomise").click()
        expect(frames(still)).to_have_count(at + 2)
    expect(still.by(f"film-{most}")).to_be_in_viewport(ratio=1)
    expect(still.by("film-0")).not_to_be_in_viewport()
    for _ in range(most):
        still.by("undo").click()
    expect(still.by("film-0")).to_be_in_viewport(ratio=1)
    assert still.page.evaluate("document.documentElement.scrollLeft") == 0


def test_a_pin_brings_back_picture_and_class_whatever_is_locked(screen: Screen, told: Shown):
    screen.open(told.query(0.5, label=2))
    start = screen.pixels()
    screen.slider().focus()
    screen.page.keyboard.press("p")
    expect(screen.by("pin-A")).to_have_attribute("aria-current", "true")
    screen.by(f"condition-{told.classes[4]}").click()
    moved = screen.await_other_picture(start)
    moved = drag(screen, screen.slider(), 0.4)
    screen.slider().hover()
    screen.page.keyboard.press("l")
    screen.by("pin-A").click()
    expect_picture(screen, start)
    expect(screen.by(f"condition-{told.classes[2]}")).to_have_attribute("aria-pressed", "true")
    screen.by("undo").click()
    expect_picture(screen, moved)


def test_undo_removes_a_pin_and_leaves_z(still: Screen):
    moved = drag(still, still.slider(), 0.3)
    still.page.keyboard.press("p")
    expect(still.by("pin-A")).to_be_visible()
    still.page.keyboard.press("Control+z")
    expect(still.by("pin-A")).to_have_count(0)
    expect_picture(still, moved)
    still.page.keyboard.press("Control+Shift+z")
    expect(still.by("pin-A")).to_be_visible()


def test_pins_are_compared_and_removed(still: Screen):
    still.by("pin-add").click()
    compare = still.by("pin-compare-A")
    compare.click()
    expect(compare).to_have_attribute("aria-pressed", "true")
    compare.click()
    expect(compare).to_have_attribute("aria-pressed", "false")
    still.by("pin-remove-A").click()
    expect(still.by("pin-A")).to_have_count(0)
    still.by("undo").click()
    expect(still.by("pin-A")).to_be_visible()
    still.by("redo").click()
    expect(still.by("pin-A")).to_have_count(0)
    for _ in range(8):
        still.by("randomise").click()
        still.by("pin-add").click()
    expect(still.by("pin-H")).to_be_visible()
    expect(still.by("pin-add")).to_be_disabled()
