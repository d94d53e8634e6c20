"""The remedies, and the shipped table of their runs."""

from dataclasses import asdict

import pytest

from vaeviz.collapse.race.file import read_race
from vaeviz.collapse.race.race import Race
from vaeviz.collapse.race.remedies import SCENES, scene_of
from vaeviz.collapse.race.settings import RaceSettings
from vaeviz.collapse.schema import collapse_settings
from vaeviz.settings import settings_of

DIGITS = 3  # decimals that the page keeps, see collapse/run/keys.js; of the learning rate as many as its least has


def test_a_race_takes_what_the_page_sends():
    first = collapse_settings()["race"]["first"]
    quick = {name: {**side, "batch_size": 256, "latent": 2} for name, side in first.items()}
    for side in quick.values():
        del side["seed"]
    assert Race({**quick, "seeds": 1, "steps": 1}).settings.a.free_bits == 0


def test_the_page_keeps_every_decimal_of_a_remedy():
    for remedy in (remedy for scene in SCENES for remedy in scene.remedies):
        for name, value in asdict(remedy.settings).items():
            if isinstance(value, float):
                assert round(value, 5 if name == "learning_rate" else DIGITS) == value, (remedy.key, name)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.key)
def test_the_shipped_table_is_of_the_remedies_as_they_are(scene):
    header = read_race(scene).header
    assert [(row.remedy.key, row.remedy.settings) for row in header.rows] == [
        (remedy.key, remedy.settings) for remedy in scene.remedies
    ]
    assert len(header.seeds) >= 3
    assert header.steps == settings_of(RaceSettings)["steps"].default


def test_the_two_tables_tell_two_stories():
    """A decoder that can do without z loses nothing by collapse; a hasty one loses, and warm-up wins it back."""
    strong, hasty = (
        {row.remedy.key: row for row in read_race(scene_of(key)).header.rows} for key in ("strong", "hasty")
    )
    assert sum(strong["baseline"].active_kl) == 0
    assert max(strong["free-bits"].elbo) < min(strong["baseline"].elbo)
    assert min(hasty["warm-up"].elbo) > max(hasty["baseline"].elbo)
    assert min(hasty["warm-up"].active_kl) > max(hasty["baseline"].active_kl)
