import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from vaeviz.ui.state import View, to_query

PAGE = Path(__file__).parents[2] / "vaeviz/ui/pages/explore.py"
KEY = "workspace"


@pytest.fixture
def page(write_model):
    write_model("alpha")
    write_model("beta", codes=False)
    return AppTest.from_file(PAGE, default_timeout=20)


def payload(page):
    assert not page.exception, page.exception
    (element,) = [one for one in page.main if one.type == "bidi_component"]
    (payload,) = json.loads(element.proto.json)
    return payload


def test_a_first_visit_shows_a_real_image_s_code(page):
    data = payload(page.run())
    assert [one["name"] for one in data["models"]] == ["alpha", "beta"]
    assert data["model"]["name"] == "alpha"
    assert data["view"]["code"] == 0
    assert data["view"]["c"] == [1.0, 0.0, 0.0]
    assert data["view"]["map"] == "pca"
    assert data["notice"] is None
    assert page.query_params == {}


def test_the_payload_says_what_each_dimension_carries(page):
    model = payload(page.run())["model"]
    assert model["rate"][0] > model["rate"][1]
    assert model["active"] == [True, False]
    assert model["prior"] == {"mu": [0.0, 0.0], "logvar": [0.0, 0.0]}
    assert model["condition"]["names"][2] == "<b>eel</b>"


def test_a_model_without_codes_still_works(page):
    page.query_params["model"] = "beta"
    data = payload(page.run())
    assert data["model"]["has_codes"] is False
    assert data["model"]["rate"] is None
    assert data["view"]["z"] is None


def test_the_address_is_followed(page):
    for key, value in to_query("alpha", View(z=(1.0, -2.0), c=(0.0, 1.0, 0.0), map="pca")).items():
        page.query_params[key] = value
    view = payload(page.run())["view"]
    assert view["z"] == pytest.approx([1, -2], abs=1e-3)
    assert view["c"] == [0, 1, 0]
    assert view["code"] is None


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"model": "alpah"}, "Did you mean 'alpha'"),
        ({"model": "../../etc"}, "Unknown model"),
        ({"z": "garbage!"}, "this model has 2 dimensions"),
        ({"c": "77"}, "class from 0 to 2"),
        ({"map": "moon"}, "Unknown map"),
    ],
)
def test_garbage_in_the_address_is_a_notice_and_the_default_view(page, query, words):
    for key, value in query.items():
        page.query_params[key] = value
    data = payload(page.run())
    assert words in data["notice"]
    assert data["model"]["name"] == "alpha"
    assert data["view"]["code"] == 0


def test_a_view_at_rest_goes_to_the_address_and_not_back_to_the_page(page):
    before = payload(page.run())
    view = {"z": [0.5, 1.5], "c": [0, 0, 1], "map": "pca", "serial": before["serial"]}
    page.session_state[KEY] = {"view": view, "model": None}
    after = payload(page.run())
    assert after == before
    assert page.query_params["c"] == "2"
    assert page.query_params["z"] == to_query("alpha", View(z=(0.5, 1.5)))["z"]


def test_another_model_is_opened_once_asked_for(page):
    page.run()
    page.session_state[KEY] = {"model": "beta", "view": None}
    data = payload(page.run())
    assert data["model"]["name"] == "beta"
    assert page.query_params == {"model": "beta"}


def test_a_view_of_an_earlier_model_is_not_taken_for_one_of_this(page, write_model):
    write_model("gamma")
    view = {"z": [0.5, 1.5], "c": [0, 0, 1], "map": "pca", "serial": payload(page.run())["serial"]}
    page.session_state[KEY] = {"view": view, "model": "gamma"}
    page.run()
    page.session_state[KEY] = {"view": view, "model": "gamma"}
    payload(page.run())
    assert page.query_params == {"model": "gamma"}


def test_a_damaged_model_leaves_the_view_as_it_was(page, models):
    for key, value in to_query("alpha", View(z=(1.0, -2.0), c=(0.0, 1.0, 0.0), map="pca")).items():
        page.query_params[key] = value
    before = payload(page.run())
    (models / "beta" / "model.safetensors").write_bytes(b"not a model")
    page.session_state[KEY] = {"model": "beta", "view": None}
    assert payload(page.run())["view"] == before["view"]


def test_a_folder_may_be_named_otherwise_than_its_file_says(page, models):
    (models / "alpha").rename(models / "another")
    page.query_params["model"] = "another"
    data = payload(page.run())
    assert (data["model"]["name"], data["notice"]) == ("another", None)


def test_a_damaged_model_leaves_the_old_one_with_a_notice(page, models):
    page.run()
    (models / "beta" / "model.safetensors").write_bytes(b"not a model")
    page.session_state[KEY] = {"model": "beta", "view": None}
    data = payload(page.run())
    assert data["model"]["name"] == "alpha"
    assert "model.safetensors" in data["notice"]
    assert data["serial"] == 2


def test_codes_of_another_model_are_a_calm_word_in_place(page, models):
    (models / "beta" / "codes.safetensors").write_bytes((models / "alpha" / "codes.safetensors").read_bytes()[:-9])
    page.query_params["model"] = "beta"
    model = payload(page.run())["model"]
    assert model["has_codes"] is False
    assert "codes.safetensors" in model["problem"]


def test_the_token_stays_the_same_within_a_session(page):
    assert payload(page.run())["token"] == payload(page.run())["token"]


def test_without_models_the_page_says_what_to_do(models):
    page = AppTest.from_file(PAGE, default_timeout=20).run()
    assert not page.exception
    assert "vaeviz train" in page.text[0].value


def test_without_a_single_good_model_the_error_stands_in_place(models):
    (models / "broken").mkdir()
    (models / "broken" / "model.safetensors").write_bytes(b"")
    page = AppTest.from_file(PAGE, default_timeout=20).run()
    assert not page.exception
    assert "model.safetensors" in page.text[0].value
