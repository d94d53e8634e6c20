"""The page's keys for a race against what the server calls remedies and settings."""

import json
import subprocess
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from vaeviz.collapse.lab.settings import LabSettings
from vaeviz.collapse.race.file import read_race
from vaeviz.collapse.race.race import Race, RaceSettings
from vaeviz.collapse.race.remedies import SCENES, scene_of
from vaeviz.settings import schema

SCRIPT = Path(__file__).with_name("keys.mjs")


@pytest.fixture(scope="module")
def page():
    return json.loads(subprocess.run(["node", SCRIPT], check=True, capture_output=True, text=True).stdout)


def without_seed(settings: LabSettings) -> dict[str, object]:
    return {name: value for name, value in asdict(settings).items() if name != "seed"}


def test_the_sides_start_as_the_baseline_and_as_free_bits(page):
    scene = SCENES[0]
    rival = next(remedy for remedy in scene.remedies if remedy.key == scene.rival)
    assert page["sides"] == {"a": without_seed(scene.baseline), "b": without_seed(rival.settings)}
    assert page["scene"] == {"options": [one.key for one in SCENES], "default": scene.key, "kind": "choice"}


def test_a_race_takes_what_the_page_sends(page):
    quick = {name: {**side, "batch_size": 256, "latent": 2} for name, side in page["sides"].items()}
    assert Race({**quick, "seeds": 1, "steps": 1}).settings.a.free_bits == 0


def test_every_remedy_is_within_what_the_page_allows(page):
    for remedy in (remedy for scene in SCENES for remedy in scene.remedies):
        for name, key in page["keys"].items():
            value = getattr(remedy.settings, name)
            if key["kind"] == "number":
                assert key["min"] <= value <= key["max"], (remedy.key, name)
                assert round(value, key["digits"]) == value, (remedy.key, name)
            else:
                assert value in key["options"], (remedy.key, name)


def test_the_page_allows_no_race_that_the_server_refuses(page):
    declared = schema(RaceSettings)["properties"]
    for name in ("seeds", "steps"):
        assert page[name]["max"] == declared[name]["maximum"]
    race = RaceSettings(a=SCENES[0].baseline, b=SCENES[1].baseline)
    for name in ("seeds", "steps"):
        for end in ("min", "max"):
            replace(race, **{name: page[name][end]})


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.key)
def test_the_shipped_table_is_of_the_remedies_as_they_are(page, scene):
    header = read_race(scene).header
    assert [(row.remedy.key, row.remedy.settings) for row in header.rows] == [
        (remedy.key, remedy.settings) for remedy in scene.remedies
    ]
    assert len(header.seeds) >= 3
    assert header.steps == page["steps"]["default"]


def test_the_two_tables_tell_two_stories():
    """A decoder that can do without z loses nothing by collapse; a hasty one loses, and warm-up wins it back."""
    strong, hasty = (
        {row.remedy.key: row for row in read_race(scene_of(key)).header.rows} for key in ("strong", "hasty")
    )
    assert sum(strong["baseline"].active_kl) == 0
    assert max(strong["free-bits"].elbo) < min(strong["baseline"].elbo)
    assert min(hasty["warm-up"].elbo) > max(hasty["baseline"].elbo)
    assert min(hasty["warm-up"].active_kl) > max(hasty["baseline"].active_kl)
