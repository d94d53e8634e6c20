"""The page's keys for the laboratory against what the server calls settings."""

import json
import subprocess
from dataclasses import asdict, replace
from pathlib import Path
from typing import get_args

import pytest

from vaeviz.collapse.lab.settings import FRESH, DecoderName, LabSettings, ScheduleName
from vaeviz.config import PosteriorName
from vaeviz.errors import ConfigError

SCRIPT = Path(__file__).with_name("keys.mjs")


@pytest.fixture(scope="module")
def page():
    return json.loads(subprocess.run(["node", SCRIPT], check=True, capture_output=True, text=True).stdout)


def test_the_page_has_a_key_for_every_setting_with_the_same_default(page):
    assert {name: key["default"] for name, key in page["keys"].items()} == asdict(LabSettings())


def test_the_page_knows_what_needs_a_fresh_run(page):
    assert page["fresh"] == list(FRESH)


def test_choices_are_the_same(page):
    names = {"decoder": DecoderName, "schedule": ScheduleName, "posterior": PosteriorName}
    assert {name: tuple(page["keys"][name]["options"]) for name in names} == {
        name: get_args(kind) for name, kind in names.items()
    }


def test_the_page_allows_no_number_that_the_server_refuses(page):
    numbers = {name: key for name, key in page["keys"].items() if key["kind"] == "number"}
    for name, key in numbers.items():
        for end in (key["min"], key["max"]):
            assert getattr(replace(LabSettings(), **{name: end}), name) == end
        with pytest.raises(ConfigError, match=name):
            replace(LabSettings(), **{name: key["max"] * 2 + 1})
