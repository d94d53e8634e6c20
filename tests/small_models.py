"""Fixtures: a folder with a plain and a conditional model, small enough to need no training."""

import numpy as np
import pytest
import torch

from vaeviz.codes import LatentCodes
from vaeviz.config import Condition, ModelConfig, TrainConfig
from vaeviz.families import build
from vaeviz.files.checkpoint import load, save
from vaeviz.files.codes import write_codes
from vaeviz.files.header import Header
from vaeviz.latents.embed import embed

NAMES = ("cat", "dog", "eel")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
    return tmp_path


def write(folder, name, condition=None, codes=False):
    torch.manual_seed(0)
    config = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=3, condition=condition, hidden=8)
    train = TrainConfig(dataset="digits")
    digest = save(folder / name, build(config), Header(name=name, model=config, train=train, class_names=NAMES))
    if codes:
        mu = np.random.default_rng(0).normal(size=(40, 3)).astype(np.float32) * np.float32([0.01, 1, 2])
        made = LatentCodes(mu, np.float32([[0, -2, -4]]).repeat(40, 0), np.arange(40) % 3, None, digest)
        write_codes(folder / name, made, {"pca": embed(made, "pca")})
    return load(folder / name)


@pytest.fixture
def plain(folder):
    return write(folder, "plain", codes=True)


@pytest.fixture
def conditional(folder):
    return write(folder, "conditional", Condition(kind="class", names=NAMES))
