"""The page's keys for a race against what the server calls remedies and settings."""

import json
import subprocess
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from vaeviz.collapse.race import MAX_SEEDS, MAX_STEPS, Race, RaceSettings
from vaeviz.collapse.race_file import read_race
from vaeviz.collapse.remedies import BASELINE, REMEDIES
from vaeviz.collapse.settings import LabSettings

SCRIPT = Path(__file__).with_name("keys.mjs")


@pytest.fixture(scope="module")
def page():
    return json.loads(subprocess.run(["node", SCRIPT], check=True, capture_output=True, text=True).stdout)


def without_seed(settings: LabSettings) -> dict[str, object]:
    return {name: value for name, value in asdict(settings).items() if name != "seed"}


def test_the_sides_start_as_the_baseline_and_as_free_bits(page):
    free_bits = next(remedy for remedy in REMEDIES if remedy.key == "free-bits")
    assert page["sides"] == {"a": without_seed(BASELINE), "b": without_seed(free_bits.settings)}


def test_a_race_takes_what_the_page_sends(page):
    quick = {name: {**side, "batch_size": 256, "latent": 2} for name, side in page["sides"].items()}
    assert Race({**quick, "seeds": 1, "steps": 1}).settings.a.free_bits == 0


def test_every_remedy_is_within_what_the_page_allows(page):
    for remedy in REMEDIES:
        for name, key in page["keys"].items():
            value = getattr(remedy.settings, name)
            if key["kind"] == "number":
                assert key["min"] <= value <= key["max"], (remedy.key, name)
                assert round(value, key["digits"]) == value, (remedy.key, name)
            else:
                assert value in key["options"], (remedy.key, name)


def test_the_page_allows_no_race_that_the_server_refuses(page):
    assert (page["seeds"]["max"], page["steps"]["max"]) == (MAX_SEEDS, MAX_STEPS)
    race = RaceSettings(a=BASELINE, b=BASELINE)
    for name in ("seeds", "steps"):
        for end in ("min", "max"):
            replace(race, **{name: page[name][end]})


def test_the_shipped_table_is_of_the_remedies_as_they_are(page):
    header = read_race().header
    assert tuple(row.remedy for row in header.rows) == REMEDIES
    assert len(header.seeds) >= 3
    assert header.steps == page["steps"]["default"]
