import json
import os
from dataclasses import replace

import pytest
import torch
from safetensors.torch import save as save_tensors

from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.errors import CheckpointError
from vaeviz.families import FAMILIES, build
from vaeviz.families.mlp import mlp
from vaeviz.files import write_file
from vaeviz.files.checkpoint import load, save
from vaeviz.files.header import Header
from vaeviz.files.tensors import HEADER_KEY

MODEL = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=8)
HEADER = Header(name="tiny", model=MODEL, train=TrainConfig(dataset="digits"), class_names=("0", "1"), command="made")


@pytest.fixture
def folder(tmp_path):
    save(tmp_path / "tiny", build(MODEL), HEADER)
    return tmp_path / "tiny"


def rewrite(folder, header=None, **tensors):
    """Write the model again with something else in it."""
    found = load(folder)
    weights = {name: part.clone() for name, part in found.model.state_dict().items()} | tensors
    data = save_tensors(weights, metadata={HEADER_KEY: json.dumps(header or found.header.to_json())})
    (folder / "model.safetensors").write_bytes(data)


def test_the_folder_and_the_file_are_the_same_model(folder):
    by_folder, by_file = load(folder), load(folder / "model.safetensors")
    assert by_folder.digest == by_file.digest
    assert len(by_folder.digest) == 32


def test_an_opened_model_is_frozen(folder):
    model = load(folder).model
    assert not model.training
    assert not any(weight.requires_grad for weight in model.parameters())


def test_half_precision_weights_open_as_single(folder):
    rewrite(folder, **{name: part.half() for name, part in load(folder).model.state_dict().items()})
    assert all(weight.dtype == torch.float32 for weight in load(folder).model.parameters())


def test_a_family_of_ones_own_is_checked_by_its_network_and_left_to_the_server(tmp_path, monkeypatch):
    monkeypatch.setitem(FAMILIES, "own", mlp)
    config = replace(MODEL, family="own")
    save(tmp_path, build(config), replace(HEADER, model=config))
    assert load(tmp_path).page_program is None
    rewrite(tmp_path, extra=torch.zeros(1))
    with pytest.raises(CheckpointError, match="it has the arrays extra"):
        load(tmp_path)


def test_a_family_that_is_unknown_is_named(folder, monkeypatch):
    rewrite(folder, {**HEADER.to_json(), "model": {**MODEL.to_json(), "family": "convv"}})
    with pytest.raises(CheckpointError, match="model family 'convv'"):
        load(folder)


@pytest.mark.parametrize("keep", [0, 7, 100, -1])
def test_a_truncated_file_is_reported(folder, keep):
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(CheckpointError, match="truncated"):
        load(folder)


def test_a_pickle_is_never_opened(tmp_path):
    path = tmp_path / "model.safetensors"
    torch.save(build(MODEL).state_dict(), path)
    with pytest.raises(CheckpointError, match="another format"):
        load(path)


def test_a_foreign_safetensors_file_is_reported(tmp_path):
    path = tmp_path / "foreign.safetensors"
    path.write_bytes(save_tensors({"weight": torch.zeros(2)}))
    with pytest.raises(CheckpointError, match="without a 'vaeviz' header"):
        load(path)


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(CheckpointError, match="No such file"):
        load(tmp_path / "nothing")


def test_weights_that_do_not_fit_the_header_are_reported(folder):
    rewrite(folder, HEADER.to_json() | {"model": MODEL.to_json() | {"latent_dim": 3}})
    with pytest.raises(CheckpointError, match="has shape"):
        load(folder)


def test_weights_that_are_not_finite_are_refused(folder):
    rewrite(folder, **{"decoder.out.linear.bias": torch.full((64,), float("nan"))})
    with pytest.raises(CheckpointError, match="not finite"):
        load(folder)


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(folder, monkeypatch):
    before = sorted(path.name for path in folder.iterdir()), load(folder).digest

    def fail(source, target):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(CheckpointError, match=r"cannot be written \(disk full\)"):
        write_file(folder / "model.safetensors", b"half")
    assert (sorted(path.name for path in folder.iterdir()), load(folder).digest) == before
