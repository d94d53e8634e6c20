import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vaeviz.errors import CheckpointError
from vaeviz.server.decode import model_cache as opened
from vaeviz.server.decode.model_cache import find, open_checkpoint

Write = Callable[..., Path]


def test_one_file_is_one_object_however_it_is_named(tmp_path: Path, write_model: Write) -> None:
    folder = write_model(tmp_path / "m")
    first = open_checkpoint(folder)
    assert open_checkpoint(folder / "model.safetensors") is first
    assert open_checkpoint(tmp_path / "m" / ".." / "m") is first
    assert find(first.digest) is first


def test_threads_share_one_object(tmp_path: Path, write_model: Write) -> None:
    folder = write_model(tmp_path / "m")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(open_checkpoint, [folder] * 16))
    assert len({id(checkpoint) for checkpoint in found}) == 1


def test_a_changed_file_is_read_again(tmp_path: Path, write_model: Write) -> None:
    folder = write_model(tmp_path / "m", seed=77)
    before = open_checkpoint(folder)
    write_model(folder, "conditional")
    after = open_checkpoint(folder)
    assert after.digest != before.digest
    assert find(before.digest) is None
    assert find(after.digest) is after


@pytest.mark.parametrize("in_place", [True, False])
def test_a_file_of_the_same_size_and_time_is_read_again(tmp_path: Path, write_model: Write, in_place: bool) -> None:
    file = write_model(tmp_path / "m", seed=78) / "model.safetensors"
    before, status = open_checkpoint(file), file.stat()
    other = write_model(tmp_path / "other" / "m", seed=79) / "model.safetensors"
    assert other.stat().st_size == status.st_size
    if in_place:
        file.write_bytes(other.read_bytes())
    else:
        other.replace(file)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert open_checkpoint(file).digest != before.digest


def test_a_missing_or_damaged_file_is_an_error_that_is_not_remembered(tmp_path: Path, write_model: Write) -> None:
    with pytest.raises(CheckpointError, match="cannot be opened"):
        open_checkpoint(tmp_path / "none")
    broken = tmp_path / "model.safetensors"
    broken.write_bytes(b"not a model")
    with pytest.raises(CheckpointError):
        open_checkpoint(broken)
    write_model(tmp_path)
    assert find(open_checkpoint(tmp_path).digest) is not None


def test_of_equal_files_the_last_opened_is_found(tmp_path: Path, write_model: Write) -> None:
    folder = write_model(tmp_path / "a", seed=5)
    shutil.copytree(folder, tmp_path / "b")
    first, second = (open_checkpoint(tmp_path / name) for name in "ab")
    assert first.digest == second.digest
    assert find(first.digest) is second


def test_an_unknown_digest_is_not_found() -> None:
    assert find("0" * 32) is None


def test_the_longest_unused_model_gives_way(
    tmp_path: Path, write_model: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "_opened", type(opened._opened)())
    monkeypatch.setattr(opened, "LIMIT", 2)
    a, b, c = (open_checkpoint(write_model(tmp_path / name, seed=seed)) for seed, name in enumerate("abc"))
    assert [find(checkpoint.digest) is None for checkpoint in (a, b, c)] == [True, False, False]
