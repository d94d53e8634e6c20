from pathlib import Path

import pytest

from vaeviz.errors import DataError
from vaeviz.files import data_folders


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv(data_folders.VARIABLE, str(tmp_path / "own"))
    monkeypatch.setattr(data_folders, "user_cache_path", lambda *args, **kwargs: tmp_path / "cache")
    return tmp_path / "own" / "set", tmp_path / "cache" / "set"


def test_the_users_folder_comes_before_the_cache_and_packed_before_plain(folders):
    own, cache = folders
    assert data_folders.find("set", "a.gz") is None
    for path in (cache / "a", cache / "a.gz", own / "a", own / "a.gz"):  # each beats all before it
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
        assert data_folders.find("set", "a.gz") == path


def test_a_folder_of_the_name_is_no_file(folders):
    (folders[0] / "a.gz").mkdir(parents=True)
    assert data_folders.find("set", "a.gz") is None


def test_own_folder_knows_home_and_may_be_absent(monkeypatch):
    monkeypatch.setenv(data_folders.VARIABLE, "~/sets")
    assert data_folders.user_folder("mnist") == Path.home() / "sets" / "mnist"
    monkeypatch.setenv(data_folders.VARIABLE, "")
    assert data_folders.user_folder("mnist") is None
    monkeypatch.delenv(data_folders.VARIABLE)
    assert data_folders.user_folder("mnist") is None


def test_cache_folder_is_below_the_platforms_cache():
    assert data_folders.cache_folder("mnist").name == "mnist"
    assert "vaeviz" in data_folders.cache_folder("mnist").parts


def test_without_a_home_there_is_no_cache_folder(monkeypatch):
    def unknown(*names, **options):
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr(data_folders, "user_cache_path", unknown)
    with pytest.raises(DataError, match="Set HOME to a folder"):
        data_folders.cache_folder("mnist")
