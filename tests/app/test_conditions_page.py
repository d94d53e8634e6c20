from pathlib import Path

import pytest
from payloads import payload
from streamlit.testing.v1 import AppTest

from vaeviz.app.address import to_query
from vaeviz.app.opening import hand_over, keep_last_view
from vaeviz.app.state import Memory
from vaeviz.app.view import Pin, View
from vaeviz.app.workspace.model_facts import describe
from vaeviz.files.checkpoint import load

PAGE = Path(__file__).parents[2] / "vaeviz/app/pages/conditions.py"
KEY = "conditions-workspace"
THERE = View((0.5, 1.5), (0.0, 0.0, 1.0))


@pytest.fixture
def page(write_model):
    write_model("alpha")
    write_model("beta")
    write_model("plain", told=False)
    return AppTest.from_file(PAGE, default_timeout=20)


@pytest.fixture
def facts(write_model, models):
    write_model("alpha")
    return describe(load(models / "alpha"), None)


def test_only_models_that_are_told_something_are_offered(page):
    data = payload(page.run())
    assert [one["name"] for one in data["models"]] == ["alpha", "beta"]
    assert data["module"] == "conditions/page.js"
    assert data["notice"] is None


def test_a_model_of_the_address_that_is_told_nothing_is_refused_in_words(page):
    page.query_params["model"] = "plain"
    data = payload(page.run())
    assert data["model"]["name"] == "alpha"
    assert data["notice"].startswith("plain is unconditional")


def test_a_model_that_is_not_there_at_all_is_said_to_be_unknown(page):
    page.query_params["model"] = "moon"
    assert "Unknown model 'moon'" in payload(page.run())["notice"]


def test_without_a_conditional_model_the_page_says_what_to_do(write_model):
    write_model("plain", told=False)
    page = AppTest.from_file(PAGE, default_timeout=20).run()
    assert not page.exception
    assert "--condition class" in page.text[0].value


def test_damaged_models_are_listed_as_damaged_and_the_rest_work(page, models, broken):
    assert [one["name"] for one in payload(page.run())["models"]] == ["alpha", "beta"]
    assert [one.value for one in page.markdown] == [f"**{name} is damaged**" for name in broken]
    said = [one.value for one in page.text]
    assert all(text.startswith(f"{name}/model") for name, text in zip(broken, said, strict=True))
    assert str(models) not in "".join(said)
    page.query_params["model"] = "deep"
    assert "nested deeper than" in payload(page.run())["notice"]


def test_its_view_goes_to_the_address_and_is_its_own(page):
    before = payload(page.run())
    page.session_state[KEY] = {"view": {**to_query("alpha", THERE), "serial": before["serial"]}}
    assert payload(page.run()) == before
    assert page.query_params == to_query("alpha", THERE)
    assert "explore" not in page.session_state


def test_the_tool_in_sight_is_followed_and_kept_beside_another_model(page):
    page.query_params["model"] = "alpha"
    page.query_params["tab"] = "encode"
    assert payload(page.run())["view"]["tab"] == "encode"
    page.session_state[KEY] = {"model": {"name": "beta", "at": 1}}
    assert payload(page.run())["view"]["tab"] == "encode"
    assert page.query_params == {"model": "beta", "tab": "encode"}


def test_a_place_is_handed_over_and_what_explore_has_besides_stays(facts):
    pins = (Pin("A", (1.0, 2.0), (1.0, 0.0, 0.0)),)
    explore = Memory(model="alpha", view=View((0.0, 0.0), (1.0, 0.0, 0.0), locks=(1,), pins=pins, code=3), serial=4)
    assert hand_over(explore, {"view": to_query("alpha", THERE), "at": 1}, facts, {})
    assert explore.given == View(THERE.z, THERE.c, locks=(1,), pins=pins)
    assert explore.serial == 5
    assert explore.query["z"] == to_query("alpha", THERE)["z"]


def test_explore_turns_to_the_model_of_the_place(facts):
    explore = Memory(model="other", view=View((0.0,), locks=(0,), temperature=0.5, second="alpha"))
    assert hand_over(explore, {"view": to_query("alpha", THERE)}, facts, {})
    assert (explore.model, explore.given) == ("alpha", View(THERE.z, THERE.c, temperature=0.5))


@pytest.mark.parametrize("asked", [None, "text", {}, {"view": 3}, {"view": {"z": "garbage!"}}])
def test_what_is_no_place_is_not_handed_over(facts, asked):
    explore = Memory(model="alpha")
    assert not hand_over(explore, asked, facts, {})
    assert explore == Memory(model="alpha")


def test_where_the_page_is_left_is_kept(facts):
    left = Memory(model="alpha")
    keep_last_view(left, {"here": to_query("alpha", THERE)}, facts, {})
    assert (left.view, left.query) == (THERE, to_query("alpha", THERE))
