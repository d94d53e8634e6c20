"""The result of each criterion and why they disagree; the page's copy is tested with the same cases."""

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
    explain_disagreement,
    figure,
    kl_above,
    share,
)
from vaeviz.settings import settings_of

CASES = json.loads((Path(__file__).parents[1] / "web" / "collapse" / "criteria" / "cases.json").read_text())


def dimension(**changes) -> Dimension:
    active = {"mu_variance": 0.9, "rate": 1.5, "quiet": 0.0, "posterior_variance": 0.1, "use": 0.2}
    return Dimension(**(active | changes))


def test_all_criteria_agree_on_an_active_and_on_a_collapsed_dimension():
    active, collapsed = dimension(), dimension(mu_variance=0.0, rate=0.0, quiet=1.0, posterior_variance=1.0, use=0.0)
    result = classify_dimension(active, Thresholds())
    assert (result.varies, result.informs, result.kind, result.used) == (True, True, "active", True)
    result = classify_dimension(collapsed, Thresholds())
    assert (result.varies, result.informs, result.kind, result.used) == (False, False, "passive", False)
    assert explain_disagreement(active, Thresholds()) == explain_disagreement(collapsed, Thresholds()) == ""


@pytest.mark.parametrize(("quiet", "kind"), [(0.0, "active"), (0.01, "active"), (0.5, "mixed"), (0.99, "passive")])
def test_epsilon_delta_collapse_is_a_share_of_images(quiet, kind):
    assert classify_dimension(dimension(quiet=quiet), Thresholds()).kind == kind


def test_mixed_does_not_count_as_disagreement_and_an_unmeasured_effect_is_none():
    assert not classify_dimension(dimension(quiet=0.5), Thresholds()).disagree
    assert classify_dimension(dimension(use=None), Thresholds()).used is None
    assert not classify_dimension(dimension(use=None), Thresholds()).disagree


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_disagreement_is_explained_in_one_sentence(case):
    found, at = Dimension.from_json(case["dimension"]), Thresholds.from_json(case["thresholds"])
    result = classify_dimension(found, at)
    assert [result.varies, result.informs, result.kind, result.used] == case["result"]
    assert explain_disagreement(found, at) == case["reason"]
    assert bool(case["reason"]) == result.disagree


def test_the_default_threshold_of_the_variance_is_half_a_hundredth_of_a_nat():
    # q(z) = N(0, 1) with Var(mu) = 0.01
    assert figure(-0.5 * math.log(1 - ACTIVE)) == "0.0050"
    assert "0.0050 nats" in explain_disagreement(dimension(mu_variance=0.02, rate=0.01, quiet=1.0), Thresholds())


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
