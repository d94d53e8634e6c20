"""Why, with a real mouse: the line on the scree plot, the slope on the plane, and a model's lights going out."""

import re

import numpy as np
import pytest
from e2e.screen import Screen
from playwright.sync_api import expect

from vaeviz.collapse.linear.file import read_linear
from vaeviz.collapse.linear.theory import water_filling
from vaeviz.collapse.rate_history import read_rate_history
from vaeviz.collapse.sweep.grid import read_grid
from vaeviz.files.figures import folder
from vaeviz.metrics.criteria import ACTIVE

pytestmark = pytest.mark.browser

# Columns of a chart's canvas that hold a pixel near a colour, in CSS pixels
COLUMNS = """([canvas, name]) => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = getComputedStyle(canvas).getPropertyValue(`--${name}`);
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const found = new Set();
  for (let i = 0; i < data.length; i += 4)
    if (data[i + 3] > 200 && Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 12)
      found.add((i / 4) % width);
  return [...found].sort((a, b) => a - b);
}"""


def enter(screen: Screen, **query: object) -> Screen:
    screen.goto({"tab": "why"} | {key: str(value) for key, value in query.items()}, "collapse")
    return screen


def columns(screen: Screen, chart: str, colour: str) -> np.ndarray:
    return np.array(screen.page.evaluate(COLUMNS, [screen.by(chart).element_handle(), colour]))


def reading(screen: Screen, part: str) -> str:
    expect(screen.by(f"{part}-reading")).not_to_be_empty()
    return screen.by(f"{part}-reading").inner_text().replace("\u2212", "-")


def named(screen: Screen, chart: str, text: str | re.Pattern[str]) -> None:
    """Wait until a chart says so of itself."""
    expect(screen.by(chart)).to_have_attribute("aria-label", text if isinstance(text, str) else re.compile(text))


def test_dragging_the_line_puts_bars_out_as_the_theory_says(screen: Screen):
    shipped = read_linear()
    digits, header = shipped.spectra["digits"], shipped.header
    enter(screen, scree_beta=4)
    named(screen, "scree-stairs", re.compile("14 at the line"))
    bright, marker = columns(screen, "scree-plot", "accent"), columns(screen, "scree-stairs", "amber").mean()
    box = screen.by("scree-plot").bounding_box()
    line = np.array(
        screen.page.evaluate(
            COLUMNS.replace("(i / 4) % width", "Math.floor(i / 4 / width)"),
            [screen.by("scree-plot").element_handle(), "amber"],
        )
    )
    mouse = screen.page.mouse
    mouse.move(box["x"] + 300, box["y"] + np.median(line))
    mouse.down()
    mouse.move(box["x"] + 310, box["y"] + np.median(line) - 60, steps=8)
    mouse.up()
    beta = float(screen.await_query("scree_beta", lambda value: value is not None and float(value) > 4))
    theory = water_filling(digits, beta * header.settings.s2, header.settings.latent)
    assert theory.active < 14
    named(screen, "scree-stairs", re.compile(f"{theory.active} at the line"))
    named(screen, "scree-plot", re.compile(f"{theory.active} of 64 eigenvalues"))
    screen.until(lambda: len(columns(screen, "scree-plot", "accent")) < len(bright))
    screen.until(lambda: columns(screen, "scree-stairs", "amber").mean() > marker + 5)
    text = reading(screen, "scree")
    assert f"{theory.active} of 16 dimensions live and carry {theory.rate.sum():.3f} nats" in text
    assert f"Squared error {theory.squared_error:.3f}" in text
    assert "Trained" not in text  # the line is where no model was trained


@pytest.mark.parametrize(("beta", "active"), [(4, 14), (8, 8), (16, 4), (30, 2), (40, 0)])
def test_trained_models_stand_on_the_staircase(screen: Screen, beta, active):
    shipped = read_linear()
    run = shipped.header.betas.index(beta)
    enter(screen, scree_beta=1)
    screen.by(f"scree-run-{beta}").click()
    named(screen, "scree-stairs", re.compile(f"{active} at the line"))
    expect(screen.by("scree-reading")).to_contain_text(
        f"Trained: {active} live, {shipped.runs.rate[run].sum():.3f} nats"
    )


def test_mnists_own_spectrum_has_twelve_axes_above_one(screen: Screen):
    enter(screen, scree_s2=1, scree_beta=1)
    screen.by("choice-scree_data-mnist").click()
    expect(screen.by("scree-reading")).to_contain_text("12 of 784 axes live")
    expect(screen.by("scree-source")).to_contain_text("70,000 pictures")


def test_the_line_touches_the_run_that_was_trained_at_its_slope(screen: Screen):
    grid = read_grid(folder())
    row = grid.betas.index(4)
    enter(screen, why="plane", plane_beta=4)
    text = reading(screen, "plane")
    assert "the run trained at \u03b2 = 4:" in text
    assert f"rate {grid.figures('rate')[row, -1].sum():.2f}, " in text
    assert f"{(grid.figures('mu_variance')[row, -1] > ACTIVE).sum()} of 32 active" in text


def test_dragging_to_the_left_on_the_plane_ends_in_the_collapsed_corner(screen: Screen):
    enter(screen, why="plane")
    reading(screen, "plane")
    box = screen.by("plane-plot").bounding_box()
    mouse = screen.page.mouse
    mouse.move(box["x"] + 400, box["y"] + 300)
    mouse.down()
    mouse.move(box["x"] + 20, box["y"] + 120, steps=8)
    mouse.up()
    screen.await_query("plane_beta", lambda value: value is not None and float(value) > 16)
    expect(screen.by("plane-reading")).to_contain_text("0 of 32 active")


def test_the_linear_plane_has_the_theorys_frontier(screen: Screen):
    shipped = read_linear()
    enter(screen, why="plane", plane_data="digits", plane_beta=8)
    theory = water_filling(shipped.spectra["digits"], 8 * 0.02, 16)
    assert f"rate {theory.rate.sum():.2f}" in reading(screen, "plane")
    expect(screen.by("plane-reading")).to_contain_text("8 of 16 active")


def test_lights_go_out_and_a_walk_along_a_dark_one_changes_nothing(screen: Screen):
    rate = read_rate_history().history.rate_per_dim
    last, lit = rate[-1], int((rate[-1] > 0.1).sum())
    enter(screen, why="heat")
    expect(screen.by("heat-reading")).to_contain_text(f"{lit} of 32 dimensions carry more than 0.1 nats")
    expect(screen.by("walk-alive-title")).to_contain_text(f"z{last.argmax()},")
    expect(screen.by("walk-dead-title")).to_contain_text(f"z{last.argmin()},")
    change = [
        int(re.search(r"pixel: (\d+) of 255", screen.by(f"walk-{name}-title").inner_text())[1])
        for name in ("alive", "dead")
    ]
    assert change[0] > 200
    assert change[1] < 10


def test_scrubbing_shows_the_rates_of_that_step(screen: Screen):
    history = read_rate_history().history
    enter(screen, why="heat", heat_step=184)
    at = int(np.abs(history.step - 184).argmin())
    lit = int((history.rate_per_dim[at].astype(np.float16) > 0.1).sum())
    expect(screen.by("heat-reading")).to_contain_text(f"Step 184: {lit} of 32")
    box = screen.by("heat-map").bounding_box()
    screen.page.mouse.click(box["x"] + box["width"] - 20, box["y"] + 60)
    later = float(
        screen.await_query("heat_step", lambda value: value is None or float(value) > 10_000) or history.step[-1]
    )
    assert later > 10_000
    expect(screen.by("heat-reading")).to_contain_text(f"{(history.rate_per_dim[-1] > 0.1).sum()} of 32")


def test_pictures_are_gone_through_with_the_arrows(screen: Screen):
    enter(screen)
    screen.by("why-scree").focus()
    screen.page.keyboard.press("ArrowRight")
    expect(screen.by("why-plane")).to_have_attribute("aria-selected", "true")
    expect(screen.by("plane-plot")).to_be_visible()
    screen.await_query("why", lambda value: value == "plane")


def test_figures_that_did_not_arrive_are_asked_for_again(visit, server):
    screen = visit(server, calm=False)
    screen.page.route("**/vaeviz/collapse/linear*", lambda route: route.abort())
    enter(screen)
    expect(screen.by("scree")).to_contain_text("The figures did not arrive")
    screen.page.unroute("**/vaeviz/collapse/linear*")
    screen.by("scree-again").click()
    named(screen, "scree-stairs", re.compile("8 at the line"))
