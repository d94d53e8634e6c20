"""The scrubber with a real mouse: two sliders move bars, samples, reconstructions, map and plane together."""

import numpy as np
import pytest
import torch
from e2e.screen import Screen
from playwright.sync_api import expect

from vaeviz.collapse.sweep.grid import SweepGrid, read_grid
from vaeviz.families import build
from vaeviz.files.figures import folder
from vaeviz.latents.decode import decode
from vaeviz.metrics.criteria import ACTIVE

pytestmark = pytest.mark.browser

PARTS = ("sweep-bars", "sweep-samples", "sweep-images", "sweep-map", "sweep-plane")
DRAWN = """(node) => [...(node.matches("canvas") ? [node] : node.querySelectorAll("canvas"))]
  .map((canvas) => canvas.toDataURL()).join()"""
GREYS = """(node) => [...node.querySelectorAll("canvas")].map((canvas) =>
  [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data].filter((_, i) => i % 4 === 0))"""
AT_ONCE = """([slider, samples, value]) => {
  const look = () => samples.querySelector("canvas").toDataURL();
  const before = look();
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  return look() !== before;
}"""

FETCHED = """(count) => performance.getEntriesByType("resource")
  .filter(({ name, responseEnd }) => name.includes("/vaeviz/sweep/") && responseEnd).length >= count"""


@pytest.fixture(scope="module")
def grid() -> SweepGrid:
    return read_grid(folder())


def enter(screen: Screen, **query: object) -> Screen:
    screen.goto({"tab": "sweep"} | {key: str(value) for key, value in query.items()}, "collapse")
    screen.by("sweep").locator(".fades[aria-busy=false]").wait_for()
    return screen


def drawn(screen: Screen) -> dict[str, str]:
    return {part: screen.by(part).evaluate(DRAWN) for part in PARTS}


def await_all_other(screen: Screen, before: dict[str, str]) -> None:
    for part in PARTS:
        screen.until(lambda part=part: screen.by(part).evaluate(DRAWN) != before[part])


def number(screen: Screen, name: str) -> float:
    return float(screen.by(f"sweep-{name}").inner_text().replace("\u2212", "-"))


def assert_figures(screen: Screen, grid: SweepGrid, row: int, epoch: int) -> None:
    arrays = {name: grid.figures(name)[row, epoch - 1] for name in ("rate", "distortion", "elbo", "mu_variance")}
    expect(screen.by("sweep-active")).to_have_text(str((arrays["mu_variance"] > ACTIVE).sum()))
    assert number(screen, "rate") == pytest.approx(arrays["rate"].sum(), abs=0.006)
    assert number(screen, "distortion") == pytest.approx(arrays["distortion"], abs=0.06)
    assert number(screen, "elbo") == pytest.approx(arrays["elbo"], abs=0.06)


def place(screen: Screen, key: str, position: int, count: int) -> tuple[float, float]:
    """Return where a slider's thumb is at a position."""
    x, y, wide, _ = screen.middle(screen.by(f"range-{key}"))
    return x - wide / 2 + 8 + (wide - 16) * position / (count - 1), y


def drag(screen: Screen, key: str, start: int, end: int, count: int) -> list[str]:
    """Drag a thumb with the mouse; return the numbers beside it on the way."""
    mouse, shown = screen.page.mouse, []
    mouse.move(*place(screen, key, start, count))
    mouse.down()
    for position in np.linspace(start, end, 12):
        mouse.move(*place(screen, key, position, count))
        shown.append(screen.by(f"amount-{key}").inner_text())
    mouse.up()
    return shown


def test_both_sliders_move_everything_during_a_drag(screen: Screen, grid: SweepGrid):
    enter(screen)
    one = grid.betas.index(1)
    assert_figures(screen, grid, one, grid.epochs)
    before = drawn(screen)
    shown = drag(screen, "sweep_beta", one, one + 3, len(grid.betas))
    assert len(set(shown)) == 4  # every beta on the way was shown before the button was let go
    assert_figures(screen, grid, one + 3, grid.epochs)
    await_all_other(screen, before)
    before = drawn(screen)
    shown = drag(screen, "sweep_epoch", grid.epochs - 1, 1, grid.epochs)
    assert len(set(shown)) > 4
    assert_figures(screen, grid, one + 3, 2)
    await_all_other(screen, before)
    assert screen.await_query("sweep_epoch", lambda text: text == "2")
    assert screen.query()["sweep_beta"] == f"{grid.betas[one + 3]:g}"


def test_a_fetched_cell_is_drawn_within_the_event_that_selects_it(screen: Screen, grid: SweepGrid):
    enter(screen)
    screen.page.wait_for_function(FETCHED, arg=grid.epochs + len(grid.betas) - 1)  # the cell's row and its column
    screen.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    slider, samples = (screen.by(name).element_handle() for name in ("range-sweep_epoch", "sweep-samples"))
    for epoch in range(grid.epochs - 1, 0, -1):
        assert screen.page.evaluate(AT_ONCE, [slider, samples, epoch - 1])
        assert_figures(screen, grid, grid.betas.index(1), epoch)


def test_images_are_those_of_the_decoder(screen: Screen, grid: SweepGrid):
    enter(screen, sweep_beta=2, sweep_epoch=4)
    row = grid.betas.index(2)
    kept = grid.rows[row]
    network = build(kept.header.model).eval().requires_grad_(False)
    arrays = {name: torch.from_numpy(part) for name, part in kept.decoder(4).items()}
    network.load_state_dict(arrays, strict=False)  # encoders are not kept
    codes = {"sweep-samples": grid.samples, "sweep-images": grid.mu(row, 4)[grid.images.shown].astype(np.float32)}
    for name, z in codes.items():
        shown = np.array(screen.by(name).evaluate(GREYS))
        own = 255 * decode(network, z).reshape(len(z), -1)
        assert np.abs(shown - own).max() <= 1.5  # of 255, with the rounding


def test_the_mean_over_pixels_collapses_all(screen: Screen, grid: SweepGrid):
    enter(screen, sweep_beta=784)
    expect(screen.by("note-sweep_beta")).to_contain_text("28 \u00d7 28: \u03b2 = 1 with the mean over pixels")
    expect(screen.by("sweep-active")).to_have_text("0")
    pictures = np.array(screen.by("sweep-images").evaluate(GREYS))
    assert np.abs(pictures - pictures[0]).max() <= 2  # the same grey cloud, whatever the image


def test_a_press_on_a_bar_shows_its_traversal_and_a_collapsed_one_changes_nothing(screen: Screen, grid: SweepGrid):
    enter(screen)
    row = grid.betas.index(1)
    variance = grid.figures("mu_variance")[row, -1]
    box = screen.by("sweep-bars").bounding_box()
    spread = {}
    for dim in (int(variance.argmax()), int(variance.argmin())):
        if screen.query().get("sweep_dim") != str(dim):
            share = (dim + 0.7) / (grid.rows[0].header.model.latent_dim + 0.4)
            left = 26  # px: the ticks' texts
            screen.page.mouse.click(box["x"] + left + share * (box["width"] - left - 12), box["y"] + 60)
        screen.await_query("sweep_dim", lambda text, dim=dim: text == str(dim))
        pictures = np.array(screen.by("sweep-traversal").evaluate(GREYS))
        spread[dim] = np.abs(pictures - pictures[0]).max()
        expect(screen.by("sweep-dim-note")).to_contain_text("Active" if variance[dim] > ACTIVE else "Collapsed")
    assert spread[int(variance.argmax())] > 150
    assert spread[int(variance.argmin())] < 10


def test_a_press_in_the_plane_goes_there(screen: Screen, grid: SweepGrid):
    enter(screen)
    box = screen.by("sweep-plane").bounding_box()
    screen.page.mouse.click(box["x"] + 35, box["y"] + 13)  # no rate, all distortion: the collapsed corner
    expect(screen.by("sweep-active")).to_have_text("0")
    assert number(screen, "distortion") > 200


def test_play_goes_to_the_last_epoch_and_a_drag_stops_it(screen: Screen, grid: SweepGrid):
    enter(screen, sweep_epoch=grid.epochs - 2)
    screen.by("sweep-play").click()
    expect(screen.by("sweep-play")).to_have_text("Pause")
    expect(screen.by("amount-sweep_epoch")).to_have_text(str(grid.epochs))
    expect(screen.by("sweep-play")).to_have_text("Play epochs")
    screen.by("sweep-play").click()
    expect(screen.by("amount-sweep_epoch")).to_have_text("1")
    screen.by("range-sweep_epoch").press("End")
    expect(screen.by("sweep-play")).to_have_text("Play epochs")
    expect(screen.by("amount-sweep_epoch")).to_have_text(str(grid.epochs))


def test_a_cell_that_does_not_arrive_is_reported_and_fetched_again(visit, server):
    screen = visit(server, calm=False)
    enter(screen)
    screen.page.wait_for_load_state("networkidle")
    screen.page.route("**/vaeviz/sweep/**", lambda route: route.abort())
    drag(screen, "sweep_epoch", 9, 4, 10)
    drag(screen, "sweep_beta", 2, 4, 9)
    expect(screen.by("sweep-again")).to_be_visible()
    screen.page.unroute("**/vaeviz/sweep/**")
    screen.by("sweep-again").click()
    screen.by("sweep").locator(".fades[aria-busy=false]").wait_for()
    expect(screen.by("sweep-again")).to_be_hidden()
