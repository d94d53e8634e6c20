import numpy as np
import pytest

from vaeviz.__main__ import main
from vaeviz.collapse.race.file import file_of, payload, read_race, write_race
from vaeviz.collapse.race.remedies import SCENES
from vaeviz.collapse.race.seed_group import SeedGroup
from vaeviz.errors import CheckpointError

STRONG, HASTY = SCENES


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("race")
    options = "--remedies batch-norm warm-up --seeds 3 4 --steps 12"
    assert main(["collapse", "race", *options.split(), "--out", str(out)]) == 0
    return out


def test_the_command_writes_what_its_settings_train(made):
    stored = read_race(STRONG, made)
    header = stored.header
    assert [row.remedy.key for row in header.rows] == ["baseline", "warm-up", "batch-norm"]
    assert (header.seeds, header.steps, header.images, header.trained_on) == ((3, 4), 12, 360, 1437)
    assert header.command.startswith("python -m vaeviz collapse race --remedies batch-norm")
    group = SeedGroup(STRONG.baseline, (4,))
    for _ in range(12):
        group.train()
    group.measure()
    again = group.held[0].figures()
    row = header.rows[0]
    assert (row.elbo[1], row.rate[1], row.active[1]) == (again["elbo"], again["rate"], again["active"])
    np.testing.assert_array_equal(stored.arrays["baseline.rate_per_dim"][1], group.held[0].rate_per_dim)
    assert stored.arrays["points"].tolist() == list(range(13))
    assert stored.arrays["batch-norm.curves"].shape == (5, 2, 13)
    np.testing.assert_allclose(stored.arrays["warm-up.curves"][2, :, -1], header.rows[1].elbo, rtol=1e-6)


def test_the_page_gets_the_remedies_and_the_table(made, monkeypatch):
    monkeypatch.setattr("vaeviz.collapse.race.file.folder", lambda: made)
    header, arrays = payload()
    strong, hasty = header["scenes"]
    assert [one["key"] for one in strong["remedies"]] == [remedy.key for remedy in STRONG.remedies]
    assert strong["remedies"][0]["settings"]["decoder"] == "autoregressive"
    assert strong["table"]["seeds"] == (3, 4)
    assert {"strong.points", "strong.warm-up.curves", "strong.warm-up.rate_per_dim"} <= set(arrays)
    assert (hasty["table"], hasty["remedies"][0]["settings"]["decoder"]) == (None, "mlp")
    assert "race-hasty.safetensors" in hasty["missing"]


def test_without_the_file_the_remedies_can_still_be_raced(tmp_path, monkeypatch):
    monkeypatch.setattr("vaeviz.collapse.race.file.folder", lambda: tmp_path)
    header, arrays = payload()
    for scene, one in zip(SCENES, header["scenes"], strict=True):
        assert one["table"] is None
        assert file_of(scene) in one["missing"]
        assert len(one["remedies"]) == len(scene.remedies)
    assert not arrays


def test_the_error_of_a_damaged_file_says_how_to_make_it_again(made, tmp_path):
    (tmp_path / file_of(STRONG)).write_bytes((made / file_of(STRONG)).read_bytes()[:500])
    with pytest.raises(CheckpointError, match="collapse race"):
        read_race(STRONG, tmp_path)
    stored = read_race(STRONG, made)
    arrays = {**stored.arrays, "points": stored.arrays["points"][:3]}
    write_race(tmp_path, STRONG, type(stored)(stored.header, arrays))
    with pytest.raises(CheckpointError, match="collapse race"):
        read_race(STRONG, tmp_path)
