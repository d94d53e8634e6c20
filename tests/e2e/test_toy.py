"""The toy, with a real worker: a remedy is pressed, the rate comes back, the plane moves."""

import re

import numpy as np
import pytest
from e2e.screen import Screen
from playwright.sync_api import expect

from vaeviz.collapse.toy.file import read_toy

pytestmark = pytest.mark.browser


def enter(screen: Screen, **query: str) -> Screen:
    screen.goto({"tab": "why", "why": "toy"} | query, "collapse")
    screen.by("toy-source").wait_for()
    return screen


def numbers_of(screen: Screen, chart: str) -> list[float]:
    """Return the numbers in a chart's label."""
    words = screen.by(chart).get_attribute("aria-label") or ""
    return [float(number) for number in re.findall(r"\d+\.\d+", words)]


def test_shipped_runs_are_there_before_anything_is_trained(screen: Screen):
    enter(screen)
    for row in read_toy().header.rows:
        if row.seed == 0:
            expect(screen.by(f"toy-rate-{row.run}")).to_have_text(f"{row.rate:.2f}")
    expect(screen.by("toy-reading-0")).to_contain_text("end of the shipped run")
    expect(screen.by("toy-reading-1")).to_contain_text("at the origin")
    assert screen.troubles == []


def test_a_link_names_the_run_and_its_seed(screen: Screen):
    enter(screen, toy_run="batch-norm", toy_seed="1")
    expect(screen.by("toy-batch-norm")).to_have_attribute("aria-pressed", "true")
    row = next(row for row in read_toy().header.rows if (row.run, row.seed) == ("batch-norm", 1))
    expect(screen.by("toy-reading-0")).to_contain_text(f"{row.rate:.3f} nats")
    expect(screen.by("toy-rates")).to_have_attribute("aria-label", re.compile(r"batch-norm \d"))


def test_a_pressed_remedy_brings_the_rate_back_and_opens_the_plane(screen: Screen):
    enter(screen)
    expect(screen.by("toy-plane")).to_have_attribute("aria-label", re.compile(r"across 0\.00"))
    before = screen.pixels("toy-plane")
    screen.by("toy-warm-up").click()
    expect(screen.by("toy-status")).to_contain_text("Step ")
    expect(screen.by("toy-rate-warm-up")).to_have_text(re.compile(r"^(0\.[5-9]|[1-9])"))
    screen.by("toy-go").click()
    expect(screen.by("toy-status")).to_contain_text("paused")
    across, upwards = numbers_of(screen, "toy-plane")
    assert across > 0.1
    assert upwards > 0.1
    assert not np.array_equal(screen.pixels("toy-plane"), before)
    expect(screen.by("toy-reading-0")).to_contain_text("Warm-up, step")
    screen.by("toy-shipped").click()
    expect(screen.by("toy-reading-0")).to_contain_text("end of the shipped run")
    assert screen.troubles == []
