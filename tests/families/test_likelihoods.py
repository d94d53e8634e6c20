import math

import pytest
import torch
from torch.distributions import Bernoulli, Normal

from vaeviz.families.likelihoods import LIKELIHOODS

GENERATOR = torch.Generator().manual_seed(0)
OUTPUT = torch.randn(3, 1, 4, 4, generator=GENERATOR)
X = torch.rand(3, 1, 4, 4, generator=GENERATOR)


def make(name, sigma=None, output=OUTPUT):
    return LIKELIHOODS[name](output, torch.sigmoid, sigma)


def test_bernoulli_equals_torchs():
    x = X.round()
    known = Bernoulli(logits=OUTPUT).log_prob(x).sum((1, 2, 3))
    assert torch.allclose(make("bernoulli").log_prob(x), known, atol=1e-5)
    assert torch.allclose(make("bernoulli").mean, torch.sigmoid(OUTPUT))


@pytest.mark.parametrize("name", ["gaussian", "gaussian-optimal"])
def test_a_gaussian_with_a_known_sigma_equals_torchs(name):
    known = Normal(torch.sigmoid(OUTPUT), 0.3).log_prob(X).sum((1, 2, 3))
    assert torch.allclose(make(name, 0.3).log_prob(X), known, atol=1e-4)


def test_the_optimal_sigma_is_the_best_of_all():
    best = make("gaussian-optimal").log_prob(X).sum()
    sigma = (X - torch.sigmoid(OUTPUT)).square().mean().sqrt().item()
    assert best.item() == pytest.approx(make("gaussian", sigma).log_prob(X).sum().item(), rel=0.01)
    for factor in (0.8, 0.9, 1.1, 1.25):
        assert make("gaussian", sigma * factor).log_prob(X).sum() < best


def test_the_optimal_loss_is_half_the_pixels_times_the_log_of_the_error():
    """Rybkin et al. 2021, equation 6, with the density's constants."""
    error = (X - torch.sigmoid(OUTPUT)).square().mean().item()
    known = -X[0].numel() / 2 * (math.log(error) + 1 + math.log(2 * math.pi))
    assert make("gaussian-optimal").log_prob(X).mean().item() == pytest.approx(known, rel=0.01)


def test_a_perfect_reconstruction_has_a_finite_density():
    exact = make("gaussian-optimal", output=torch.logit(X.clamp(0.01, 0.99)))
    assert exact.log_prob(X.clamp(0.01, 0.99)).isfinite().all()
