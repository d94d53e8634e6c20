"""The document of every setting: valid, complete, and of the same facts as the records."""

import json
from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from starlette.testclient import TestClient

from vaeviz import server as live
from vaeviz.collapse.lab.settings import LabSettings
from vaeviz.collapse.linear.training import LinearSettings
from vaeviz.collapse.loss.reader import LossSizes
from vaeviz.collapse.race.remedies import SCENES
from vaeviz.collapse.race.settings import RaceSettings
from vaeviz.collapse.schema import collapse_settings
from vaeviz.collapse.toy.recipes import recipes
from vaeviz.collapse.toy.settings import ToySettings
from vaeviz.config import Attribute, Condition, ModelConfig, TrainConfig
from vaeviz.errors import ConfigError
from vaeviz.files.header import read_header
from vaeviz.files.places import shipped
from vaeviz.installation import WEB
from vaeviz.latents.embed import EMBEDDERS
from vaeviz.metrics.criteria import Thresholds
from vaeviz.server.schema import document
from vaeviz.settings import settings_of

RECORDS = [Attribute, Condition, ModelConfig, TrainConfig, LabSettings, RaceSettings, ToySettings, LinearSettings]
RECORDS += [Thresholds, LossSizes, *(embedder.settings for embedder in EMBEDDERS.values())]
PAGES = Path(__file__).parents[1] / "web" / "schema.json"  # what the tests of the page read
KINDS = ("model", "training", "laboratory", "race", "toy", "thresholds", "loss")


@pytest.mark.parametrize("base", ["", "/explorer"])
def test_the_server_gives_the_document_below_its_base_path(base):
    client = TestClient(Starlette(routes=live.routes(WEB, base)))
    answer = client.get(f"{base}/vaeviz/schema")
    assert (answer.status_code, answer.json()) == (200, document())


def test_the_page_s_tests_read_this_document(client):
    text = json.dumps(client.get("/vaeviz/schema").json(), indent=1) + "\n"
    if PAGES.read_text() != text:
        PAGES.write_text(text)
        pytest.fail(f"{PAGES} was out of date and is now rewritten: commit it.")


def test_the_collapse_page_is_given_this_document():
    assert collapse_settings().items() <= document().items()


def test_every_part_is_a_valid_schema():
    for one in [document()[kind] for kind in KINDS] + list(document()["embeddings"].values()):
        Draft202012Validator.check_schema(one)
        assert one["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_has_help_and_every_number_a_range(record):
    declared = settings_of(record)
    assert list(declared) == [one.name for one in fields(record)]
    for name, one in declared.items():
        assert one.help, name
        if one.kind in (int, float):
            found = one.schema()
            found = found["items"] if one.many else found
            found = found["anyOf"][0] if "anyOf" in found else found
            assert {"minimum", "exclusiveMinimum"} & set(found), name
            assert {"maximum", "exclusiveMaximum"} & set(found), name


@pytest.mark.parametrize(("kind", "record"), [("laboratory", LabSettings()), ("thresholds", Thresholds())])
def test_the_defaults_are_the_records_own(kind, record):
    found = {name: one["default"] for name, one in document()[kind]["properties"].items()}
    assert found == asdict(record)
    Draft202012Validator(document()[kind]).validate(found)


def ends(one: dict) -> list[float]:
    found = one["anyOf"][0] if "anyOf" in one else one
    return [found["minimum"], found["maximum"]]


@pytest.mark.parametrize("name", [name for name, one in settings_of(LabSettings).items() if one.kind in (int, float)])
def test_the_laboratory_takes_the_ends_of_a_range_and_nothing_beyond(name):
    settings = LabSettings()
    least, most = ends(document()["laboratory"]["properties"][name])
    for end in (least, most):
        assert getattr(replace(settings, **{name: end}), name) == end
    with pytest.raises(ConfigError, match=name):
        replace(settings, **{name: most * 2 + 1})


def test_a_race_starts_as_the_first_baseline_against_its_rival():
    race, scene = document()["race"], SCENES[0]
    rival = next(remedy for remedy in scene.remedies if remedy.key == scene.rival)
    assert race["first"] == {"a": asdict(scene.baseline), "b": asdict(rival.settings)}
    assert race["scenes"] == [scene.key for scene in SCENES]
    RaceSettings.from_json(race["first"])


def test_the_toy_s_runs_are_its_decoders_and_remedies():
    toy = document()["toy"]["properties"]
    none, *remedies = toy["remedy"]["enum"]
    assert [*toy["decoder"]["enum"], *remedies] == list(recipes())
    assert toy["remedy"]["default"] == none


def test_every_remedy_is_a_position_of_the_laboratory():
    for remedy in (remedy for scene in SCENES for remedy in scene.remedies):
        Draft202012Validator(document()["laboratory"]).validate(asdict(remedy.settings))


def test_every_shipped_model_was_made_by_settings_of_the_document():
    for folder in shipped().values():
        header = read_header(folder).to_json()
        for kind, found in (("model", header["model"]), ("training", header["train"])):
            listed = {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}
            names = set(document()[kind]["properties"])
            assert set(listed) == names
            flat = {name: one for name, one in listed.items() if name != "condition"}
            Draft202012Validator(document()[kind]).validate(flat)


def test_the_formats_have_versions():
    assert document()["formats"] == {"checkpoint": 1, "codes": 1, "figures": 1}
