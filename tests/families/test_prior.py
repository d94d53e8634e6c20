"""The learned p(z|c): where it starts, what it costs, where it ends."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.distributions import Normal, kl_divergence
from toys import holding

from vaeviz.config import Condition, ModelConfig, TrainConfig
from vaeviz.errors import CheckpointError, ConfigError
from vaeviz.families import build
from vaeviz.families.program import program_of
from vaeviz.files.checkpoint import load, save
from vaeviz.files.codes import read_codes, write_codes
from vaeviz.files.header import Header
from vaeviz.files.weights import numbers
from vaeviz.latent import Posterior, Prior
from vaeviz.latents.encode import encode_dataset
from vaeviz.metrics.bounds import dataset_elbo, log_weights
from vaeviz.training.fit import fit
from vaeviz.training.objectives import elbo_terms

CLASSES = Condition(kind="class", names=("top left", "top right", "bottom left", "bottom right"))
STANDARD = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=16, condition=CLASSES)
LEARNED = replace(STANDARD, prior="conditional")


def model(config=LEARNED, seed=0):
    torch.manual_seed(seed)
    return build(config)


def moved(seed=0):
    """Return a model whose prior is away from N(0, I) and differs by class."""
    network = model(seed=seed)
    with torch.no_grad():
        for part in network.conditional_prior.parameters():
            part.normal_(generator=torch.Generator().manual_seed(seed))
    return network.eval().requires_grad_(False)


def checkpoint(network, digest="0" * 32):
    return holding(network, Header(name="toy", model=network.config), digest)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_kl_to_a_given_gaussian_is_torchs(seed):
    mu, logvar, prior_mu, prior_logvar = torch.randn(4, 50, 3, generator=torch.Generator().manual_seed(seed))
    expected = kl_divergence(Normal(mu, (logvar / 2).exp()), Normal(prior_mu, (prior_logvar / 2).exp()))
    found = Posterior(mu, logvar).kl_to_prior(Prior(prior_mu, prior_logvar))
    torch.testing.assert_close(found, expected)


@pytest.mark.parametrize("conditional", [True, False])
def test_at_the_start_every_term_is_that_of_the_standard_prior_to_the_bit(corners, conditional):
    x = torch.from_numpy(corners.images[:]).float() / 255
    c = torch.eye(4)[corners.labels] if conditional else None
    pair = [elbo_terms(model(config), x, c, torch.Generator().manual_seed(3)) for config in (STANDARD, LEARNED)]
    assert torch.equal(pair[0].rate, pair[1].rate)
    assert torch.equal(pair[0].distortion, pair[1].distortion)


def test_one_row_stands_for_the_null_label_and_rows_for_conditions():
    network = moved()
    c = torch.eye(4)
    rows, alone = network.prior(c), network.prior()
    assert rows.mu.shape == rows.logvar.shape == (4, 2)
    assert torch.equal(alone.mu, network.prior(torch.zeros(1, 4)).mu)
    mixed = network.prior(c.mean(0, keepdim=True))
    torch.testing.assert_close(mixed.mu, rows.mu.mean(0, keepdim=True))
    torch.testing.assert_close(mixed.logvar, rows.logvar.mean(0, keepdim=True))


def test_its_numbers_give_the_same_prior_and_the_variance_stays_finite():
    network = moved()
    numbers = network.affine_prior()
    assert numbers is not None
    c = torch.randn(20, 4, generator=torch.Generator().manual_seed(1)) * 20
    mu, logvar = numbers.at(c.numpy())
    np.testing.assert_allclose(mu, network.prior(c).mu, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(logvar, network.prior(c).logvar, rtol=1e-5, atol=1e-5)
    assert np.abs(logvar).max() == 10
    assert model(STANDARD).affine_prior() is None


def test_rates_of_codes_are_to_the_prior_of_their_own_condition(corners, tmp_path):
    network = moved()
    codes = encode_dataset(checkpoint(network), corners)
    own = network.prior(torch.eye(4)[corners.labels])
    expected = Posterior(torch.from_numpy(codes.mu), torch.from_numpy(codes.logvar)).kl_to_prior(own)
    np.testing.assert_allclose(codes.rate(), expected, rtol=1e-4, atol=1e-5)
    measured = dataset_elbo(network, corners, np.arange(256), binarise=False).terms.rate
    np.testing.assert_allclose(codes.rate(), measured, rtol=1e-4, atol=1e-5)
    write_codes(tmp_path, codes, {})
    np.testing.assert_allclose(read_codes(tmp_path, "0" * 32).codes.rate(), expected, rtol=0.02, atol=0.02)


def test_codes_whose_prior_does_not_fit_are_damaged(corners, tmp_path):
    codes = encode_dataset(checkpoint(moved()), corners)
    assert codes.prior is not None
    narrow = np.zeros((2, 3), np.float32)
    write_codes(tmp_path, replace(codes, prior=replace(codes.prior, mu_weight=narrow, logvar_weight=narrow)), {})
    with pytest.raises(CheckpointError, match=r"prior.mu_weight has shape \(2, 3\)"):
        read_codes(tmp_path, "0" * 32)


def test_importance_weights_estimate_the_same_bound(corners):
    network = moved()
    x, c = torch.from_numpy(corners.images[:4]).float() / 255, torch.eye(4)
    elbos = [elbo_terms(network, x, c, torch.Generator().manual_seed(seed)).elbo() for seed in range(300)]
    weights = log_weights(network, x, c, 4000, torch.Generator().manual_seed(0))
    error = torch.stack(elbos).std(0) / 300**0.5 + weights.std(0) / 4000**0.5
    assert ((torch.stack(elbos).mean(0) - weights.mean(0)).abs() < 4 * error).all()


def test_a_checkpoint_keeps_it_and_the_decoders_program_has_no_part_of_it(tmp_path):
    network = moved()
    save(tmp_path, network, Header(name="x", model=network.config))
    back = load(tmp_path)
    assert torch.equal(back.model.prior(torch.eye(4)).mu, network.prior(torch.eye(4)).mu)
    assert back.learned_prior is not None
    np.testing.assert_allclose(back.learned_prior.at(np.eye(4, dtype=np.float32))[0], network.prior(torch.eye(4)).mu)
    ours = program_of(LEARNED, back.arrays)
    theirs = program_of(STANDARD, numbers(model(STANDARD).state_dict()))
    assert ours is not None
    assert theirs is not None
    assert [type(step) for step in ours.steps] == [type(step) for step in theirs.steps]


def test_it_needs_a_condition():
    with pytest.raises(ConfigError, match="prior is 'conditional'; allowed: standard where there is no condition"):
        replace(LEARNED, condition=None)


def test_its_optimum_has_the_moments_of_its_classes_posteriors(corners):
    """What lies closest to all posteriors of a class, in the mean KL, has their mean and their total variance."""
    network = model()
    codes = encode_dataset(checkpoint(network), corners)
    q = Posterior(torch.from_numpy(codes.mu), torch.from_numpy(codes.logvar))
    c = torch.eye(4)[corners.labels]
    assert network.conditional_prior is not None
    optimizer = torch.optim.LBFGS(network.conditional_prior.parameters(), max_iter=300, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        rate = q.kl_to_prior(network.prior(c)).sum(1).mean()
        rate.backward()
        return rate

    optimizer.step(loss)
    prior = network.prior(torch.eye(4))
    for label in range(4):
        mean, variance = moments(codes, corners.labels == label)
        np.testing.assert_allclose(prior.mu[label].detach(), mean, atol=2e-3)
        np.testing.assert_allclose(prior.logvar[label].detach().exp(), variance, rtol=5e-3)


def moments(codes, members):
    mu, logvar = codes.mu[members], codes.logvar[members]
    return mu.mean(0), mu.var(0) + np.exp(logvar).mean(0)


def test_it_is_computed_in_single_precision_where_training_is_in_half(corners):
    x, c = torch.from_numpy(corners.images[:4]).float() / 255, torch.eye(4)
    network = moved()
    with torch.autocast("cpu", torch.bfloat16):
        terms, prior = elbo_terms(network, x, c, torch.Generator().manual_seed(0)), network.prior(c)
    assert terms.rate.dtype == terms.distortion.dtype == torch.float32
    assert torch.equal(prior.mu, network.prior(c).mu)
    assert torch.equal(prior.logvar, network.prior(c).logvar)


def test_training_moves_it_to_its_classes(corners):
    network = model(replace(LEARNED, likelihood="gaussian", sigma=0.3))
    config = TrainConfig(dataset="corners", epochs=150, batch_size=64, learning_rate=2e-2, label_dropout=0.0, beta=0.5)
    list(fit(network, corners, config))
    codes = encode_dataset(checkpoint(network.eval().requires_grad_(False)), corners)
    prior = network.prior(torch.eye(4))
    for label in range(4):
        mean, variance = moments(codes, corners.labels == label)
        np.testing.assert_array_less(np.abs(prior.mu[label].numpy() - mean), 0.4 * np.sqrt(variance))
        np.testing.assert_allclose((prior.logvar[label] / 2).exp().numpy(), np.sqrt(variance), rtol=0.2)
    assert prior.mu.std(0).norm() > 0.5  # the classes lie apart, and that costs nothing:
    assert codes.rate().sum(1).mean() < replace(codes, prior=None).rate().sum(1).mean() - 0.5
