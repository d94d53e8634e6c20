from pathlib import Path

from vaeviz.commands.model_argument import model_path
from vaeviz.files.places import home, shipped


def test_a_name_is_that_of_a_shipped_model(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = next(iter(shipped()))
    assert model_path(Path(name)) == home() / name


def test_anything_else_is_a_path():
    assert model_path(Path("nothing/of/the-kind")) == Path("nothing/of/the-kind")
