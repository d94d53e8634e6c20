"""Every family has a program that gives its own pictures, or says that it has none."""

import math

import numpy as np
import pytest
import torch

from vaeviz.config import Condition, ModelConfig
from vaeviz.families import FAMILIES, build
from vaeviz.families.autoregressive import MAX_PIXELS
from vaeviz.server.decode.page_program import draw, runnable

CLASSES = Condition(kind="class", names=("a", "b", "c"))
WITHOUT = {"autoregressive"}  # families that are left to the server
SHAPES = [(1, 28, 28), (3, 28, 28), (1, 64, 64), (3, 16, 32), (1, 8, 8)]
SMALL = [shape for shape in SHAPES if math.prod(shape) <= MAX_PIXELS]  # what the autoregressive family takes


def configs() -> list[ModelConfig]:
    made = []
    for family in FAMILIES:
        for shape in SMALL if family == "autoregressive" else SHAPES:
            for condition in (None, CLASSES) if family != "linear" else (None,):
                for sigma in (None, 0.1) if family != "linear" else (0.1,):
                    made.append(config(family, shape, condition, sigma))
    return made


def config(family: str, shape: tuple[int, ...], condition: Condition | None, sigma: float | None) -> ModelConfig:
    likelihood = "bernoulli" if sigma is None else "gaussian"
    return ModelConfig(
        family=family,
        image_shape=shape,
        latent_dim=5,
        condition=condition,
        likelihood=likelihood,
        sigma=sigma,
        width=4,
        hidden=16,
    )


@pytest.mark.parametrize("given", configs(), ids=lambda c: f"{c.family}-{c.image_shape}-{c.condition}-{c.likelihood}")
def test_a_familys_program_gives_its_own_pictures(given):
    torch.manual_seed(0)
    model = build(given)
    program = runnable(model)
    if given.family in WITHOUT:
        assert program is None
        return
    assert program is not None
    z = torch.randn(6, 5) * 3
    c = torch.eye(3)[torch.arange(6) % 3] - 0.25 if given.condition else None
    own = model.decode(z, c).detach().permute(0, 2, 3, 1).numpy()
    told = np.zeros((6, 0), np.float32) if c is None else c.numpy()
    assert np.abs(draw(program, z.numpy(), told) - own).max() < 1e-5
