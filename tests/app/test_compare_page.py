"""The Compare page on small real models: which models are paired, and their figures."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from payloads import payload
from streamlit.testing.v1 import AppTest

from vaeviz.files import write_tensors
from vaeviz.files.header import read_header
from vaeviz.metrics.evaluation import Evaluation, write_evaluation

PAGE = Path(__file__).parents[2] / "vaeviz/app/pages/compare.py"
KEY = "compare-workspace"


@pytest.fixture
def write(write_model):
    """Write a model into the folder by name: class-conditional or not, trained on a data set."""
    return partial(write_model, dataset="toys")


@pytest.fixture
def page(write):
    write("plain", told=False)
    write("told", told=True)
    return AppTest.from_file(PAGE, default_timeout=20)


def shown(page):
    data = payload(page)
    return data["model"]["name"], data["second"]["model"]["name"]


def measured(digest: str, **figures) -> Evaluation:
    return Evaluation(
        name="told", digest=digest, dataset="toys", split="test", images=50, likelihood="bernoulli", binarised=False,
        seed=0, elbo=-9.0, elbo_error=0.1, distortion=6.0, rate=3.0, rate_per_dim=(2.0, 1.0), mu_variance=(1.0, 1.0),
        active_units=2, active_threshold=0.01, iwae=None, iwae_elbo=None, iwae_samples=0, iwae_images=0,
        conditional_accuracy=None, judge_accuracy=None, seconds=1.0, **figures,
    )  # fmt: skip


def test_a_first_visit_shows_an_unconditional_and_a_conditional_model(page):
    assert shown(page.run()) == ("plain", "told")
    data = payload(page)
    assert data["module"] == "compare/page.js"
    assert data["view"]["code"] == 0
    assert data["more"]["partners"] == {"plain": ["told"]}
    assert [made.count("<mi>c</mi>") for made in data["more"]["formulas"]] == [0, 2]


def test_damaged_models_are_listed_as_damaged_and_the_rest_work(page, broken):
    assert shown(page.run()) == ("plain", "told")
    assert [one.value for one in page.markdown] == [f"**{name} is damaged**" for name in broken]


def test_models_of_other_data_or_told_otherwise_are_not_offered(page, write):
    write("other", told=False, dataset="cars")
    write("plain2", told=False)
    write("told2", told=True)
    data = payload(page.run())
    assert data["more"]["partners"] == {"plain": ["told", "told2"], "plain2": ["told", "told2"]}
    page.query_params["model"] = "other"
    notice = payload(page.run())["notice"]
    assert "other has no model to compare with: no class-conditional model of its data set is available." in notice


def test_a_model_that_is_told_stands_on_the_right_wherever_it_was_asked_for(page, write):
    write("told2", told=True)
    page.query_params["model"] = "told2"
    assert shown(page.run()) == ("plain", "told2")


def test_a_second_model_that_does_not_fit_gives_way_with_a_notice(page, write):
    write("plain2", told=False)
    page.query_params["model"] = "plain"
    page.query_params["second"] = "plain2"
    assert shown(page.run()) == ("plain", "told")
    assert "plain2 cannot be compared with plain" in payload(page)["second_notice"]


def test_another_left_model_brings_a_partner_of_its_own_data(page, write):
    write("cars", told=False, dataset="cars")
    write("cars-told", told=True, dataset="cars")
    page.run()
    page.session_state[KEY] = {"model": {"name": "cars", "at": 1}}
    assert shown(page.run()) == ("cars", "cars-told")


def test_the_class_that_stands_out_the_class_told_and_the_draw_are_followed_and_kept_beside_another_model(page, write):
    write("cars", told=False, dataset="cars", names=("old", "new"))
    write("cars-told", told=True, dataset="cars", names=("old", "new"))
    asked = {"model": "plain", "second": "told", "highlight": "2", "class": "0", "draw": "4"}
    for key, value in asked.items():
        page.query_params[key] = value
    view = payload(page.run())["view"]
    assert (view["highlight"], view["draw_class"], view["draw"]) == (2, 0, 4)
    assert page.query_params == asked
    page.session_state[KEY] = {"model": {"name": "cars", "at": 1}}
    view = payload(page.run())["view"]
    assert (view["highlight"], view["draw_class"], view["draw"]) == (None, 0, 4), "cars have no third class"


def test_a_second_model_that_cannot_be_opened_gives_way_in_the_same_run(page, write, models):
    write("empty", told=True)
    header = read_header(models / "empty")
    write_tensors(models / "empty" / "model.safetensors", {"weight": np.zeros(2)}, header.to_json())
    page.query_params["model"] = "plain"
    page.query_params["second"] = "empty"
    assert shown(page.run()) == ("plain", "told")
    assert "told is shown instead." in payload(page)["second_notice"]
    assert page.query_params["second"] == "told"


def test_the_figures_of_both_come_along_or_how_to_have_them(page, write, models):
    found = measured(write("told", told=True), probe_accuracy=0.4, probe_chance=0.34)
    write_evaluation(models / "told", found)
    plain, told = payload(page.run())["more"]["measured"]
    assert plain["figures"] is None
    assert plain["evaluate"].startswith("python -m vaeviz evaluate ")
    assert plain["fetch"] == plain["evaluate"].replace("--write", "--limit 100")
    assert told["figures"]["probe_accuracy"] == 0.4
    assert told["figures"]["rate"] + told["figures"]["distortion"] == 9.0


def test_figures_of_another_model_file_are_not_shown(page, models):
    write_evaluation(models / "told", measured("0" * 32))
    told = payload(page.run())["more"]["measured"][1]
    assert told["figures"] is None
    assert "another model file" in told["problem"]


def test_damaged_figures_are_named_without_where_they_lie(page, models):
    (models / "told" / "evaluation.json").write_text("{")
    told = payload(page.run())["more"]["measured"][1]
    assert told["figures"] is None
    assert told["problem"].startswith("told/evaluation.json cannot be read")
    assert str(models) not in str(payload(page))


def test_one_model_alone_is_nothing_to_compare(write):
    write("plain", told=False)
    page = AppTest.from_file(PAGE, default_timeout=20).run()
    assert not page.exception
    assert "Nothing to compare yet" in page.markdown[0].value
    assert "--condition class" in page.text[0].value


def test_a_model_without_codes_is_compared_all_the_same(write):
    write("plain", told=False, codes=False)
    write("told", told=True)
    page = AppTest.from_file(PAGE, default_timeout=20)
    assert shown(page.run()) == ("plain", "told")
    data = payload(page)
    assert data["model"]["has_codes"] is False
    assert data["more"]["measured"][0]["encode"].startswith("python -m vaeviz codes ")
