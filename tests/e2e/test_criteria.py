"""Diagnostics through the screen: thresholds that change the results, and the reasons where the criteria disagree."""

import re

import pytest
from e2e.screen import Screen
from playwright.sync_api import Locator, expect

from vaeviz.files.checkpoint import load
from vaeviz.files.codes import read_codes
from vaeviz.files.places import shipped
from vaeviz.metrics.evaluation import read_evaluation

pytestmark = pytest.mark.browser

MODEL = "sprites-beta-vae-z10"


def visit(screen: Screen, **query: str) -> Screen:
    screen.goto({"tab": "criteria", "criteria_model": MODEL, **query}, "collapse")
    expect(screen.by("criteria-table")).to_be_visible()
    return screen


def rows(screen: Screen) -> Locator:
    return screen.page.locator("[data-testid^=criteria-row-]")


def type_in(screen: Screen, key: str, value: str) -> None:
    screen.by(f"number-{key}").fill(value)
    screen.by(f"number-{key}").press("Enter")


def test_the_counts_are_those_of_the_stored_codes_and_of_evaluate(screen: Screen):
    visit(screen)
    folder = shipped()[MODEL]
    codes = read_codes(folder, load(folder).digest).codes
    rate = codes.rate()
    expect(screen.by("criteria-active")).to_have_text(str(int((codes.mu.var(0) > 0.01).sum())))
    expect(screen.by("criteria-informative")).to_have_text(str(int((rate.mean(0) > 0.1).sum())))
    expect(screen.by("criteria-kinds")).to_have_text(str(int(((rate < 0.1).mean(0) < 0.99).sum())))
    use = read_evaluation(folder).criteria.use
    expect(screen.by("criteria-used")).to_have_text(str(sum(share > 0.001 for share in use)))
    expect(rows(screen)).to_have_count(codes.latent_dim)
    first = int(rate.mean(0).argmax())
    expect(rows(screen).first).to_have_attribute("data-testid", f"criteria-row-{first}")
    expect(screen.by("criteria-parts")).to_contain_text(f"Rate {rate.sum(1).mean():.2f} nats = mutual information")
    expect(screen.by("criteria-apart")).to_have_text("The criteria agree on all 10 dimensions")


def test_a_lower_threshold_on_the_variance_makes_the_criteria_disagree_for_a_reason(screen: Screen):
    visit(screen)
    type_in(screen, "criteria_variance", "0.001")
    expect(screen.by("criteria-active")).to_have_text("10")
    expect(screen.by("criteria-apart")).to_have_text("The criteria disagree on 2 dimensions")
    marked = screen.page.locator("tr.apart")
    expect(marked).to_have_count(2)
    expect(screen.page.locator(".apart-list li").first).to_contain_text(
        "a variance of 0.001 corresponds to only 0.0005 nats"
    )
    screen.await_query("criteria_variance", lambda text: text == "0.001")
    screen.by("criteria-reset").click()
    expect(screen.by("criteria-apart")).to_contain_text("agree on all")
    expect(marked).to_have_count(0)


def test_epsilon_and_delta_move_a_dimension_from_active_to_collapsed(screen: Screen):
    visit(screen)
    last = rows(screen).last.locator(".kind")
    expect(last).to_have_text("collapsed")
    type_in(screen, "criteria_epsilon", "0.001")
    expect(last).to_have_text("mixed")
    first = rows(screen).first.locator(".kind")
    expect(first).to_have_text("active")
    type_in(screen, "criteria_epsilon", "10")
    expect(first).to_have_text("collapsed")
    expect(screen.by("criteria-curves")).to_have_attribute("aria-label", re.compile(r"At 10 nats: 0 active"))


def test_a_dimension_is_selected_by_its_name_and_another_model_by_the_list(screen: Screen):
    visit(screen)
    name = screen.by("criteria-dim-4")
    name.click()
    expect(name).to_have_attribute("aria-pressed", "true")
    screen.await_query("criteria_dim", lambda text: text == "4")
    screen.by("criteria-model").select_option("mnist-vae-z32")
    expect(rows(screen)).to_have_count(32)
    expect(screen.by("criteria-explore")).to_have_attribute("href", "./?model=mnist-vae-z32")
    screen.by("criteria-explore").click()
    screen.by("picture").wait_for()


def test_a_teachers_link_hides_a_threshold(screen: Screen):
    visit(screen, hide="criteria_variance")
    expect(screen.by("range-criteria_variance")).to_be_hidden()
    expect(screen.by("range-criteria_rate")).to_be_visible()
