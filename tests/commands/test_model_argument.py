from pathlib import Path

from vaeviz.commands.model_argument import model_path
from vaeviz.files.places import home, shipped


def test_a_name_is_that_of_a_shipped_model(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = next(iter(shipped()))
    assert model_path(Path(name)) == home() / name


def test_a_path_comes_first(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = next(iter(shipped()))
    (tmp_path / name).mkdir()
    assert model_path(Path(name)) == Path(name)


def test_what_is_neither_stays_as_it_was_given():
    assert model_path(Path("nothing/of/the-kind")) == Path("nothing/of/the-kind")
