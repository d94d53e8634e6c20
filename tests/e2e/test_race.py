"""The race through the screen: two settings that really train, and the table that they are held against."""

import time

import pytest
from e2e.screen import PATIENCE, Screen
from playwright.sync_api import expect

from vaeviz.collapse.race.file import read_race
from vaeviz.collapse.race.race import Race
from vaeviz.collapse.race.remedies import SCENES

pytestmark = pytest.mark.browser

STRONG, HASTY = SCENES
STEPS = 120
QUICK = {"race_seeds": "2", "race_steps": str(STEPS)}


def enter(screen: Screen, **query: str) -> Screen:
    screen.goto({"tab": "race"} | query, path="collapse")
    screen.by("race-row-baseline").wait_for()
    return screen


def cell(screen: Screen, row: str, name: str, at: int = 0) -> float:
    text = screen.by(f"race-row-{row}").nth(at).locator(f"td.{name} b").inner_text()
    return float(text.replace("\u2212", "-"))


def order(screen: Screen) -> list[str]:
    rows = screen.by("race-table").locator("tbody tr")
    return [(row.get_attribute("data-testid") or "").removeprefix("race-row-") for row in rows.all()]


def test_the_table_is_the_shipped_runs_and_a_click_sorts_it(screen: Screen):
    enter(screen)
    rows = read_race(STRONG).header.rows
    means = {
        row.remedy.key: {name: sum(getattr(row, name)) / len(row.elbo) for name in ("elbo", "rate")} for row in rows
    }
    best = max(mean["elbo"] for mean in means.values())
    for row in rows:
        assert cell(screen, row.remedy.key, "elbo") == pytest.approx(means[row.remedy.key]["elbo"], abs=0.006)
        assert cell(screen, row.remedy.key, "cost") == pytest.approx(best - means[row.remedy.key]["elbo"], abs=0.006)
    screen.by("race-sort-rate").click()
    screen.until(lambda: order(screen) == sorted(means, key=lambda key: -means[key]["rate"]))
    screen.by("race-sort-rate").click()
    screen.until(lambda: order(screen) == sorted(means, key=lambda key: means[key]["rate"]))
    expect(screen.by("race-words")).to_contain_text("In the baseline 0 of 8 dimensions have a KL above")


def test_a_remedy_is_put_on_a_side_with_what_it_does_and_its_shipped_runs(screen: Screen):
    enter(screen)
    status = screen.by("race-status")
    expect(status).to_contain_text("Shipped runs. After 3,000 steps 0 of A's 8 dimensions")
    screen.by("race-preset-b").select_option("weaker")
    weaker = next(remedy for remedy in STRONG.remedies if remedy.key == "weaker")
    expect(screen.by("race-says-b")).to_have_text(weaker.says)
    expect(status).to_contain_text("4 of B's 8")
    screen.by("race-take-a-batch-norm").click()
    expect(screen.by("race-preset-a")).to_have_value("batch-norm")
    screen.until(lambda: "race_a_posterior=batch-norm" in screen.page.url)
    screen.by("number-race_a_floor").fill("0.4")
    screen.by("number-race_a_floor").press("Enter")
    expect(screen.by("race-preset-a")).to_have_value("own")
    expect(status).to_contain_text("Press start")


def test_another_collapse_has_other_remedies_and_another_table(screen: Screen):
    enter(screen)
    screen.by("choice-race_scene-hasty").click()
    expect(screen.by("race-scene-says")).to_have_text(HASTY.says)
    expect(screen.by("race-preset-a")).to_have_value("baseline")
    expect(screen.by("race-preset-b")).to_have_value(HASTY.rival)
    screen.until(lambda: order(screen) == [remedy.key for remedy in HASTY.remedies])
    row = next(row for row in read_race(HASTY).header.rows if row.remedy.key == HASTY.rival)
    assert cell(screen, HASTY.rival, "elbo") == pytest.approx(sum(row.elbo) / len(row.elbo), abs=0.006)
    screen.until(lambda: "race_scene=hasty" in screen.page.url)
    screen.page.reload()
    screen.by("race-row-slower").wait_for()
    expect(screen.by("race-preset-b")).to_have_value(HASTY.rival)


def test_a_race_trains_both_sides_and_its_rows_are_the_figures_of_the_same_runs(screen: Screen):
    enter(screen, **QUICK)
    screen.by("race-play").click()
    progress = screen.by("race-progress")
    last, since = None, time.perf_counter()
    while not screen.by("race-row-own").count():
        now = progress.inner_text()
        if now != last:
            last, since = now, time.perf_counter()
        assert time.perf_counter() - since < PATIENCE, f"it stopped at {now}"
        screen.page.wait_for_timeout(100)
    expect(progress).to_have_text(f"Step {STEPS} of {STEPS}, 2 seeds per side")
    expect(screen.by("race-status")).to_contain_text(f"After {STEPS} steps")
    shipped = {remedy.key: remedy.settings.to_json() for remedy in STRONG.remedies}
    race = Race({"a": shipped["baseline"], "b": shipped["free-bits"], "seeds": 2, "steps": STEPS})
    race.advance(600)
    head, arrays = race.frame()
    for at, group in enumerate(head["groups"]):
        ends = dict(zip(head["figures"], arrays[f"{group['name']}.curves"][:, :, -1].mean(1), strict=True))
        for name in ("elbo", "rate", "distortion"):
            assert cell(screen, "own", name, at) == pytest.approx(ends[name], abs=0.006)
        expected = sum(group["information"]) / 2
        assert cell(screen, "own", "information", at) == pytest.approx(expected, abs=0.006)
    expect(screen.by("race-play")).to_have_text("\u25b6 Race again")
