"""The page's keys for the laboratory against what the server calls settings."""

import json
import subprocess
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from vaeviz.collapse.lab.settings import FRESH, LabSettings
from vaeviz.errors import ConfigError
from vaeviz.settings import schema

SCRIPT = Path(__file__).with_name("keys.mjs")
SCHEMA = schema(LabSettings)["properties"]


@pytest.fixture(scope="module")
def page():
    return json.loads(subprocess.run(["node", SCRIPT], check=True, capture_output=True, text=True).stdout)


def test_the_page_has_a_key_for_every_setting_with_the_same_default(page):
    assert {name: key["default"] for name, key in page["keys"].items()} == asdict(LabSettings())


def test_the_page_knows_what_needs_a_fresh_run(page):
    assert page["fresh"] == list(FRESH)


def test_choices_are_the_same(page):
    choices = {name: one["enum"] for name, one in SCHEMA.items() if "enum" in one}
    assert {name: key["options"] for name, key in page["keys"].items() if key["kind"] == "choice"} == choices


def test_the_page_allows_no_number_outside_the_schema(page):
    for name, key in page["keys"].items():
        if key["kind"] == "number":
            for end in (key["min"], key["max"]):
                Draft202012Validator(SCHEMA[name]).validate(end)


def test_the_page_allows_no_number_that_the_server_refuses(page):
    numbers = {name: key for name, key in page["keys"].items() if key["kind"] == "number"}
    for name, key in numbers.items():
        for end in (key["min"], key["max"]):
            assert getattr(replace(LabSettings(), **{name: end}), name) == end
        with pytest.raises(ConfigError, match=name):
            replace(LabSettings(), **{name: key["max"] * 2 + 1})
