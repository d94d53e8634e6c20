import json

import pytest
from safetensors.numpy import save as save_tensors

from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.errors import CheckpointError
from vaeviz.families import build
from vaeviz.files import digest_of
from vaeviz.files.checkpoint import load, save
from vaeviz.files.header import FORMAT, Header, model_digest, read_header
from vaeviz.files.tensors import HEADER_KEY

MODEL = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=8)
HEADER = Header(name="tiny", model=MODEL, train=TrainConfig(dataset="digits"), class_names=("0", "1"), command="made")


@pytest.fixture
def folder(tmp_path):
    save(tmp_path / "tiny", build(MODEL), HEADER)
    return tmp_path / "tiny"


def test_a_file_describes_itself(folder):
    assert read_header(folder) == HEADER
    assert load(folder).header == HEADER


def test_the_digest_is_that_of_the_files_bytes(folder):
    assert model_digest(folder) == digest_of((folder / "model.safetensors").read_bytes()) == load(folder).digest


@pytest.mark.parametrize(
    ("change", "message"),
    [({"format": FORMAT + 1, "new": 1}, "update vaeviz"), ({"model": 3}, "must be an object"), ({"nam": "x"}, "'nam'")],
)
def test_the_error_of_a_bad_header_says_what_is_wrong(folder, change, message):
    header = json.dumps(HEADER.to_json() | change)
    (folder / "model.safetensors").write_bytes(save_tensors({}, {HEADER_KEY: header}))
    with pytest.raises(CheckpointError, match=message):
        read_header(folder)
