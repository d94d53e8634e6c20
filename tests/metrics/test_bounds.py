"""Bounds on a model whose evidence is known, and the protocol they are measured by."""

import math

import numpy as np
import pytest
import torch
from oracles import ppca

from vaeviz import data as datasets
from vaeviz.config import Condition, ModelConfig
from vaeviz.errors import ConfigError
from vaeviz.families import build
from vaeviz.metrics.bounds import dataset_elbo, dataset_iwae, importance_bound, log_density, log_weights, protocol

DIGITS = datasets.load("digits", "test")
ROWS = np.arange(len(DIGITS))


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def oracle(widen: float = 1.0):
    return ppca(torch.from_numpy(DIGITS.images[:]).float() / 255, 4, widen)


class Float32:
    """The oracle computes in double precision; data sets come in single."""

    def __init__(self, model) -> None:
        self.model, self.latent_dim, self.image_shape = model, model.latent_dim, model.image_shape
        self.condition = None
        self.decode, self.likelihood, self.prior = model.decode, model.likelihood, model.prior

    def encode(self, x, c=None):
        return self.model.encode(x.double(), c)


def test_log_density_is_the_normal_density():
    z, mu, logvar = (torch.randn(5, 3, generator=generator(s)) for s in range(3))
    expected = torch.distributions.Normal(mu, (logvar / 2).exp()).log_prob(z).sum(1)
    torch.testing.assert_close(log_density(z, mu, logvar), expected)
    torch.testing.assert_close(
        log_density(z, mu[:1], logvar[:1]), log_density(z, mu[:1].expand(5, 3), logvar[:1].expand(5, 3))
    )


def test_importance_bound_is_the_log_of_the_mean_weight():
    weights = torch.tensor([[1.0, 2.0, 4.0], [3.0, 2.0, 0.5]]).log()
    expected = torch.tensor([2.0, 2.0, 2.25]).log()
    torch.testing.assert_close(importance_bound(weights), expected)


def test_importance_bound_keeps_very_small_weights():
    # a weight of e^-800 is zero in single precision; its logarithm is not
    assert importance_bound(torch.full((10, 1), -800.0)).item() == pytest.approx(-800.0)


def test_data_set_bounds_are_the_evidence_at_the_exact_posterior():
    evidence = oracle().log_evidence(torch.from_numpy(DIGITS.images[:]).double() / 255)
    measured = dataset_iwae(Float32(oracle()), DIGITS, ROWS, k=8, binarise=False)
    assert (measured.iwae - evidence).abs().max().item() < 1e-3
    assert (measured.elbo - evidence).abs().max().item() < 1e-3
    # the ELBO through the exact rate is the same in the mean: sd of the distortion over 360 images x 1 draw is 0.1
    elbo = dataset_elbo(Float32(oracle()), DIGITS, ROWS, binarise=False).terms.elbo().mean().item()
    assert elbo == pytest.approx(evidence.mean().item(), abs=0.4)


def test_too_wide_a_posterior_costs_the_elbo_more_than_the_importance_bound():
    wide = oracle(widen=2.0)
    measured = dataset_iwae(Float32(wide), DIGITS, ROWS, k=64, binarise=False)
    evidence = wide.log_evidence(torch.from_numpy(DIGITS.images[:]).double() / 255)
    # standard error over 360 x 64 draws: 0.04
    assert (evidence - measured.elbo).mean().item() == pytest.approx(wide.exact_gap(), abs=0.2)
    assert 0 < (evidence - measured.iwae).mean().item() < 0.1 * wide.exact_gap()


def test_weights_are_drawn_in_chunks_of_bounded_memory(monkeypatch):
    x = torch.from_numpy(DIGITS.images[:6]).double() / 255
    sizes = []
    model = Float32(oracle())
    whole = model.likelihood

    def likelihood(z, c=None):
        sizes.append(len(z))
        return whole(z, c)

    model.likelihood = likelihood
    monkeypatch.setattr("vaeviz.metrics.bounds._ROWS", 20)
    weights = log_weights(model, x, None, 10, generator())
    assert sizes == [18, 18, 18, 6]
    assert weights.shape == (10, 6)
    evidence = oracle().log_evidence(x)
    assert (weights - evidence).abs().max().item() < 1e-3


def test_k_below_one_is_refused():
    with pytest.raises(ConfigError, match="k is 0; allowed: 1 or more"):
        log_weights(Float32(oracle()), torch.zeros(1, 1, 8, 8), None, 0, generator())
    with pytest.raises(ConfigError, match="k is 0; allowed: 1 or more"):
        dataset_iwae(Float32(oracle()), DIGITS, ROWS, k=0, binarise=False)


def test_protocol_draws_every_pixel_from_its_grey_level():
    shown = protocol(oracle(), DIGITS, ROWS, size=100, binarise=True, generator=generator())
    x = torch.cat([batch for batch, _ in shown])
    grey = torch.from_numpy(DIGITS.images[:]).float() / 255
    assert set(x.unique().tolist()) == {0.0, 1.0}
    assert x[grey == 0].max().item() == 0
    assert x[grey == 1].min().item() == 1
    # the standard error of the mean of 23,040 pixels is below 0.003
    assert x.mean().item() == pytest.approx(grey.mean().item(), abs=0.01)


def test_protocol_repeats_with_its_seed_and_leaves_grey_images_unchanged():
    def shown(binarise: bool, seed: int) -> torch.Tensor:
        batches = protocol(oracle(), DIGITS, ROWS, size=100, binarise=binarise, generator=generator(seed))
        return torch.cat([x for x, _ in batches])

    assert torch.equal(shown(True, 3), shown(True, 3))
    assert not torch.equal(shown(True, 3), shown(True, 4))
    assert torch.equal(shown(False, 3), torch.from_numpy(DIGITS.images[:]).float() / 255)


def test_a_conditional_model_gets_the_class_of_each_image():
    condition = Condition(kind="class", names=DIGITS.class_names)
    config = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=16, condition=condition)
    batches = protocol(build(config), DIGITS, ROWS, size=100, binarise=False, generator=generator())
    conditions = torch.cat([c for _, c in batches])
    assert torch.equal(conditions.argmax(1), torch.from_numpy(DIGITS.labels))
    assert torch.equal(conditions.sum(1), torch.ones(len(DIGITS)))


def test_progress_counts_the_images():
    seen = []
    dataset_iwae(Float32(oracle()), DIGITS, ROWS[:50], k=64, binarise=False, progress=lambda *call: seen.append(call))
    stage, done, total = seen[-1]
    assert stage == "Importance-weighted bound, 64 samples per image"
    assert (done, total) == (50, 50)
    assert math.ceil(50 / 32) == len(seen)
