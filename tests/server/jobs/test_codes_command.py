import shutil
from pathlib import Path

import pytest
from server.jobs.children import ended

from vaeviz.files import digest_of
from vaeviz.files.codes import CODES_FILE, read_codes
from vaeviz.files.places import model_file
from vaeviz.server.jobs import Job, Snapshot, codes_command

MODEL = Path(__file__).parents[3] / "checkpoints" / "digits-cvae-z4"


@pytest.fixture
def folder(tmp_path) -> Path:
    """Return a checkpoint without codes."""
    folder = tmp_path / "digits-cvae-z4"
    folder.mkdir()
    shutil.copy(model_file(MODEL), folder)
    return folder


def done(folder: Path, methods: list[str], seed: int = 0) -> Snapshot:
    job = Job(codes_command(folder, methods, seed))
    assert job.start(lambda: None)
    return ended(job)


def stored(folder: Path):
    return read_codes(folder, digest_of(model_file(folder).read_bytes()))


def test_it_encodes_then_adds_maps_and_keeps_the_others(folder):
    now = done(folder, ["pca"])
    assert (now.state, now.stage) == ("done", "Writing")
    assert "360 codes; maps: pca" in now.text
    first = stored(folder)
    assert done(folder, ["axes"], seed=3).state == "done"
    both = stored(folder)
    assert list(both.maps) == ["pca", "axes"]
    assert [one.seed for one in both.maps.values()] == [0, 3]
    assert (both.maps["pca"].points == first.maps["pca"].points).all()
    assert (both.codes.mu == first.codes.mu).all()


def test_damaged_codes_are_made_again(folder):
    (folder / CODES_FILE).write_bytes(b"half a file")
    assert done(folder, ["pca"]).state == "done"
    assert list(stored(folder).maps) == ["pca"]


def test_the_error_of_a_missing_model_is_kept(tmp_path):
    now = done(tmp_path / "nothing", ["pca"])
    assert now.state == "failed"
    assert "missing" in now.text
