"""The Laboratory through the screen: dimensions collapse and few recover, on training that really happens here."""

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from e2e.screen import PATIENCE, Screen
from playwright.sync_api import expect

from vaeviz.bench.browser import Server

pytestmark = pytest.mark.browser

WORKER = "vaeviz.server.lab.worker"
SETTLED, COLLAPSED, BACK = 500, 1200, 700  # steps: until a fresh run has settled, at high beta, back at beta 1
FREED = 10.0  # seconds after which a closed tab may cost nothing


def enter(screen: Screen, **settings: object) -> Screen:
    """Open the laboratory and wait until its worker shows the untrained model."""
    screen.goto({f"lab_{name}": str(value) for name, value in settings.items()}, path="collapse")
    expect(frame_rate(screen)).to_have_text("paused")
    screen.until(lambda: screen.by("lab-figure-step").text_content() == "0")
    return screen


def frame_rate(screen: Screen):
    return screen.by("lab-frame-rate")


def figure(screen: Screen, name: str) -> float:
    """Return a figure of the head line; of "5 of 8" the first number."""
    text = screen.by(f"lab-figure-{name}").text_content() or ""
    return float(text.split()[0].replace(",", "").replace("\u2212", "-"))


def train_to(screen: Screen, step: float) -> None:
    """Wait until the run has come so far; it may be slow, but not stop."""
    last, since = -1.0, time.perf_counter()
    while (now := figure(screen, "step")) < step:
        if now != last:
            last, since = now, time.perf_counter()
        assert time.perf_counter() - since < PATIENCE, f"it stopped at step {now:.0f}"
        screen.page.wait_for_timeout(50)  # lets the page's events come in


def begin_anew(screen: Screen) -> None:
    """Press "Fresh run" and wait for its first frame."""
    before = figure(screen, "step")
    screen.by("lab-fresh").click()
    screen.until(lambda: figure(screen, "step") < before)


def test_dimensions_collapse_at_a_high_beta_and_fewer_recover_than_a_fresh_run_has(screen: Screen, record_property):
    enter(screen)
    screen.by("lab-play").click()
    train_to(screen, SETTLED)
    at_first = figure(screen, "active")
    screen.by("beta-100").click()
    screen.until(lambda: figure(screen, "beta") == 100)
    screen.until(lambda: figure(screen, "active") == 0)
    expect(screen.by("lab-hint")).to_contain_text("have collapsed at \u03b2 = 100")
    train_to(screen, figure(screen, "step") + COLLAPSED)
    assert figure(screen, "rate") < 0.1
    screen.by("beta-1").click()
    screen.until(lambda: figure(screen, "beta") == 1)
    train_to(screen, figure(screen, "step") + BACK)
    record_property("frame rate", frame_rate(screen).text_content())
    back = figure(screen, "active")
    begin_anew(screen)
    train_to(screen, BACK)
    fresh = figure(screen, "active")
    assert back < fresh
    assert at_first > 0
    expect(screen.by("lab-fresh-active")).to_have_text(f"{fresh:.0f} of 8")


def test_a_refused_fresh_run_says_why_and_the_next_choice_runs(screen: Screen):
    enter(screen, decoder="linear", more=1)
    screen.by("lab-play").click()
    train_to(screen, 20)
    screen.by("choice-lab_posterior-delta").click()
    expect(screen.by("lab-words")).to_contain_text("not available with the linear decoder")
    expect(frame_rate(screen)).to_have_text("paused")
    screen.by("choice-lab_posterior-free").click()
    screen.until(lambda: figure(screen, "step") > 0)
    expect(screen.by("lab-words")).to_be_hidden()
    train_to(screen, 50)


def test_a_warm_up_that_is_chosen_late_begins_at_zero(screen: Screen):
    enter(screen, beta=8, ramp=50)
    screen.by("lab-step").click()
    screen.until(lambda: figure(screen, "step") == 1)
    screen.by("choice-lab_schedule-warm-up").click()
    screen.until(lambda: figure(screen, "beta") == 0)


def test_the_page_says_how_often_it_is_drawn(screen: Screen, record_property):
    enter(screen)
    screen.by("lab-play").click()
    expect(frame_rate(screen)).to_have_text(re.compile(r"training, \d+ frames per second"))
    train_to(screen, 100)
    record_property("frame rate", frame_rate(screen).text_content())
    screen.by("lab-play").click()
    expect(frame_rate(screen)).to_have_text("paused")


def test_it_is_played_stepped_and_moved_by_keyboard(screen: Screen):
    enter(screen)
    screen.by("lab-step").press("Enter")
    screen.until(lambda: figure(screen, "step") == 1)
    beta = screen.by("range-lab_beta")
    beta.press("Home")
    screen.until(lambda: figure(screen, "beta") == 0)
    beta.press("End")
    screen.until(lambda: figure(screen, "beta") == 100)
    number = screen.by("number-lab_beta")
    number.fill("3")
    number.press("Enter")
    screen.until(lambda: figure(screen, "beta") == 3)
    expect(beta).to_have_attribute("aria-valuetext", "beta 3")
    assert figure(screen, "step") == 1
    dimension = screen.by("lab-dim")
    dimension.focus()
    dimension.select_option("5")
    assert screen.await_query("lab_dim", bool) == "5"
    screen.by("lab-play").press(" ")
    train_to(screen, 5)
    screen.by("lab-play").press(" ")
    expect(frame_rate(screen)).to_have_text("paused")


def test_what_needs_a_fresh_run_begins_one_and_keeps_the_previous_one(screen: Screen):
    enter(screen)
    screen.by("lab-play").click()
    train_to(screen, 150)
    screen.by("number-lab_latent").fill("4")
    screen.by("number-lab_latent").press("Enter")
    screen.until(lambda: (screen.by("lab-figure-active").text_content() or "").endswith("of 4"))
    expect(screen.by("lab").get_by_text("previous run").first).to_be_visible()
    train_to(screen, 20)  # it plays on


def test_a_link_starts_the_same_run(screen: Screen, visit, server: Server):
    enter(screen, seed=3)
    screen.by("beta-10").click()
    screen.by("choice-lab_decoder-linear").click()
    screen.by("choice-lab_schedule-warm-up").click()
    screen.await_query("lab_schedule", bool)
    screen.by("number-lab_latent").fill("5")
    screen.by("number-lab_latent").press("Enter")
    screen.await_query("lab_latent", lambda value: value == "5")
    query = screen.query()
    wanted = {"lab_beta": "10", "lab_decoder": "linear", "lab_schedule": "warm-up", "lab_latent": "5", "lab_seed": "3"}
    assert wanted.items() <= query.items()
    other = visit(server).goto(query, path="collapse")
    expect(frame_rate(other)).to_have_text("paused")
    expect(other.by("number-lab_beta")).to_have_value("10")
    expect(other.by("choice-lab_decoder-linear")).to_have_attribute("aria-pressed", "true")
    steps = []
    for one in (screen, other):
        one.until(lambda one=one: (one.by("lab-figure-active").text_content() or "").endswith("of 5"))
        one.by("lab-step").click()
        one.until(lambda one=one: figure(one, "step") == 1)
        steps.append([one.by(f"lab-figure-{name}").text_content() for name in ("rate", "distortion", "elbo")])
    assert steps[0] == steps[1]


def test_a_moved_run_has_no_command(screen: Screen):
    enter(screen)
    screen.by("lab-step").click()
    screen.until(lambda: figure(screen, "step") == 1)
    expect(screen.by("lab-copy")).to_be_enabled()
    screen.by("beta-10").click()
    expect(screen.by("lab-copy")).to_be_disabled()
    expect(screen.by("lab-copy")).to_have_attribute("title", re.compile("^Settings were moved"))


def processes() -> Iterator[tuple[int, int, str]]:
    """Number, parent and command of every process."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if fields[0] != "Z":
            yield int(folder.name), int(fields[1]), command


def workers(server: Server) -> set[int]:
    """Return the processes of this server's laboratories, and the one that stands by."""
    found = list(processes())
    port = str(urlsplit(server.url).port)
    own = [pid for pid, _, command in found if port in re.split("[ =]", command)]
    return {pid for pid, parent, command in found if parent in own and WORKER in command}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
def test_closing_the_tab_ends_its_process(screen: Screen, server: Server):
    enter(screen)
    screen.by("lab-play").click()
    train_to(screen, 100)
    now = workers(server)
    screen.page.goto("about:blank")
    closed = time.perf_counter()
    screen.until(lambda: bool(now - workers(server)))  # the one that stands by stays
    assert time.perf_counter() - closed < FREED
