"""What each criterion says of a dimension, and why they disagree; the page's own copy is held to the same cases."""

import json
import math
from pathlib import Path

import pytest

from vaeviz.metrics.criteria import (
    ACTIVE,
    KL_THRESHOLD,
    Dimension,
    Thresholds,
    active_units,
    classify_dimension,
    figure,
    kl_above,
    share,
    why,
)
from vaeviz.settings import settings_of

CASES = json.loads((Path(__file__).parents[1] / "web" / "criteria" / "verdicts.json").read_text())


def dimension(**changes) -> Dimension:
    alive = {"mu_variance": 0.9, "rate": 1.5, "quiet": 0.0, "posterior_variance": 0.1, "use": 0.2}
    return Dimension(**(alive | changes))


def test_all_agree_on_a_living_and_on_a_dead_dimension():
    alive, dead = dimension(), dimension(mu_variance=0.0, rate=0.0, quiet=1.0, posterior_variance=1.0, use=0.0)
    said = classify_dimension(alive, Thresholds())
    assert (said.varies, said.informs, said.kind, said.used) == (True, True, "active", True)
    said = classify_dimension(dead, Thresholds())
    assert (said.varies, said.informs, said.kind, said.used) == (False, False, "passive", False)
    assert why(alive, Thresholds()) == why(dead, Thresholds()) == ""


@pytest.mark.parametrize(("quiet", "kind"), [(0.0, "active"), (0.01, "active"), (0.5, "mixed"), (0.99, "passive")])
def test_epsilon_delta_collapse_is_a_share_of_images(quiet, kind):
    assert classify_dimension(dimension(quiet=quiet), Thresholds()).kind == kind


def test_mixed_is_no_vote_and_what_was_not_measured_is_none():
    assert not classify_dimension(dimension(quiet=0.5), Thresholds()).disagree
    assert classify_dimension(dimension(use=None), Thresholds()).used is None
    assert not classify_dimension(dimension(use=None), Thresholds()).disagree


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_disagreement_is_explained_in_one_sentence(case):
    found, at = Dimension.from_json(case["dimension"]), Thresholds.from_json(case["thresholds"])
    said = classify_dimension(found, at)
    assert [said.varies, said.informs, said.kind, said.used] == case["verdict"]
    assert why(found, at) == case["why"]
    assert bool(case["why"]) == said.disagree


def test_the_lenient_threshold_is_worth_five_thousandths_of_a_nat():
    # q(z) = N(0, 1) with Var(mu) = 0.01
    assert figure(-0.5 * math.log(1 - ACTIVE)) == "0.0050"
    assert "0.0050 nats" in why(dimension(mu_variance=0.02, rate=0.01, quiet=1.0), Thresholds())


def test_numbers_are_written_as_the_page_writes_them():
    assert [figure(value) for value in (12.345, 1, 0.25, 0.01, 0.005, 0)] == [
        "12.35",
        "1.00",
        "0.250",
        "0.010",
        "0.0050",
        "0.0000",
    ]
    assert [share(value) for value in (1, 0.995, 0.5, 0.01, 0.0002)] == ["100%", "100%", "50.0%", "1.0%", "0.02%"]


def test_there_is_one_definition_of_active_units_and_a_second_criterion_of_another_name():
    at = Thresholds()
    assert active_units() == "variance of the posterior mean over the data above 0.01"
    assert kl_above() == "KL above 0.1 nats"
    assert (at.variance, at.rate) == (ACTIVE, KL_THRESHOLD)
    assert active_units(at.variance) in settings_of(Thresholds)["variance"].help
    assert settings_of(Thresholds)["rate"].help.startswith(kl_above(at.rate))
