"""Rate decomposition against mixtures whose parts are known."""

import math
from dataclasses import replace

import numpy as np
import pytest

from vaeviz.codes import AffinePrior, LatentCodes
from vaeviz.errors import DataError
from vaeviz.metrics.elbo_surgery import decompose_rate, elbo_surgery


def codes_at(mu, logvar=None) -> LatentCodes:
    mu = np.asarray(mu, np.float32)
    logvar = np.zeros_like(mu) if logvar is None else np.asarray(logvar, np.float32)
    return LatentCodes(mu, logvar, np.zeros(len(mu), np.int64), None, "0" * 32)


def random_codes(n: int, latent: int, seed: int) -> LatentCodes:
    rng = np.random.default_rng(seed)
    mu = rng.normal(0, 0.9, (n, latent)) @ np.linalg.qr(rng.normal(size=(latent, latent)))[0]
    return codes_at(mu, rng.uniform(-3, -1, (n, latent)))


def test_identical_posteriors_have_no_mutual_information():
    parts = decompose_rate(codes_at(np.full((200, 2), 0.5)), samples=200)
    assert parts.mutual_information == pytest.approx(0, abs=1e-5)
    assert parts.total_correlation == pytest.approx(0, abs=1e-5)
    # KL(N(0.5, 1) || N(0, 1)) = 0.125 in each of two dimensions; 200 draws leave a standard error of 0.05
    assert parts.dimension_kl == pytest.approx(0.25, abs=0.15)


def test_two_far_clusters_on_the_diagonal_share_one_bit():
    # Image and z: ln 2. z_1 and z_2 tell the same one bit: total correlation ln 2 as well.
    parts = decompose_rate(codes_at([[9, 9], [-9, -9]] * 200), samples=400)
    ln2 = math.log(2)
    assert parts.mutual_information == pytest.approx(ln2, abs=1e-5)
    assert parts.total_correlation == pytest.approx(ln2, abs=1e-5)


def test_two_far_clusters_on_an_axis_leave_the_dimensions_independent():
    parts = decompose_rate(codes_at([[9, 0], [-9, 0]] * 200), samples=400)
    assert parts.mutual_information == pytest.approx(math.log(2), abs=1e-5)
    assert parts.total_correlation == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_parts_sum_to_the_closed_form_rate_and_information_stays_below_its_ceiling(seed):
    # over ten seeds the largest difference was 0.09, the median 0.02, with each image drawn once
    codes = random_codes(2000, 6, seed)
    parts = decompose_rate(codes, samples=2000, seed=seed)
    assert parts.rate == pytest.approx(float(codes.rate().sum(1).mean()), abs=0.1)
    assert parts.ceiling == pytest.approx(math.log(2000))
    assert 0 < parts.mutual_information <= parts.ceiling


def learned(codes: LatentCodes, labels, mu, logvar) -> LatentCodes:
    """Return the codes as those of a model whose classes have these priors."""
    prior = AffinePrior(np.zeros(2, np.float32), np.zeros(2, np.float32), np.float32(mu).T, np.float32(logvar).T)
    return replace(codes, labels=labels, condition=np.eye(len(mu), dtype=np.float32)[labels], prior=prior)


def test_under_a_learned_prior_the_classes_own_place_costs_nothing():
    # two classes far apart, in each two far images: ln 2 of the image within its class, none of the class itself
    labels = np.arange(400) // 2 % 2
    mu = np.where(labels[:, None], [9, 0], [-9, 0]) + np.where(np.arange(400)[:, None] % 2, [0, 9], [0, -9])
    parts = decompose_rate(learned(codes_at(mu), labels, [[-9, 0], [9, 0]], np.zeros((2, 2))), samples=400)
    assert parts.mutual_information == pytest.approx(math.log(2), abs=1e-5)
    assert parts.total_correlation == pytest.approx(0, abs=1e-5)
    assert parts.ceiling == pytest.approx(math.log(200))
    plain = decompose_rate(codes_at(mu), samples=400)
    assert plain.mutual_information == pytest.approx(math.log(4), abs=1e-5)
    assert plain.dimension_kl > parts.dimension_kl + 30


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_parts_under_a_learned_prior_sum_to_the_rate_against_it(seed):
    codes = random_codes(1500, 2, seed)
    rng = np.random.default_rng(seed)
    labels = rng.integers(3, size=1500)
    codes = learned(codes, labels, rng.normal(size=(3, 2)), rng.normal(0, 0.3, (3, 2)))
    parts = decompose_rate(codes, samples=1500, seed=seed)
    assert parts.rate == pytest.approx(float(codes.rate().sum(1).mean()), abs=0.15)
    assert parts.ceiling == pytest.approx(np.mean(np.log(np.bincount(labels)[labels])))


def test_surgery_in_two_parts_is_the_split_in_three():
    plain = random_codes(1500, 6, 0)
    labels = np.random.default_rng(0).integers(3, size=1500)
    conditional = learned(random_codes(1500, 2, 1), labels, np.eye(3, 2), np.zeros((3, 2)))
    for codes in (plain, conditional):
        three, two = decompose_rate(codes, samples=400), elbo_surgery(codes, samples=400)
        assert two.mutual_information == pytest.approx(three.mutual_information, abs=1e-4)
        assert two.aggregate_kl == pytest.approx(three.total_correlation + three.dimension_kl, abs=1e-4)
        assert (two.ceiling, two.samples) == (three.ceiling, three.samples)


def test_the_rate_cannot_be_split_where_every_image_has_another_condition():
    codes = learned(random_codes(3, 2, 0), np.arange(3), np.zeros((3, 2)), np.zeros((3, 2)))
    with pytest.raises(DataError, match="No two images have the same condition"):
        decompose_rate(codes)


def test_information_saturates_at_the_logarithm_of_the_number_of_images():
    sharp = codes_at(np.random.default_rng(0).normal(size=(50, 8)), np.full((50, 8), -9.0))
    parts = decompose_rate(sharp)
    assert parts.mutual_information == pytest.approx(math.log(50), abs=1e-3)
    assert parts.samples == 50


def test_chunks_do_not_change_the_answer(monkeypatch):
    codes = random_codes(300, 3, 0)
    whole = decompose_rate(codes, samples=100)
    monkeypatch.setattr("vaeviz.metrics.elbo_surgery._ELEMENTS", 7 * 900)
    chunked = decompose_rate(codes, samples=100)
    assert chunked.mutual_information == pytest.approx(whole.mutual_information, abs=1e-5)
    assert chunked.total_correlation == pytest.approx(whole.total_correlation, abs=1e-5)


def test_progress_counts_the_draws_and_an_error_in_it_stops_the_work(monkeypatch):
    monkeypatch.setattr("vaeviz.metrics.elbo_surgery._ELEMENTS", 10 * 900)
    seen = []
    decompose_rate(random_codes(300, 3, 0), samples=25, progress=lambda *call: seen.append(call[1:]))
    assert seen == [(10, 25), (20, 25), (25, 25)]
    with pytest.raises(KeyboardInterrupt):
        decompose_rate(random_codes(300, 3, 0), progress=stop)


def stop(stage: str, done: int, total: int) -> None:
    raise KeyboardInterrupt


def test_no_images_is_an_error():
    with pytest.raises(DataError, match="at least one image"):
        decompose_rate(codes_at(np.empty((0, 2))))
    with pytest.raises(DataError, match="at least one image"):
        elbo_surgery(codes_at(np.empty((0, 2))))
