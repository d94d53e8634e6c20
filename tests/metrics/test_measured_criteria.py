"""What is measured beside the rate: on decoders whose use of each dimension is known."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from vaeviz.codes import AffinePrior, LatentCodes
from vaeviz.config import Condition, ModelConfig
from vaeviz.families import build
from vaeviz.metrics.criteria import Criteria, dimensions
from vaeviz.metrics.measured_criteria import measure_criteria, measure_decoder_effect


def codes(n: int = 400, latent: int = 3, seed: int = 0) -> LatentCodes:
    """Posteriors of which the first and second dimension say much and the others nothing; q(z) is N(0, I)."""
    rng = np.random.default_rng(seed)
    mu = np.zeros((n, latent), np.float32)
    mu[:, :2] = rng.normal(0, math.sqrt(0.99), (n, 2))
    logvar = np.zeros_like(mu)
    logvar[:, :2] = math.log(0.01)
    return LatentCodes(mu, logvar, np.zeros(n, np.int64), None, "0" * 32)


def linear_decoder(*reach: float):
    """Return a model that draws each dimension into a pixel of its own, so far."""
    config = ModelConfig(
        family="linear", image_shape=(1, 2, 2), latent_dim=len(reach), likelihood="gaussian", sigma=1.0
    )
    model = build(config).eval().requires_grad_(False)
    model.decoder.linear.weight.zero_()[: len(reach)] = torch.diag(torch.tensor(reach))
    model.decoder.linear.bias.fill_(0.5)
    return model


def test_the_decoder_effect_of_a_dimension_is_its_share_of_a_linear_decoders_variance():
    # variances 0.05^2, 0.1^2 and 0 in the three pixels: shares 1/5, 4/5 and 0
    model = linear_decoder(0.05, 0.1, 0.0)
    found = measure_decoder_effect(model, codes())
    assert found == pytest.approx([0.2, 0.8, 0], abs=0.15)
    assert found[2] == 0
    assert found[1] / found[0] == pytest.approx(4, abs=0.5)


def test_a_dimension_can_have_rate_without_effect_and_effect_without_rate():
    found = measure_criteria(linear_decoder(0.1, 0.0, 0.1), codes(), samples=200)
    rate = tuple(codes().rate().mean(0).tolist())
    results = dimensions(tuple(codes().mu.var(0).tolist()), rate, found)
    assert [result.used for result, _ in results] == [True, False, True]
    assert [result.informs for result, _ in results] == [True, True, False]
    assert results[0][1] == ""
    assert "the decoder ignores it" in results[1][1]
    assert "the encoder leaves it as noise" in results[2][1]


def test_a_collapsed_model_is_collapsed_by_every_criterion():
    silent = LatentCodes(
        np.zeros((50, 2), np.float32), np.zeros((50, 2), np.float32), np.zeros(50, np.int64), None, "0"
    )
    found = measure_criteria(linear_decoder(0.0, 0.0), silent)
    assert found.quiet == (1, 1)
    assert found.posterior_variance == (1, 1)
    assert found.use == (0, 0)
    assert found.mutual_information == pytest.approx(0, abs=1e-6)
    assert found.aggregate_kl == pytest.approx(0, abs=1e-6)


def test_information_and_the_aggregate_posteriors_kl_make_up_the_rate():
    found = measure_criteria(linear_decoder(0.1, 0.1, 0.1), codes(2000))
    assert found.mutual_information + found.aggregate_kl == pytest.approx(codes(2000).rate().sum(1).mean(), abs=0.1)
    assert found.mutual_information < found.ceiling == pytest.approx(math.log(2000))
    assert found.samples == 1000
    assert Criteria.from_json(found.to_json()) == found


def test_the_share_below_epsilon_is_counted_over_images():
    mu = np.array([[0.0], [0.3], [0.5], [2.0]], np.float32)  # KL 0, 0.045, 0.125, 2
    four = LatentCodes(mu, np.zeros_like(mu), np.zeros(4, np.int64), None, "0" * 32)
    assert measure_criteria(linear_decoder(0.1), four).quiet == (0.5,)


def told_model(names: tuple[str, ...]):
    results = Condition(kind="class", names=names)
    torch.manual_seed(0)
    return build(ModelConfig(family="mlp", image_shape=(1, 4, 4), latent_dim=2, hidden=8, condition=results)).eval()


def test_the_decoder_effect_is_measured_with_the_condition_fixed():
    by_class = replace(codes(latent=2), condition=np.eye(2, dtype=np.float32)[np.arange(400) % 2])
    assert (measure_decoder_effect(told_model(("a", "b")), by_class) > 0).all()


def test_a_rate_that_cannot_be_split_leaves_its_parts_open():
    zeros, columns = np.zeros(2, np.float32), np.zeros((2, 3), np.float32)
    own = replace(codes(3, 2), condition=np.eye(3, dtype=np.float32), prior=AffinePrior(zeros, zeros, columns, columns))
    found = measure_criteria(told_model(("a", "b", "c")), own)
    assert found.mutual_information is found.aggregate_kl is found.ceiling is None
    assert found.samples == 0
