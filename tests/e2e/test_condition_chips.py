"""A class-conditional model: another class, the same z, another picture."""

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def at_first_class(screen: Screen, told: Shown) -> Screen:
    return screen.open(told.query(0.5, label=0))


def test_another_class_is_another_picture_of_the_same_z(at_first_class: Screen, told: Shown):
    screen = at_first_class
    z, before, address = screen.z(), screen.pixels(), screen.query()
    chip = screen.by(f"condition-{told.classes[3]}")
    expect(screen.by(f"condition-{told.classes[0]}")).to_have_attribute("aria-pressed", "true")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(screen.by(f"condition-{told.classes[0]}")).to_have_attribute("aria-pressed", "false")
    screen.await_other_picture(before)
    assert screen.z() == z
    screen.await_query("c", lambda c: c == "3")
    assert screen.query()["z"] == address["z"]


def test_the_null_label_tells_the_model_nothing(at_first_class: Screen):
    screen = at_first_class
    z, before = screen.z(), screen.pixels()
    screen.by("condition-none").click()
    expect(screen.by("condition-none")).to_have_attribute("aria-pressed", "true")
    picture = screen.await_other_picture(before)
    assert screen.z() == z
    screen.await_query("c", lambda c: c == "none")
    screen.page.reload()
    screen.by("picture").wait_for()
    screen.light("live")
    screen.settle()
    expect(screen.by("condition-none")).to_have_attribute("aria-pressed", "true")
    screen.until(lambda: np.array_equal(screen.pixels(), picture))


def test_classes_mix_and_the_mixture_is_in_the_address(at_first_class: Screen, told: Shown):
    screen = at_first_class
    before = screen.pixels()
    screen.by(f"condition-{told.classes[1]}").click(modifiers=["Shift"])
    screen.await_other_picture(before)
    expect(screen.page.locator(".chip[aria-pressed=true]")).to_have_count(2)
    expect(screen.page.locator(".caption")).to_contain_text("50%")
    screen.await_query("c", lambda c: c not in (None, "none", "0", "1"))
    picture = screen.pixels()
    screen.page.reload()
    screen.by("picture").wait_for()
    screen.until(lambda: np.array_equal(screen.pixels(), picture))
    expect(screen.page.locator(".chip[aria-pressed=true]")).to_have_count(2)
