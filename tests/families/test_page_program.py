"""Every family has a program that gives its own images, or says that it has none; and what a page gets of it."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn
from toys import CLASSES, FACE, small_config

from vaeviz.config import ModelConfig
from vaeviz.errors import ConfigError
from vaeviz.families import FAMILIES, build
from vaeviz.families.autoregressive import MAX_PIXELS
from vaeviz.families.page_program import PageProgram, decode_as_page, halved, lay_out, page_program, trial_codes
from vaeviz.families.vae import VariationalAutoencoder

WITHOUT = {"autoregressive"}  # families that are left to the server
SHAPES = [(1, 28, 28), (3, 28, 28), (1, 64, 64), (3, 16, 32), (1, 8, 8)]
SMALL = [shape for shape in SHAPES if math.prod(shape) <= MAX_PIXELS]  # what the autoregressive family takes


def configs() -> list[ModelConfig]:
    made = []
    for family in FAMILIES:
        for shape in SMALL if family == "autoregressive" else SHAPES:
            for condition in (None, CLASSES) if family != "linear" else (None,):
                for likelihood in ("bernoulli", "gaussian") if family != "linear" else ("gaussian",):
                    made.append(small_config(family, shape, condition, likelihood=likelihood))
    return made


@pytest.mark.parametrize("given", configs(), ids=lambda c: f"{c.family}-{c.image_shape}-{c.condition}-{c.likelihood}")
def test_a_familys_program_gives_its_own_images(given):
    torch.manual_seed(0)
    model = build(given)
    program = lay_out(model)
    if given.family in WITHOUT:
        assert program is None
        return
    assert program is not None
    z = torch.randn(6, 5) * 3
    c = torch.eye(3)[torch.arange(6) % 3] - 0.25 if given.condition else torch.zeros(6, 0)
    own = model.decode(z, c if given.condition else None).detach().permute(0, 2, 3, 1).numpy()
    assert np.abs(images(program, z.numpy(), c.numpy()) - own).max() < 1e-5


def images(program: PageProgram, z: np.ndarray, c: np.ndarray) -> np.ndarray:
    return np.stack(list(program.run(z, c)))


CONFIG = small_config("conv", (3, 8, 8), latent_dim=3)


def made(**changes: object) -> VariationalAutoencoder:
    torch.manual_seed(0)
    return build(replace(CONFIG, **changes)).eval().requires_grad_(False)


class Upside(VariationalAutoencoder):
    """A model whose images are not what its parts say."""

    def likelihood(self, z, c=None):
        return super().likelihood(-z, c)


def test_a_program_that_is_not_the_models_own_is_no_program_of_the_page():
    model = made()
    assert page_program(model) is not None
    assert page_program(Upside(CONFIG, model.encoder, model.decoder)) is None


def test_a_decoder_without_steps_and_a_link_without_a_name_are_left_to_the_server():
    model = made()
    plain = nn.Sequential(nn.Linear(3, 192), nn.Unflatten(1, (3, 8, 8)))
    assert page_program(VariationalAutoencoder(CONFIG, model.encoder, plain)) is None
    gaussian = replace(CONFIG, likelihood="gaussian", sigma=0.1)
    assert page_program(VariationalAutoencoder(gaussian, model.encoder, model.decoder, link=torch.tanh)) is None


def test_too_large_a_decoder_is_left_to_the_server():
    assert lay_out(build(ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=4096))) is None


def test_weights_that_half_precision_cannot_hold_stay_in_single():
    model = made(family="mlp")
    model.decoder.hidden[0].linear.weight.mul_(1e6)
    model.decoder.hidden[1].linear.weight.mul_(1e-6)
    program = page_program(model)
    assert program is not None
    assert program.arrays["0.weight"].dtype == np.float32


def test_half_precision_moves_the_images_a_little_and_is_chosen_where_it_is_little_enough():
    model = made()
    single = lay_out(model)
    assert single is not None
    z, c = trial_codes(single, model)
    gap = np.abs(images(halved(single, single.arrays), z, c) - images(single, z, c)).max()
    assert 0 < gap < 0.1 / 255
    program = page_program(model)
    assert program is not None
    assert {array.dtype.name for array in program.arrays.values()} == {"float16"}


def test_the_trial_has_every_condition_at_both_temperatures():
    model = made(condition=CLASSES)
    program = lay_out(model)
    assert program is not None
    z, c = trial_codes(program, model)
    assert len(z) == len(c) == 32
    kinds = {(tuple(row), i % 2) for i, row in enumerate(c.tolist())}
    rows = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0, 0.0)]
    assert kinds == {(row, i) for row in rows for i in (0, 1)}
    assert z[::2].std() > 1.5 * z[1::2].std()


def test_a_model_of_attributes_is_tried_under_any_of_them():
    model = made(condition=FACE)
    program = page_program(model)
    assert program is not None
    assert program.condition == 4
    _, c = trial_codes(program, model)
    assert c.shape == (32, 4)
    assert c[:, 0].min() < -0.8
    assert sorted(set(map(tuple, c[:, 1:].tolist()))) == [(0, 0, 1), (0, 1, 0), (1, 0, 0)]


def test_a_learned_prior_is_no_part_of_the_program_but_says_where_it_is_tried():
    standard, learned = (made(condition=CLASSES, prior=prior) for prior in ("standard", "conditional"))
    learned.conditional_prior.affine.bias.fill_(1.5)
    program, other = lay_out(learned), lay_out(standard)
    assert program is not None
    assert other is not None
    assert program.header() == other.header()
    assert list(program.arrays) == list(other.arrays)
    z, _ = trial_codes(program, learned)
    assert abs(z.mean() - 1.5) < 0.5
    assert page_program(learned) is not None


def test_decoding_as_the_page_is_close_to_the_models_own_decode():
    model = made(condition=CLASSES)
    z = np.random.default_rng(0).standard_normal((5, 3), np.float32)
    c = np.eye(3, dtype=np.float32)[[0, 1, 2, 0, 1]]
    for given in (c, None):
        found = decode_as_page(model, z, given)
        own = model.decode(torch.from_numpy(z), None if given is None else torch.from_numpy(given)).numpy()
        assert found.shape == (5, 3, 8, 8)
        assert found.dtype == np.float32
        assert np.abs(found - own).max() < 1 / 255
    assert decode_as_page(model, z[:0]).shape == (0, 3, 8, 8)


@pytest.mark.parametrize(
    ("z", "c", "words"),
    [
        (np.zeros((2, 4), np.float32), None, r"z is float32 of shape \(2, 4\); .* needs float32 of shape \(2, 3\)"),
        (np.full((2, 3), 10.5, np.float32), None, "z contains 10.5; allowed: -10 to 10"),
        (np.full((2, 3), np.nan, np.float32), None, "z contains nan"),
        (np.zeros((2, 3), np.float32), np.zeros((2, 1), np.float32), r"c is .* of shape \(2, 1\)"),
        (np.zeros((2, 3), np.float32), np.full((2, 3), -1.5, np.float32), "c contains -1.5"),
    ],
)
def test_what_the_page_would_not_decode_is_refused(z, c, words):
    with pytest.raises(ConfigError, match=words):
        decode_as_page(made(condition=CLASSES), z, c)


def test_the_error_of_a_model_without_a_program_says_where_its_images_come_from():
    model = build(ModelConfig(family="autoregressive", image_shape=(1, 8, 8), latent_dim=3, width=4, hidden=16)).eval()
    with pytest.raises(ConfigError, match="PyTorch on the server"):
        decode_as_page(model, np.zeros((1, 3), np.float32))
