"""The traversal strip: which dimension it shows, by which values, and that its pictures are the picture's own."""

import re

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from e2e.test_latent_sliders import number, order
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FRAMES = 9
MIDDLE = FRAMES // 2
DRAWN = """(canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
  .some((x, i) => i % 4 < 3 && x)"""
POINTED = "(row) => row.classList.contains('pointed')"


def values(screen: Screen) -> list[float]:
    """What stands under the frames."""
    return [number(screen.by(f"strip-frame-{i}").locator("span").text_content()) for i in range(FRAMES)]


def await_drawn(screen: Screen) -> None:
    screen.until(lambda: all(screen.by(f"strip-{i}").evaluate(DRAWN) for i in range(FRAMES)))


@pytest.fixture
def still(screen: Screen, plain: Shown) -> Screen:
    screen.open(plain.query(0.5))
    await_drawn(screen)
    return screen


def test_a_bar_under_the_pointer_and_a_slider_with_the_focus_show_their_traversal(still: Screen, plain: Shown):
    first, *_, last = order(plain)
    expect(still.by("strip-name")).to_have_text(f"z{first}")
    before = still.pixels("strip-0")
    still.by(f"kl-bar-{last}").hover()
    expect(still.by("strip-name")).to_have_text(f"z{last}")
    still.await_other_picture(before, "strip-0")
    assert still.by(f"row-{last}").evaluate(POINTED)
    expect(still.by(f"kl-bar-{last}")).to_have_css("outline-style", "none")  # a box there looks like the focus
    still.by("picture").hover()
    assert not still.by(f"row-{last}").evaluate(POINTED)
    expect(still.by("strip-name")).to_have_text(f"z{last}")  # the last one stays
    dim = order(plain)[2]
    still.by(f"latent-slider-{dim}").focus()
    expect(still.by("strip-name")).to_have_text(f"z{dim}")
    assert still.by(f"row-{dim}").evaluate(POINTED)


def test_the_strip_is_the_priors_quantiles_about_its_mean_and_is_kept_as_a_png(still: Screen, plain: Shown):
    dim = order(plain)[0]
    assert values(still) == [-2.58, -1.13, -0.67, -0.32, 0, 0.32, 0.67, 1.13, 2.58]
    before, frame = still.pixels(), still.pixels(f"strip-{MIDDLE}")
    still.by(f"reset-{dim}").click()
    picture = still.await_other_picture(before)
    still.settle()
    assert np.abs(picture.astype(int) - frame.astype(int)).max() <= 1
    with still.page.expect_download() as arriving:
        still.by("strip-png").click()
    assert arriving.value.suggested_filename.endswith("-quantiles.png")
    assert arriving.value.path().read_bytes().startswith(b"\x89PNG")
    expect(still.page.locator(".said")).to_have_text(re.compile(r"^Saved .*-quantiles\.png\.$"))


def test_a_frame_is_taken_by_a_click_and_by_keys(still: Screen, plain: Shown):
    dim = order(plain)[0]
    before, frame = still.pixels(), still.pixels("strip-7")
    still.by("strip-frame-7").click()
    picture = still.await_other_picture(before)
    assert still.z()[dim] == 1.13
    assert sorted(still.z())[:-1] == [0.5] * (len(still.z()) - 1)
    assert np.abs(picture.astype(int) - frame.astype(int)).max() <= 1
    expect(still.by("strip-frame-7")).to_have_attribute("aria-current", "")
    still.by("strip-frame-0").focus()
    still.page.keyboard.press("End")
    still.page.keyboard.press("ArrowLeft")
    expect(still.by("strip-frame-7")).to_be_focused()
    still.page.keyboard.press("Home")
    still.page.keyboard.press("ArrowRight")
    still.page.keyboard.press("Enter")
    still.await_other_picture(picture)
    assert still.z()[dim] == -1.13


def test_the_posterior_convention_is_centred_on_mu_and_needs_an_image(still: Screen, plain: Shown):
    option = still.by("convention").locator("option").nth(1)
    expect(option).to_be_disabled()
    expect(option).to_contain_text("needs an image")
    before = still.pixels()
    still.by("source-data").click()
    still.await_other_picture(before)
    mu = still.z()
    still.by("convention").select_option("posterior")
    for dim in order(plain)[:3]:
        still.by(f"latent-slider-{dim}").focus()
        expect(still.by("strip-name")).to_have_text(f"z{dim}")
        expect(still.by("traversal")).to_have_attribute("aria-label", re.compile("posterior, centred on \u03bc"))
        found = values(still)
        assert found[MIDDLE] == pytest.approx(mu[dim], abs=0.011)
        assert found[-1] + found[0] == pytest.approx(2 * mu[dim], abs=0.03)


def test_the_strip_follows_the_rest_of_z_and_a_lock_greys_it(still: Screen, plain: Shown):
    first, second = order(plain)[:2]
    before = still.pixels("strip-3")
    still.by("reset").click()
    still.await_other_picture(before, "strip-3")
    still.by(f"lock-{first}").press("Enter")
    expect(still.by("strip-frame-3")).to_be_disabled()
    still.by(f"kl-bar-{second}").hover()
    expect(still.by("strip-frame-3")).to_be_enabled()


def test_a_model_that_lacks_the_dimension_in_hand_is_opened(screen: Screen, plain: Shown):
    screen.open({"model": plain.name})
    dim = plain.header.model.latent_dim // 2
    slider = screen.by(f"latent-slider-{dim}")
    slider.scroll_into_view_if_needed()
    x, y, width, _ = screen.middle(slider)
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.page.mouse.move(x + 0.2 * width, y, steps=4)
    screen.page.mouse.up()
    expect(screen.by("strip-name")).to_have_text(f"z{dim}")
    screen.by("model-picker").select_option("mnist-vae-z2")
    expect(screen.page.locator("input.value[aria-label^='Value of z']")).to_have_count(2)
    expect(screen.by("strip-name")).to_have_text(re.compile("^z[01]$"))
    screen.light("live")
    screen.settle()
    assert not screen.troubles
