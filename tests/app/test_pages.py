"""The pages with models from Streamlit's side: what they mount, and what they do for the page."""

import shutil
from pathlib import Path

import pytest
from payloads import payload
from streamlit.testing.v1 import AppTest

from vaeviz.app.mount import _SHIM

PAGES = Path(__file__).parents[2] / "vaeviz/app/pages"


def page_of(name: str) -> AppTest:
    return AppTest.from_file(PAGES / f"{name}.py", default_timeout=20)


@pytest.fixture
def explore(write_model) -> AppTest:
    write_model("alpha")
    write_model("beta", codes=False)
    return page_of("explore")


def report(page: AppTest, name: str, **events) -> AppTest:
    page.session_state[f"{name}-page"] = events
    return page.run()


def names(data) -> list[str]:
    return [one["name"] for one in data["models"]]


def test_a_first_visit_brings_the_first_model_along(explore):
    data = payload(explore.run())
    assert names(data) == ["alpha", "beta"]
    assert (data["first"], data["shown"]) == ("alpha", "alpha")
    assert [one["name"] for one in data["opened"]] == ["alpha"]
    assert data["module"] == "explore/page.js"
    assert explore.query_params == {}


def test_the_model_of_the_url_comes_along_and_the_url_is_left_alone(explore):
    explore.query_params["model"] = "beta"
    explore.query_params["z"] = "anything"
    data = payload(explore.run())
    assert data["opened"][0]["name"] == "beta"
    assert data["opened"][0]["has_codes"] is False
    assert dict(explore.query_params) == {"model": "beta", "z": "anything"}


@pytest.mark.parametrize("name", ["gamma", "<script>", "../alpha", ""])
def test_an_unknown_model_of_the_url_brings_the_default(explore, name):
    explore.query_params["model"] = name
    assert payload(explore.run())["shown"] == "alpha"


def test_the_model_that_the_page_shows_is_offered_to_be_encoded(explore):
    explore.run()
    assert not explore.button
    report(explore, "explore", model="beta")
    assert [one.label for one in explore.button] == ["Encode the data set"]
    report(explore, "explore", model="alpha")
    assert not explore.button


@pytest.mark.parametrize("model", [None, 3, {"name": "beta"}, ["beta"], "nobody"])
def test_a_report_that_makes_no_sense_changes_nothing(explore, model):
    explore.run()
    assert payload(report(explore, "explore", model=model))["shown"] == "alpha"


def test_a_folder_may_have_another_name_than_its_file(explore, models):
    shutil.copytree(models / "alpha", models / "copy")
    explore.query_params["model"] = "copy"
    assert payload(explore.run())["opened"][0]["name"] == "copy"


def test_a_damaged_model_is_listed_and_the_rest_work(explore, broken):
    assert names(payload(explore.run())) == ["alpha", "beta"]
    assert [one.value for one in explore.markdown] == [f"**{name} is damaged**" for name in broken]
    assert set(payload(explore)["refused"]) == set(broken)


def test_a_model_that_was_damaged_since_is_left_to_the_page(explore, models):
    header = (models / "alpha" / "model.safetensors").read_bytes()
    (models / "alpha" / "model.safetensors").write_bytes(header[:-40])
    data = payload(explore.run())
    assert data["opened"] == []


def test_the_token_stays_the_same_within_a_session(explore):
    first = payload(explore.run())["token"]
    assert payload(explore.run())["token"] == first


@pytest.mark.parametrize("name", ["explore", "conditions", "compare"])
def test_without_a_suitable_model_a_page_says_what_to_do(write_model, models, name):
    if name != "explore":
        write_model("plain", conditional=False)
    page = page_of(name).run()
    assert not page.exception
    assert "Train" in page.text[0].value
    assert not [one for one in page.main if one.type == "bidi_component"]


def test_conditions_offers_only_conditional_models_and_says_why_not_the_others(write_model):
    write_model("alpha")
    write_model("plain", conditional=False)
    data = payload(page_of("conditions").run())
    assert names(data) == ["alpha"]
    assert data["refused"] == {"plain": "plain is unconditional: there is no condition to change."}


def test_compare_pairs_models_of_one_data_set(write_model):
    write_model("plain", conditional=False, dataset="toys")
    write_model("cond", dataset="toys")
    data = payload(page_of("compare").run())
    assert data["more"]["partners"] == {"plain": ["cond"]}
    assert [made.count("<mi>c</mi>") for made in data["more"]["formulas"]] == [0, 2]


def test_a_page_that_asks_for_explore_is_left_once_for_each_request(write_model):
    write_model("alpha")
    page = AppTest.from_file(PAGES.parent / "main.py", default_timeout=20).run()
    page.switch_page("pages/conditions.py").run()
    assert payload(page)["module"] == "conditions/page.js"
    report(page, "conditions", go={"page": "explore", "at": 1})
    assert payload(page)["module"] == "explore/page.js"
    page.switch_page("pages/conditions.py").run()
    report(page, "conditions", go={"page": "explore", "at": 1})
    assert payload(page)["module"] == "conditions/page.js"
    report(page, "conditions", go={"page": "https://elsewhere", "at": 2})
    assert payload(page)["module"] == "conditions/page.js"


def test_the_shim_is_short_and_no_path():
    assert "\n" in _SHIM
    assert len(_SHIM) < 1500
