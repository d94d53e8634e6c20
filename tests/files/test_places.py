import subprocess
import sys

import pytest

from vaeviz.config import ModelConfig
from vaeviz.errors import CheckpointError
from vaeviz.families import build
from vaeviz.files.checkpoint import load, save
from vaeviz.files.header import Header
from vaeviz.files.places import for_visitors, shipped, train_command

MODEL = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=8)
HEADER = Header(name="tiny", model=MODEL)


@pytest.fixture
def folder(tmp_path):
    save(tmp_path / "tiny", build(MODEL), HEADER)
    return tmp_path / "tiny"


def test_visitors_do_not_see_the_paths_of_files(folder, tmp_path, monkeypatch):
    link = tmp_path / "link"
    link.symlink_to(folder.parent)
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(link))
    monkeypatch.setenv("VAEVIZ_DATA", str(tmp_path / "data"))
    (folder / "model.safetensors").write_bytes(b"nothing")
    for path in (link / folder.name, folder):  # as it is given, and as a child process is given it
        with pytest.raises(CheckpointError, match=str(tmp_path)) as caught:
            load(path)
        message = for_visitors(caught.value)
        assert message.startswith(f"{folder.name}/model.safetensors cannot be read")
        assert str(tmp_path) not in message
    words = f"images.gz cannot be stored in {tmp_path / 'data' / 'mnist'}: no room."
    assert for_visitors(words) == "images.gz cannot be stored in mnist: no room."
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", "checkpoints")
    command = "python -m vaeviz train digits --out checkpoints/digits-vae"
    assert for_visitors(command) == command, "a relative path does not reveal its parent folders"


def test_a_training_command_names_the_folder_of_models_but_not_the_path_above_it(tmp_path, monkeypatch):
    monkeypatch.delenv("VAEVIZ_CHECKPOINTS", raising=False)
    assert train_command("digits", "a").endswith("vaeviz train digits --out checkpoints/a")
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path / "my runs"))
    command = train_command("digits --condition class", "a")
    assert command.endswith("vaeviz train digits --condition class --out 'my runs/a'")
    assert for_visitors(command) == command
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", ".")
    assert train_command("digits", "a").endswith("--out here/a")


def test_the_listing_finds_folders_with_a_model_in_order(tmp_path, monkeypatch):
    for name in ("b", "a"):
        save(tmp_path / name, build(MODEL), HEADER)
    (tmp_path / "oracles").mkdir()
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
    assert shipped() == {"a": tmp_path / "a", "b": tmp_path / "b"}


def test_the_headers_of_shipped_models_are_read_without_torch():
    code = """
import sys
from vaeviz.files.header import read_header
from vaeviz.files.places import shipped
found = {name: read_header(folder).name for name, folder in shipped().items()}
print(len(found) > 0, "torch" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
