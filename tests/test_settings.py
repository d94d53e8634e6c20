"""One declaration of a setting gives its check, its option and its JSON Schema."""

import argparse
from dataclasses import dataclass
from typing import Literal

import pytest
from jsonschema import Draft202012Validator

from vaeviz.config import ModelConfig, Record, TrainConfig
from vaeviz.errors import ConfigError
from vaeviz.settings import add_options, from_options, same_setting, schema, setting, settings_of
from vaeviz.training.tables import TABLES


@dataclass(frozen=True, kw_only=True)
class Oven(Record):
    """An oven."""

    name: str = setting(help="what it is called")
    heat: float = setting(180.0, low=50, high=300, unit="degrees", help="of the air", option="--degrees")
    minutes: int = setting(30, low=1, high=2**31 - 1, help="how long")
    rest: float = setting(0.5, low=0.25, high=1, zero="none", help="share of the heat at the end")
    share: float = setting(0.5, above=0, below=1, help="100% would be a full oven")
    mode: Literal["fan", "grill"] = setting("fan", help="what heats")
    door: bool = setting(False, help="leave it open")
    weight: float | None = setting(None, above=0, high=20, help="of the food")
    shelves: tuple[int, ...] = setting((1, 3), low=1, high=5, fewest=1, help="where the food lies")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"heat": 20.0}, r"heat is 20.0; allowed: numbers from 50 to 300 \(degrees\). Choose"),
        ({"heat": "hot"}, "heat is 'hot'"),
        ({"minutes": 1.5}, r"minutes is 1.5; allowed: whole numbers from 1 to 2\^31 - 1"),
        ({"minutes": True}, "minutes is True"),
        ({"rest": 0.1}, "rest is 0.1; allowed: numbers from 0.25 to 1, or 0: none"),
        ({"share": 1}, "share is 1; allowed: numbers above 0 to below 1"),
        ({"weight": 0}, "weight is 0; allowed: numbers above 0, at most 20"),
        ({"shelves": [2, 6]}, "shelves is 6; allowed: whole numbers from 1 to 5"),
        ({"shelves": []}, "shelves has 0 values; allowed: 1 or more"),
        ({"mode": "gril"}, "Unknown mode 'gril'. Known: fan, grill. Did you mean 'grill'"),
    ],
)
def test_the_error_of_a_bad_value_names_it_and_the_range(change, words):
    with pytest.raises(ConfigError, match=words):
        Oven(**{"name": "x"} | change)
    assert list(Draft202012Validator(schema(Oven)).iter_errors({"name": "x"} | change))


def test_nan_is_out_of_every_range():
    with pytest.raises(ConfigError, match="heat is nan"):
        Oven(name="x", heat=float("nan"))


@pytest.mark.parametrize(
    "change", [{"heat": 50}, {"rest": 0}, {"weight": 20.0}, {"weight": None}, {"mode": "grill"}, {"shelves": [5]}]
)
def test_what_is_allowed_the_schema_allows(change):
    assert Oven.from_json({"name": "x"} | change)
    Draft202012Validator(schema(Oven)).validate({"name": "x"} | change)


def test_a_whole_number_becomes_a_float_where_the_setting_is_one():
    assert isinstance(settings_of(Oven)["heat"].check(60), float)


def test_a_setting_may_be_taken_over_with_a_narrower_range():
    @dataclass(frozen=True, kw_only=True)
    class Toaster(Record):
        heat: float = same_setting(Oven, "heat", default=90.0, high=100)

    assert Toaster().heat == 90
    assert settings_of(Toaster)["heat"].help == settings_of(Oven)["heat"].help
    with pytest.raises(ConfigError, match="50 to 100"):
        Toaster(heat=101)


def test_options_show_range_unit_and_default_and_make_the_record():
    parser = argparse.ArgumentParser()
    add_options(parser, Oven, defaults={"minutes": 5, "share": None}, choices={"name": ["left", "right"]})
    text = " ".join(parser.format_help().split())
    assert "--degrees HEAT of the air; numbers from 50 to 300 (degrees); default 180" in text
    assert "100% would be a full oven; numbers above 0 to below 1; default 0.5" in text
    assert from_options(parser.parse_args(["left"]), Oven) == Oven(name="left", minutes=5)
    assert "where the food lies; whole numbers from 1 to 5; default 1 3" in text
    words = "right --degrees 60 --rest 0 --mode grill --door --weight 2 --shelves 4 5"
    asked = Oven(name="other", heat=60.0, minutes=5, rest=0.0, mode="grill", door=True, weight=2.0, shelves=(4, 5))
    assert from_options(parser.parse_args(words.split()), Oven, name="other") == asked
    with pytest.raises(ConfigError, match="heat is 20"):
        from_options(parser.parse_args(["left", "--degrees", "20"]), Oven)
    with pytest.raises(SystemExit):
        parser.parse_args(["top"])


@pytest.mark.parametrize("record", [ModelConfig, TrainConfig])
def test_options_and_schema_agree(record):
    parser = argparse.ArgumentParser()
    add_options(parser, record, choices=TABLES)
    actions = {action.dest: action for action in parser._actions if action.dest != "help"}
    found = schema(record, TABLES)["properties"]
    assert set(actions) <= set(found)
    for name, action in actions.items():
        declared = found[name]
        assert action.default == declared.get("default"), name
        assert list(action.choices or []) == [one for one in declared.get("enum", []) if one is not None], name
        assert declared["description"] in (action.help or "").replace("%%", "%"), name


def test_a_header_of_a_model_fits_the_schema():
    model = {"family": "mlp", "image_shape": [1, 8, 8], "latent_dim": 2, "condition": {"kind": "class", "names": ["a"]}}
    held = ModelConfig.from_json(model).to_json()
    validator = Draft202012Validator(schema(ModelConfig, TABLES))
    assert not list(validator.iter_errors({**held, "image_shape": list(held["image_shape"]), "condition": None}))
    assert list(validator.iter_errors(model | {"latent_dim": 0}))
    assert list(validator.iter_errors(model | {"latent": 2}))
