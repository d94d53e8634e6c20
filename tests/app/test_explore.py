import shutil
from pathlib import Path

import pytest
from payloads import payload
from streamlit.testing.v1 import AppTest

from vaeviz.app.address import to_query
from vaeviz.app.view import Pin, Selection, View

PAGE = Path(__file__).parents[2] / "vaeviz/app/pages/explore.py"
KEY = "workspace"
HERE = to_query(  # what the page reports at rest
    "alpha",
    View(
        (0.5, 1.5),
        (0.0, 0.0, 1.0),
        "pca",
        locks=(1,),
        a=Selection("z1-z0", (0, 0, 9, 0, 9, 9)),
        pins=(Pin("A", (1.0, 2.0), (1.0, 0.0, 0.0)),),
    ),
)


def asked(name, at=1):
    """What the page sends when it wants a model."""
    return {"name": name, "at": at}


@pytest.fixture
def page(write_model):
    write_model("alpha")
    write_model("beta", codes=False)
    return AppTest.from_file(PAGE, default_timeout=20)


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
    assert model["prior"] == {"mu": [0.0, 0.0], "logvar": [0.0, 0.0], "mu_weight": None, "logvar_weight": None}
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
    assert view["z"] == [1, -2]
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
    page.session_state[KEY] = {"view": {**HERE, "serial": before["serial"]}}
    after = payload(page.run())
    assert after == before
    assert page.query_params == HERE


def test_another_model_is_opened_once_asked_for(page):
    page.run()
    page.session_state[KEY] = {"model": asked("beta")}
    data = payload(page.run())
    assert data["model"]["name"] == "beta"
    assert page.query_params == {"model": "beta"}


def test_a_view_of_an_earlier_model_is_not_taken_for_one_of_this(page, write_model):
    write_model("gamma")
    view = {**HERE, "serial": payload(page.run())["serial"]}
    page.session_state[KEY] = {"view": view, "model": asked("gamma")}
    page.run()
    page.session_state[KEY] = {"view": view, "model": asked("gamma")}
    payload(page.run())
    assert page.query_params == {"model": "gamma"}


def test_a_damaged_model_leaves_the_view_as_it_was(page, models):
    for key, value in to_query("alpha", View(z=(1.0, -2.0), c=(0.0, 1.0, 0.0), map="pca")).items():
        page.query_params[key] = value
    before = payload(page.run())
    (models / "beta" / "model.safetensors").write_bytes(b"not a model")
    page.session_state[KEY] = {"model": asked("beta")}
    assert payload(page.run())["view"] == before["view"]


def test_a_folder_may_be_named_otherwise_than_its_file_says(page, models):
    (models / "alpha").rename(models / "another")
    page.query_params["model"] = "another"
    data = payload(page.run())
    assert (data["model"]["name"], data["notice"]) == ("another", None)


def test_a_damaged_model_leaves_the_old_one_with_a_notice(page, models):
    page.run()
    (models / "beta" / "model.safetensors").write_bytes(b"not a model")
    page.session_state[KEY] = {"model": asked("beta")}
    data = payload(page.run())
    assert data["model"]["name"] == "alpha"
    assert data["notice"].startswith("beta/model.safetensors")
    assert str(models) not in data["notice"]
    assert data["serial"] == 2


def test_codes_of_another_model_are_a_calm_word_in_place(page, models):
    (models / "beta" / "codes.safetensors").write_bytes((models / "alpha" / "codes.safetensors").read_bytes()[:-9])
    page.query_params["model"] = "beta"
    model = payload(page.run())["model"]
    assert model["has_codes"] is False
    assert model["problem"].startswith("beta/codes.safetensors")
    assert str(models) not in model["problem"]


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
    assert page.text[0].value.startswith("broken/model.safetensors")
    assert str(models) not in page.text[0].value


def test_the_whole_view_is_followed(page):
    for key, value in HERE.items():
        page.query_params[key] = value
    data = payload(page.run())
    view = data["view"]
    assert view["locks"] == [1]
    assert view["a"] == {"map": "z1-z0", "steps": [0, 0, 9, 0, 9, 9]}
    assert view["pins"] == [{"name": "A", "z": [1, 2], "c": [1, 0, 0]}]
    assert data["notice"] is None


def test_what_is_damaged_has_its_default_and_the_rest_is_followed(page):
    for key, value in {**HERE, "locks": "9", "a": "?"}.items():
        page.query_params[key] = value
    data = payload(page.run())
    assert data["view"]["z"] == [0.5, 1.5]
    assert data["view"]["locks"] == []
    assert data["view"]["a"] is None
    assert "locks in the URL is '9'" in data["notice"]
    assert "selection in the URL is damaged" in data["notice"]


def test_a_second_model_stands_beside_the_first_and_in_the_address(page):
    serial = payload(page.run())["serial"]
    page.session_state[KEY] = {"view": {**HERE, "serial": serial}, "second": asked("beta")}
    data = payload(page.run())
    assert data["second"]["model"]["name"] == "beta"
    assert data["second"]["endpoints"]["weights"].endswith(data["second"]["model"]["digest"])
    assert data["serial"] == serial, "the page's own view stays"
    assert page.query_params["second"] == "beta"
    assert page.query_params["z"] == HERE["z"]
    page.session_state[KEY] = {"view": {**HERE, "serial": serial}, "second": asked(None, 2)}
    assert payload(page.run())["second"] is None
    assert "second" not in page.query_params


def test_a_second_model_asked_for_under_an_address_that_lags_leaves_the_view(page):
    page.query_params["model"] = "alpha"
    before = payload(page.run())
    view = {**HERE, "serial": before["serial"]}
    page.session_state[KEY] = {"view": view}
    page.run()
    page.query_params.clear()
    page.query_params["model"] = "alpha"  # as after Back and Forward
    page.session_state[KEY] = {"view": view, "second": asked("beta")}
    data = payload(page.run())
    assert data["second"]["model"]["name"] == "beta"
    assert data["serial"] == before["serial"]
    assert page.query_params == {**HERE, "second": "beta"}


@pytest.mark.parametrize(("name", "words"), [("alpha", "already shown"), ("moon", "Unknown second model")])
def test_a_second_model_that_cannot_be_is_refused_in_words(page, name, words):
    before = payload(page.run())
    page.session_state[KEY] = {"second": asked(name)}
    data = payload(page.run())
    assert data["second"] is None
    assert words in data["second_notice"]
    assert data["serial"] == before["serial"]


def test_the_same_second_model_asked_for_twice_in_vain_is_news_twice(page, models):
    (models / "beta" / "model.safetensors").write_bytes(b"not a model")
    page.run()
    told = []
    for at in (1, 2):
        page.session_state[KEY] = {"second": asked("beta", at)}
        told.append(payload(page.run()))
    assert told[0]["second_notice"] == told[1]["second_notice"] is not None
    assert told[0]["answers"] + 1 == told[1]["answers"]


def test_a_damaged_second_model_is_left_out_with_the_reason(page, models):
    (models / "beta" / "model.safetensors").write_bytes(b"not a model")
    page.query_params["second"] = "beta"
    data = payload(page.run())
    assert data["second"] is None
    assert data["second_notice"].startswith("beta/model.safetensors")
    assert str(models) not in data["second_notice"]
    assert "second" not in page.query_params


def test_a_second_model_whose_folder_has_gone_is_left_out_with_the_reason(page, models):
    page.query_params["second"] = "beta"
    assert payload(page.run())["second"] is not None
    shutil.rmtree(models / "beta")
    data = payload(page.run())
    assert data["second"] is None
    assert "Unknown second model 'beta'" in data["second_notice"]


def test_another_model_drops_what_does_not_fit_it_and_keeps_what_does(page):
    for key, value in {**HERE, "t": "0.5"}.items():
        page.query_params[key] = value
    page.run()
    page.session_state[KEY] = {"model": asked("beta")}
    page.run()
    assert page.query_params == {"model": "beta", "t": "0.5"}
    page.session_state[KEY] = {"model": asked("alpha", 2), "second": asked("beta")}
    page.run()
    page.session_state[KEY] = {"model": asked("beta", 3), "second": asked("beta")}
    assert payload(page.run())["second"] is None


def test_a_second_tab_is_independent(page):
    page.query_params["t"] = "0.5"
    page.run()
    other = AppTest.from_file(PAGE, default_timeout=20)
    assert payload(other.run())["view"]["temperature"] == 1
