"""Fixtures of the pages: a folder with small models, so that the pages run on real files."""

import os
from pathlib import Path

import numpy as np
import pytest
import torch
from files.damage import joined

from vaeviz.codes import LatentCodes
from vaeviz.config import Condition, ModelConfig, TrainConfig
from vaeviz.families import build
from vaeviz.files.checkpoint import save
from vaeviz.files.codes import write_codes
from vaeviz.files.header import Header
from vaeviz.files.places import MODEL_FILE
from vaeviz.latents.embed import embed

NAMES = ("cat", "dog", "<b>eel</b>")


@pytest.fixture
def write_model(models):
    """Write a model into the folder, by name."""
    return lambda name, **settings: _write(models, name, **settings)


def _write(
    root: Path,
    name: str,
    *,
    codes: bool = True,
    conditional: bool = True,
    dataset: str | None = None,
    names: tuple[str, ...] = NAMES,
) -> str:
    torch.manual_seed(0)
    condition = Condition(kind="class", names=names) if conditional else None
    config = ModelConfig(family="mlp", image_shape=(1, 4, 4), latent_dim=2, condition=condition, hidden=8)
    train = None if dataset is None else TrainConfig(dataset=dataset)
    digest = save(root / name, build(config), Header(name=name, model=config, train=train, class_names=names))
    if codes:
        rng = np.random.default_rng(0)
        mu = rng.normal(size=(50, 2)).astype(np.float32) * np.float32([1, 0.01])
        logvar = np.full((50, 2), [-2.0, 0.0], np.float32)
        labels = np.arange(50) % len(names)
        c = np.eye(len(names), dtype=np.float32)[labels] if conditional else None
        made = LatentCodes(mu, logvar, labels, c, digest)
        write_codes(root / name, made, {"pca": embed(made, "pca")})
    return digest


@pytest.fixture
def broken(models) -> list[str]:
    """Models in the folder that no reader should stumble over: nested too deep, of an unknown type, a pipe, empty."""
    bodies = {
        "deep": joined({"a": "@deep"}, b""),
        "pipe": None,
        "type": joined({"a": {"dtype": "F8_E8M0", "shape": [1], "data_offsets": [0, 1]}}, b"\0"),
        "void": b"",
    }
    for name, body in bodies.items():
        (models / name).mkdir()
        path = models / name / MODEL_FILE
        os.mkfifo(path) if body is None else path.write_bytes(body)
    return list(bodies)


@pytest.fixture
def models(tmp_path, monkeypatch):
    """The folder that the pages take models from; empty."""
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
    return tmp_path
