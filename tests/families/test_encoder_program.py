"""An encoder's program gives the model's own posteriors, for every family, condition and form of q(z|x)."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from vaeviz.config import Attribute, Condition, ModelConfig, condition_size
from vaeviz.families import FAMILIES, build
from vaeviz.families.committed_rate import committed_variances
from vaeviz.families.encoder_program import LAYERS, EncoderProgram, encoder_program
from vaeviz.families.posteriors import POSTERIORS
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.files.checkpoint import load
from vaeviz.files.places import shipped
from vaeviz.latent import Posterior

CLASSES = Condition(kind="class", names=("a", "b", "c"))
FACE = Condition.of_attributes(
    (Attribute(name="mouth", ends=("down", "up")), Attribute(name="hair", values=("none", "bob", "long")))
)
CONFIG = ModelConfig(family="conv", image_shape=(3, 16, 32), latent_dim=5, width=3, hidden=11)
SHAPES = {
    "conv": (3, 16, 32),
    "pyramid": (1, 24, 8),
    "mlp": (3, 5, 7),
    "linear": (3, 9, 6),
    "autoregressive": (1, 6, 5),
}


def made(**changes: object) -> VariationalAutoencoder:
    torch.manual_seed(0)
    return build(replace(CONFIG, **changes)).eval().requires_grad_(False)


def encoder_of(model):
    return encoder_program(model.config, arrays_of(model))


def arrays_of(model: VariationalAutoencoder) -> dict[str, np.ndarray]:
    return {name: part.numpy() for name, part in model.state_dict().items()}


def some(model: VariationalAutoencoder, n: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Random images as HWC levels, and conditions."""
    rng = np.random.default_rng(0)
    channel, height, width = model.image_shape
    levels = rng.integers(0, 256, (n, height, width, channel), np.uint8)
    return levels, rng.uniform(-1, 1, (n, condition_size(model))).astype(np.float32)


def own(model: VariationalAutoencoder, levels: np.ndarray, c: np.ndarray) -> Posterior:
    x = torch.from_numpy(levels.astype(np.float32) / 255).permute(0, 3, 1, 2)
    return model.encode(x, torch.from_numpy(c) if c.shape[1] else None)


def heads(program: EncoderProgram, levels: np.ndarray, c: np.ndarray) -> np.ndarray:
    return np.stack(list(program.run(levels, c)))


def test_every_family_has_its_layers_here():
    assert set(LAYERS) == set(FAMILIES)


@pytest.mark.parametrize("condition", [None, CLASSES, FACE], ids=["plain", "class", "attributes"])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_familys_program_gives_its_own_posteriors(family, condition):
    if family == "linear":
        if condition is not None:
            return
        model = made(family=family, image_shape=SHAPES[family], likelihood="gaussian", sigma=0.1)
        model.encoder.logvar.copy_(torch.arange(5.0))
    else:
        model = made(family=family, image_shape=SHAPES[family], condition=condition)
    program = encoder_program(model.config, arrays_of(model))
    assert program is not None
    levels, c = some(model)
    found, expected = heads(program, levels, c), own(model, levels, c)
    assert np.abs(found - torch.cat([expected.mu, expected.logvar], dim=1).numpy()).max() < 2e-6


@pytest.mark.parametrize("posterior", POSTERIORS)
@pytest.mark.parametrize("condition", [None, CLASSES], ids=["plain", "class"])
def test_each_form_of_the_posterior_has_its_own_numbers(posterior, condition):
    model = made(posterior=posterior, posterior_floor=0 if posterior == "free" else 0.3, condition=condition)
    if posterior == "batch-norm":
        model.posterior.mean.uniform_(-1, 1)
        model.posterior.variance.uniform_(0.01, 2)
        model.posterior.shift.uniform_(-1, 1)
    program = encoder_of(model)
    assert program is not None
    levels, c = some(model)
    found, expected = heads(program, levels, c), own(model, levels, c)
    if posterior == "delta":
        low, high = committed_variances(0.3)
        assert program.posterior == {"form": "delta", "low": low**0.5, "high": high**0.5}
        expected_sd = low**0.5 + (high**0.5 - low**0.5) / (1 + np.exp(-found[:, 5:]))
        assert np.abs(np.log(expected_sd) * 2 - expected.logvar.numpy()).max() < 1e-5
    else:
        assert program.posterior == {"form": "free", "low": -10, "high": 10}
        assert np.abs(found[:, :5] - expected.mu.numpy()).max() < 2e-5
        assert np.abs(found[:, 5:] - expected.logvar.numpy()).max() < 2e-6


@pytest.mark.parametrize("name", shipped())
def test_the_shipped_models_posteriors_are_those_of_torch(name):
    model = load(shipped()[name]).model
    program = encoder_of(model)
    assert program is not None
    rng = np.random.default_rng(0)
    z = torch.from_numpy(rng.standard_normal((4, model.latent_dim), np.float32))
    c = rng.uniform(0, 1, (4, condition_size(model))).astype(np.float32)
    with torch.inference_mode():
        x = model.decode(z, torch.from_numpy(c) if c.shape[1] else None)
        levels = (x * 255).round().byte().permute(0, 2, 3, 1).numpy()
        expected = own(model, levels, c)
    mu, logvar = np.split(heads(program, levels, c), 2, axis=1)
    assert np.abs(mu - expected.mu.numpy()).max() < 1e-4
    logvar = logvar.clip(program.posterior["low"], program.posterior["high"])
    assert np.abs(logvar - expected.logvar.numpy()).max() < 1e-4
    assert all(array.dtype == np.float32 for array in program.arrays.values())


def test_the_header_says_all_that_the_page_needs_beside_the_arrays():
    program = encoder_of(made(likelihood="gaussian", sigma=0.25, condition=CLASSES))
    assert program is not None
    header = program.header()
    assert [step["op"] for step in header["steps"]] == ["convolve", "silu"] * 3 + ["dense", "silu", "dense"]
    assert header["steps"][0] == {"op": "convolve", "in": 3, "out": 3, "height": 16, "width": 32}
    assert header["likelihood"] == {"form": "gaussian", "sigma": 0.25}
    assert (header["latent"], header["condition"], header["image"]) == (5, 3, [3, 16, 32])


def test_an_unknown_sigma_and_too_large_an_encoder_are_left_to_the_server():
    unknown = made(likelihood="gaussian-optimal")
    assert encoder_program(unknown.config, arrays_of(unknown)) is None
    large = build(ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=4096))
    assert encoder_program(large.config, {k: v.numpy(force=True) for k, v in large.state_dict().items()}) is None
