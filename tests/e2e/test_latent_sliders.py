"""The latent sliders: rows, locks, draws, resets and directions, with a real pointer."""

import re
from collections.abc import Mapping

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from playwright.sync_api import Locator, expect

from vaeviz.bench.browser import Server

pytestmark = pytest.mark.browser

LEFT = [(0.04, 0.04), (0.5, 0.96)]
RIGHT = [(0.5, 0.04), (0.96, 0.96)]
DENSITIES = """(row) => [...row.querySelectorAll(".track .prior, .track .own")].map(
  (density) => density.getAttribute("transform"),
)"""


def number(text: str | None) -> float:
    return float((text or "").replace("\u2212", "-"))


def order(shown: Shown) -> list[int]:
    """The dimensions by falling rate."""
    rate = shown.stored.codes.rate().mean(0)
    return sorted(range(len(rate)), key=lambda dim: -rate[dim])


def type_in(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Enter")


def drag(screen: Screen, places: list[tuple[float, float]]) -> None:
    """Drag over the map; places are shares of its width and height."""
    x, y, width, height = screen.middle(screen.by("map"))
    at = [(x + (across - 0.5) * width, y + (down - 0.5) * height) for across, down in places]
    screen.page.mouse.move(*at[0])
    screen.page.mouse.down()
    screen.page.mouse.move(*at[-1], steps=6)
    screen.page.mouse.up()


def changed(screen: Screen, before: list[float]) -> Mapping[int, float]:
    """The dimensions that are not where they were."""
    return {dim: value for dim, (value, old) in enumerate(zip(screen.z(), before, strict=True)) if value != old}


@pytest.fixture
def still(screen: Screen, plain: Shown) -> Screen:
    return screen.open(plain.query(0.5))


def test_rows_go_by_rate_and_their_sliders_are_in_units_of_the_aggregate(screen: Screen, plain: Shown):
    screen.open(plain.query())
    codes = plain.stored.codes
    first = order(plain)[0]
    slider = screen.slider()
    expect(slider).to_have_attribute("data-testid", f"latent-slider-{first}")
    low, high = (float(slider.get_attribute(end) or "nan") for end in ("min", "max"))
    deviation = np.sqrt(codes.mu[:, first].var() + np.exp(codes.logvar[:, first]).mean())
    assert (low + high) / 2 == pytest.approx(codes.mu[:, first].mean(), abs=1e-4)
    assert (high - low) / 2 / deviation == pytest.approx(round((high - low) / 2 / deviation), abs=1e-3)


def test_a_collapsed_dimension_is_seen_to_be_the_prior(screen: Screen):
    screen.open({"model": "mnist-vae-z32"})
    expect(screen.page.locator(".totals")).to_contain_text("this image")
    screen.page.locator(".fold summary").click()

    prior, own = densities(screen.page.locator(".fold .row").first)
    np.testing.assert_allclose(own, prior, atol=0.1)
    (_, prior), (_, own) = densities(screen.page.locator(".rows > .row").first)
    assert own < prior / 2


def densities(row: Locator) -> list[list[float]]:
    """Mean and standard deviation of prior and posterior as they are drawn, in the axis's units."""
    return [[float(part) for part in re.findall(r"\(([-\d.e]+)", text)] for text in row.evaluate(DENSITIES)]


def test_a_lock_holds_under_draws_and_resets(still: Screen, plain: Shown):
    dim, free = order(plain)[:2]
    lock, slider = still.by(f"lock-{dim}"), still.by(f"latent-slider-{dim}")
    still.by(f"row-{dim}").hover()
    lock.click()
    expect(still.page.get_by_role("button", name=f"Lock z{dim}", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(slider).to_be_disabled()
    for move in ("randomise", "source-prior", "source-data", "reset"):
        before = still.pixels()
        still.by(move).click()
        still.await_other_picture(before)
        assert still.z()[dim] == 0.5
    assert still.z()[free] == 0
    expect(still.by("reset")).to_be_disabled()  # a locked dimension cannot be reset
    expect(still.by(f"reset-{dim}")).to_be_disabled()
    lock.press("l")
    expect(slider).to_be_enabled()
    slider.press("l")
    expect(still.by(f"row-{dim}")).to_be_focused()  # the keyboard is not lost, and Space presses no button
    still.page.keyboard.press("l")
    expect(slider).to_be_enabled()
    expect(slider).to_be_focused()


def test_one_dimension_is_reset_by_its_button_which_is_greyed_after(still: Screen, plain: Shown):
    dim = order(plain)[1]
    before, reset = still.z(), still.by(f"reset-{dim}")
    reset.click()
    expect(reset).to_be_disabled()
    assert changed(still, before) == {dim: 0}


def test_a_seed_and_a_temperature_name_a_picture_and_a_link_brings_it_again(still: Screen):
    seed, temperature = still.by("seed"), still.by("temperature")
    before = still.pixels()
    type_in(seed, "42")
    first, z = still.await_other_picture(before), still.z()
    still.by("randomise").click()
    still.await_other_picture(first)
    assert seed.input_value() != "42"
    type_in(seed, "42")
    still.until(lambda: np.array_equal(still.pixels(), first))
    assert still.z() == z
    type_in(seed, "-3")
    expect(seed).to_have_value("42")
    expect(still.page.locator(".said")).to_contain_text("whole number")
    temperature.press("Home")
    still.until(lambda: not any(still.z()))  # the prior's mean
    temperature.press("End")
    still.until(lambda: any(still.z()))
    np.testing.assert_allclose(still.z(), 2 * np.array(z), atol=0.011)

    type_in(seed, "7")
    temperature.press("ArrowLeft")
    still.settle()
    z = still.z()
    still.await_query("z", lambda text: text is not None)
    still.until(lambda: still.query().get("seed") == "7")
    still.open(still.query())
    expect(still.by("seed")).to_have_value("7")
    assert still.z() == z


def test_a_direction_is_a_slider_that_moves_z_along_it(screen: Screen, plain: Shown):
    screen.open(plain.query())
    for letter, box in (("A", LEFT), ("B", RIGHT)):
        screen.by("tool-box").click()
        screen.by(f"aim-{letter}").click()
        drag(screen, box)
        screen.by(f"group-{letter}").wait_for()
    screen.by("direction-make").click()
    slider, value = screen.by("direction-slider-0"), screen.by("direction-0").locator(".typed")
    before, picture = np.array(screen.z()), screen.pixels()
    slider.press("Shift+ArrowRight")
    screen.await_other_picture(picture)
    once = np.array(screen.z()) - before
    assert np.linalg.norm(once) == pytest.approx(1, abs=0.03)
    slider.press("Shift+ArrowRight")
    screen.settle()
    np.testing.assert_allclose(np.array(screen.z()) - before, 2 * once, atol=0.011)
    slider.press("Home")
    expect(value).to_have_value("0.00")
    type_in(screen.by("direction-name-0"), "left")
    expect(screen.page.get_by_role("slider", name="Along left", exact=True)).to_be_visible()
    screen.by("direction-remove-0").click()
    expect(screen.by("directions")).to_be_hidden()


def swipe(screen: Screen, places: list[tuple[float, float]]) -> None:
    """Move a finger over the screen from the first place to the last."""
    session = screen.page.context.new_cdp_session(screen.page)
    for i, (x, y) in enumerate(places):
        touch = {"type": "touchMove" if i else "touchStart", "touchPoints": [{"x": x, "y": y}]}
        session.send("Input.dispatchTouchEvent", touch)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_on_a_phone_a_vertical_swipe_over_sliders_scrolls_and_a_horizontal_one_edits(
    visit, server: Server, plain: Shown
):
    screen = visit(server, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).open(plain.query())
    dim = order(plain)[2]
    slider, before = screen.by(f"latent-slider-{dim}"), screen.z()
    slider.scroll_into_view_if_needed()
    x, y, width, _ = screen.middle(slider)
    swipe(screen, [(x + 0.04 * width * step, y) for step in range(-6, 6)])
    screen.settle()
    assert list(changed(screen, before)) == [dim]
    screen.by("undo").click()
    screen.until(lambda: screen.z() == before)

    slider.scroll_into_view_if_needed()  # the button is at the top
    x, y, width, _ = screen.middle(slider)
    swipe(screen, [(x - 0.3 * width, y - 10 * step) for step in range(12)])
    screen.until(lambda: screen.middle(slider)[1] < y - 50)
    assert screen.z() == before
    expect(screen.by("undo")).to_be_disabled()
