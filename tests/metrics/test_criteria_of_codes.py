"""What stored codes say: counts of quiet images at every epsilon, and the rate's two parts."""

import math

import numpy as np
import pytest

from vaeviz.codes import AffinePrior, LatentCodes
from vaeviz.metrics.criteria_of_codes import EPSILONS, below, criteria_of


def codes(n: int = 300, latent: int = 3) -> LatentCodes:
    mu = np.random.default_rng(0).normal(0, (1, 0.3, 0), (n, latent)).astype(np.float32)
    logvar = np.tile(np.log(np.float32([0.1, 0.9, 1])), (n, 1))
    return LatentCodes(mu, logvar, np.zeros(n, np.int64), None, "0" * 32)


def test_epsilons_are_the_numbers_of_two_figures_in_their_order():
    assert EPSILONS[0] == 0.001
    assert EPSILONS[-1] == 10
    assert all(float(f"{value:.2g}") == value for value in EPSILONS)
    assert list(EPSILONS) == sorted(set(EPSILONS))
    assert 0.1 in EPSILONS


def test_images_are_counted_below_each_epsilon_not_at_it():
    rate = np.float32([[0.05, 0.2], [0.1, 0.2], [0.3, 0.2]])
    assert below(rate, (0.01, 0.1, 0.2, 1.0)).tolist() == [[0, 1, 2, 3], [0, 0, 0, 3]]


def test_the_figures_are_those_of_the_codes():
    own = codes()
    found = criteria_of(own)
    np.testing.assert_allclose(found.rate, own.rate().mean(0), rtol=1e-6)
    np.testing.assert_allclose(found.posterior_variance, [0.1, 0.9, 1], rtol=1e-5)
    at = EPSILONS.index(0.1)
    assert found.quiet[:, at].tolist() == (own.rate() < 0.1).sum(0).tolist()
    assert found.quiet[2].tolist() == [300] * len(EPSILONS)
    assert found.images == 300
    assert 0 < found.surgery.mutual_information < found.surgery.ceiling == pytest.approx(math.log(300))
    assert found.surgery.mutual_information + found.surgery.aggregate_kl == pytest.approx(found.rate.sum(), abs=0.2)


def test_a_rate_that_cannot_be_split_is_left_whole():
    zeros, columns = np.zeros(3, np.float32), np.zeros((3, 4), np.float32)
    alone = LatentCodes(
        *(codes(4).mu, codes(4).logvar, np.zeros(4, np.int64), np.eye(4, dtype=np.float32), "0" * 32),
        prior=AffinePrior(zeros, zeros, columns, columns),
    )
    assert criteria_of(alone).surgery is None
