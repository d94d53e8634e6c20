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
from vaeviz.families.page_program import (
    LARGEST_ERROR,
    PageProgram,
    decode_as_page,
    halved,
    lay_out,
    page_program,
    trial_codes,
)
from vaeviz.families.shapes import MAX_PIXELS
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.files.checkpoint import load
from vaeviz.files.places import shipped
from vaeviz.files.weights import numbers

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
    program = lay_out(given, numbers(model.state_dict()))
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


def made(**changes: object) -> tuple[ModelConfig, VariationalAutoencoder]:
    torch.manual_seed(0)
    config = replace(CONFIG, **changes)
    return config, build(config).eval().requires_grad_(False)


def of(made: tuple[ModelConfig, VariationalAutoencoder]) -> tuple[ModelConfig, dict[str, np.ndarray]]:
    """Return what the page's program is made from."""
    config, model = made
    return config, numbers(model.state_dict())


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_program_is_what_torch_gives(name):
    """Layout to the byte, and images: of the trial, within what may change a byte by one level."""
    checkpoint = load(shipped()[name])
    program, single = checkpoint.page_program, lay_out(checkpoint.header.model, checkpoint.arrays)
    assert program is not None
    assert single is not None
    wanted = laid_out_by_torch(checkpoint.model.decoder)
    assert list(single.arrays) == list(program.arrays) == list(wanted)
    for part, array in wanted.items():
        assert single.arrays[part].tobytes() == array.tobytes(), part
        assert program.arrays[part].tobytes() == array.astype(program.arrays[part].dtype).tobytes(), part
    z, c = (torch.from_numpy(part) for part in trial_codes(checkpoint.header.model, checkpoint.arrays))
    with torch.inference_mode():
        own = checkpoint.model.decode(z, c if program.condition else None).permute(0, 2, 3, 1).numpy()
    assert np.abs(images(program, z.numpy(), c.numpy()) - own).max() < LARGEST_ERROR


def laid_out_by_torch(decoder: nn.Module) -> dict[str, np.ndarray]:
    """Return the arrays of a convolutional decoder's program, from its layers."""
    arrays, number = {}, 0
    channels, height, width = decoder.innermost
    for layer in (decoder.hidden, decoder.spread):
        weight, bias = layer.linear.weight, layer.linear.bias
        if layer is decoder.spread:  # its result is an image: from CHW to HWC
            order = torch.arange(len(bias)).view(channels, height, width).permute(1, 2, 0).flatten()
            weight, bias = weight[order], bias[order]
        features = weight.shape[1] - layer.condition
        arrays |= {f"{number}.weight": weight[:, :features].T, f"{number}.bias": bias}
        if layer.condition:
            arrays[f"{number}.told"] = weight[:, features:].T
        number += 2
    for layer in decoder.convs:
        arrays |= {
            f"{number}.weight": layer.conv.weight.permute(0, 2, 3, 1).flatten(1),
            f"{number}.bias": layer.conv.bias,
        }
        if layer.shift is not None:
            arrays[f"{number}.told"] = layer.shift.weight.T
        number += 2
    return {name: part.contiguous().numpy() for name, part in arrays.items()}


def test_images_that_are_not_finite_are_left_to_the_server():
    config, model = made(family="mlp")
    assert page_program(*of((config, model))) is not None
    for layer in model.decoder.hidden:
        layer.linear.weight.fill_(1e6)
    model.decoder.out.linear.weight.copy_(torch.eye(192, 16).flip(0) * 1e6 - 5e5)
    model.decoder.hidden[0].linear.weight.fill_(3e38)
    assert page_program(*of((config, model))) is None


def test_too_large_a_decoder_is_left_to_the_server():
    config = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=4096)
    assert lay_out(config, numbers(build(config).state_dict())) is None


def test_weights_that_half_precision_cannot_hold_stay_in_single():
    config, model = made(family="mlp")
    model.decoder.hidden[0].linear.weight.mul_(1e6)
    model.decoder.hidden[1].linear.weight.mul_(1e-6)
    program = page_program(*of((config, model)))
    assert program is not None
    assert program.arrays["0.weight"].dtype == np.float32


def test_half_precision_moves_the_images_a_little_and_is_chosen_where_it_is_little_enough():
    given = of(made())
    single = lay_out(*given)
    assert single is not None
    z, c = trial_codes(*given)
    gap = np.abs(images(halved(single, single.arrays), z, c) - images(single, z, c)).max()
    assert 0 < gap < 0.1 / 255
    program = page_program(*given)
    assert program is not None
    assert {array.dtype.name for array in program.arrays.values()} == {"float16"}


def test_the_trial_has_every_condition_at_both_temperatures():
    z, c = trial_codes(*of(made(condition=CLASSES)))
    assert len(z) == len(c) == 32
    kinds = {(tuple(row), i % 2) for i, row in enumerate(c.tolist())}
    rows = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0, 0.0)]
    assert kinds == {(row, i) for row in rows for i in (0, 1)}
    assert z[::2].std() > 1.5 * z[1::2].std()


def test_a_model_of_attributes_is_tried_under_any_of_them():
    given = of(made(condition=FACE))
    program = page_program(*given)
    assert program is not None
    assert program.condition == 4
    _, c = trial_codes(*given)
    assert c.shape == (32, 4)
    assert c[:, 0].min() < -0.8
    assert sorted(set(map(tuple, c[:, 1:].tolist()))) == [(0, 0, 1), (0, 1, 0), (1, 0, 0)]


def test_a_learned_prior_is_no_part_of_the_program_but_says_where_it_is_tried():
    standard, learned = (made(condition=CLASSES, prior=prior) for prior in ("standard", "conditional"))
    learned[1].conditional_prior.affine.bias.fill_(1.5)
    program, other = lay_out(*of(learned)), lay_out(*of(standard))
    assert program is not None
    assert other is not None
    assert program.header() == other.header()
    assert list(program.arrays) == list(other.arrays)
    z, c = trial_codes(*of(learned))
    assert abs(z.mean() - 1.5) < 0.5
    with torch.inference_mode():
        prior = learned[1].prior(torch.from_numpy(c))
    plain, _ = trial_codes(*of(standard))
    np.testing.assert_allclose(z, prior.mu + (prior.logvar / 2).exp() * torch.from_numpy(plain), rtol=1e-5, atol=1e-6)
    assert page_program(*of(learned)) is not None


def test_decoding_as_the_page_is_close_to_the_models_own_decode():
    config, model = made(condition=CLASSES)
    program = page_program(*of((config, model)))
    assert program is not None
    z = np.random.default_rng(0).standard_normal((5, 3), np.float32)
    c = np.eye(3, dtype=np.float32)[[0, 1, 2, 0, 1]]
    for given in (c, None):
        found = decode_as_page(program, z, given)
        own = model.decode(torch.from_numpy(z), None if given is None else torch.from_numpy(given)).numpy()
        assert found.shape == (5, 3, 8, 8)
        assert found.dtype == np.float32
        assert np.abs(found - own).max() < 1 / 255
    assert decode_as_page(program, z[:0]).shape == (0, 3, 8, 8)


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
    program = page_program(*of(made(condition=CLASSES)))
    assert program is not None
    with pytest.raises(ConfigError, match=words):
        decode_as_page(program, z, c)
