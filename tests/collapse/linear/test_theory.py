"""The theory of linear VAEs against closed forms of its own, and trained ones against the theory."""

import math

import numpy as np
import pytest

from vaeviz.collapse.linear.theory import Spectrum, bound, distortion_of, ppca_maximum, spectrum, water_filling
from vaeviz.collapse.linear.training import LinearSettings, spanned, stand_in, train_linear

VALUES = np.array([4.0, 2.0, 1.0, 0.25])


def turned(values: np.ndarray, seed: int) -> Spectrum:
    """Return these eigenvalues along random axes, around a random mean."""
    rng = np.random.default_rng(seed)
    vectors = np.linalg.qr(rng.standard_normal((len(values), len(values)))).Q
    return Spectrum(values, vectors, rng.random(len(values)))


def test_spectrum_is_that_of_the_covariance_with_divisor_n():
    x = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 1.0], [2.0, 1.0]])
    axes = spectrum(x)
    assert axes.values == pytest.approx([1.0, 0.25])
    assert np.abs(axes.vectors) == pytest.approx(np.eye(2))
    assert axes.mean == pytest.approx([1.0, 0.5])


def test_stand_in_has_exactly_the_mean_and_the_axes():
    axes = turned(VALUES, 0)
    found = spectrum(stand_in(axes).numpy())
    assert found.values == pytest.approx(axes.values)
    assert found.mean == pytest.approx(axes.mean)
    assert np.abs((found.vectors * axes.vectors).sum(0)) == pytest.approx(np.ones(4))


def test_water_filling_keeps_what_is_above_the_level():
    found = water_filling(VALUES, 1.0, 4)
    assert found.active == 2  # an eigenvalue at the level itself is not above it
    assert found.rate == pytest.approx([math.log(2), 0.5 * math.log(2)])
    assert found.squared_error == pytest.approx(np.minimum(VALUES, 1.0).sum())


def test_water_filling_keeps_no_more_than_there_are_dimensions():
    found = water_filling(VALUES, 0.1, 1)
    assert found.active == 1
    assert found.squared_error == pytest.approx(0.1 + 2 + 1 + 0.25)
    assert water_filling(VALUES, 5.0, 4).squared_error == pytest.approx(VALUES.sum())


def test_bound_is_the_likelihood_of_ppca_at_beta_one():
    # the ELBO of the best linear VAE is tight where the decoder's variance is the best one, Lucas et al. 2019
    maximum, s2 = ppca_maximum(VALUES, 2)
    assert s2 == pytest.approx(0.625)
    assert bound(VALUES, 1.0, s2, 2).elbo == pytest.approx(maximum)


def test_frontier_has_the_slope_of_minus_beta():
    for beta in (0.5, 2.0, 7.0):
        low, high = (bound(VALUES, beta * scale, 0.1, 4) for scale in (1 - 1e-4, 1 + 1e-4))
        slope = (high.distortion - low.distortion) / (high.rate - low.rate)
        assert slope == pytest.approx(-beta, rel=1e-3)


def test_distortion_without_error_is_the_density_at_its_peak():
    assert distortion_of(0.0, 1.0, 3) == pytest.approx(1.5 * math.log(2 * math.pi))
    assert distortion_of(2.0, 0.5, 0) == pytest.approx(2.0)


def test_spanned_axes_do_not_depend_on_a_rotation():
    import torch

    axes = turned(VALUES, 3)
    columns = axes.vectors[:, [0, 2]] @ np.array([[1.0, 2.0], [-3.0, 1.0]])
    assert spanned(axes, torch.from_numpy(columns).float()).tolist() == [True, False, True, False]
    assert not spanned(axes, torch.zeros(4, 0)).any()


@pytest.mark.parametrize("seed", range(10))
def test_collapsed_set_is_the_theorys_for_a_random_spectrum(seed):
    # Trained from random weights; the level lies anywhere, but not within 5% of an eigenvalue, where descent is slow.
    rng = np.random.default_rng(100 + seed)
    pixels, latent, s2 = 12, 8, 0.02
    values = np.sort(np.exp(rng.uniform(math.log(0.005), 0, pixels)))[::-1].copy()
    levels = np.exp(rng.uniform(math.log(0.01), math.log(0.8), 100))
    level = next(one for one in levels if np.abs(np.log(values / one)).min() > 0.05)
    axes = turned(values, seed)
    settings = LinearSettings(image_shape=(1, 3, 4), latent=latent, s2=s2, seed=seed, iterations=400)
    found = train_linear(stand_in(axes).numpy().astype(np.float32), axes, level / s2, settings)
    theory = water_filling(values, level, latent)
    assert np.flatnonzero(found.axes).tolist() == list(range(theory.active))
    assert found.active == theory.active
    assert found.rate.sum() == pytest.approx(theory.rate.sum(), abs=0.01)
    assert found.rate[theory.active :].sum() < 1e-3
