"""What a model's file must hold is what the network has."""

import math

import pytest
import torch

from vaeviz.config import Attribute, Condition, ModelConfig
from vaeviz.errors import ConfigError
from vaeviz.families import FAMILIES, build
from vaeviz.families.shapes import MAX_PIXELS, SHAPES, array_shapes, halvings

CLASSES = Condition(kind="class", names=("a", "b", "c"))
FACE = Condition.of_attributes((Attribute(name="hair", values=("bob", "long")),))
FORMS = [
    {},
    {"condition": CLASSES},
    {"condition": FACE, "prior": "conditional"},
    {"posterior": "delta", "posterior_floor": 0.2},
    {"condition": CLASSES, "posterior": "batch-norm", "posterior_floor": 0.6},
]


def configs() -> list[ModelConfig]:
    found = []
    for family in FAMILIES:
        for shape in ((1, 28, 28), (3, 16, 32), (3, 64, 64)):
            for form in FORMS if family != "linear" else ({"likelihood": "gaussian", "sigma": 0.1},):
                if family != "autoregressive" or math.prod(shape) <= MAX_PIXELS:
                    found.append(ModelConfig(family=family, image_shape=shape, latent_dim=5, width=3, hidden=7, **form))
    return found


def test_every_family_says_what_its_files_hold():
    assert set(SHAPES) == set(FAMILIES)


@pytest.mark.parametrize("config", configs(), ids=lambda c: f"{c.family}-{c.image_shape}-{c.prior}-{c.posterior}")
def test_the_arrays_of_a_file_are_those_of_the_network(config):
    with torch.device("meta"):
        state = build(config).state_dict()
    assert array_shapes(config) == {name: tuple(part.shape) for name, part in state.items()}


def test_a_family_without_an_entry_has_none():
    assert array_shapes(ModelConfig(family="lopsided", image_shape=(1, 8, 8), latent_dim=2)) is None


@pytest.mark.parametrize(("side", "times"), [(8, 1), (7, None), (14, 1), (28, 2), (32, 3), (64, 4), (4, 1)])
def test_halvings(side, times):
    if times is None:
        with pytest.raises(ConfigError, match="multiples of 2"):
            halvings(side, side)
    else:
        assert halvings(side, side) == times
