"""The package against closed forms: probabilistic PCA, linear VAEs, entropies of the real pixels.

Published or derived figures stand beside the tolerance; "seeds" says from how many seeds the tolerance was set.
"""

import math

import numpy as np
import pytest
import torch
from oracles import ppca

from vaeviz import data as datasets
from vaeviz.collapse.linear.theory import ppca_maximum, spectrum, water_filling
from vaeviz.collapse.linear.training import LinearSettings, descend, measure_run, stand_in, untrained
from vaeviz.config import Condition, ModelConfig, TrainConfig
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import DataError
from vaeviz.families import build
from vaeviz.families.likelihoods import Bernoulli
from vaeviz.latent import Posterior
from vaeviz.metrics.bounds import dataset_elbo, importance_bound, log_density, log_weights
from vaeviz.metrics.criteria import ACTIVE
from vaeviz.training.fit import fit
from vaeviz.training.objectives import ElboTerms, elbo_terms
from vaeviz.training.state import TrainState


@pytest.fixture(scope="module")
def digits() -> torch.Tensor:
    """All 1,797 digits in [0, 1], as the published figures take them (levels / 16), not our rounded bytes."""
    from sklearn.datasets import load_digits

    return torch.from_numpy(load_digits().data / 16).reshape(-1, 1, 8, 8)


def mnist(split) -> ImageDataset:
    try:
        return datasets.load("mnist", split)
    except DataError as error:
        pytest.skip(f"MNIST is neither here nor to be had: {error}")


def pixels(data: ImageDataset) -> torch.Tensor:
    return torch.from_numpy(data.images[:]).float() / 255


def trained_linear_vae(axes, latent: int, s2: float, beta: float = 1.0, seed: int = 0):
    model = untrained(LinearSettings(image_shape=(1, 8, 8), latent=latent, s2=s2, seed=seed))
    descend(model, stand_in(axes), beta)
    return model


def test_closed_form_kl_is_the_monte_carlo_kl():
    # 0.5 * (0.49 + e^-0.5 - 1 + 0.5 + 1.44 + e^0.3 - 1 - 0.3) = 1.04319; 1e6 draws, within 3 standard errors
    one = Posterior(torch.tensor([[0.7, -1.2]]), torch.tensor([[-0.5, 0.3]]))
    many = Posterior(one.mu.expand(1_000_000, 2), one.logvar.expand(1_000_000, 2))
    z = many.sample(torch.Generator().manual_seed(0))
    drawn = log_density(z, one.mu, one.logvar) - log_density(z, torch.zeros(1, 2), torch.zeros(1, 2))
    assert one.kl_to_prior().sum().item() == pytest.approx(1.04319, abs=1e-5)
    assert abs(drawn.mean().item() - 1.04319) < 3 * drawn.std().item() / 1000


def test_rate_of_a_barely_active_dimension():
    # q(z) = N(0, 1) with Var(mu) = 0.01 leaves 0.99 for the posterior: -0.5 ln 0.99 = 0.00503 nats
    mu = torch.tensor([[0.1], [-0.1]])
    rate = Posterior(mu, torch.full((2, 1), math.log(1 - ACTIVE))).kl_to_prior().mean()
    assert rate.item() == pytest.approx(0.00503, abs=5e-6)


@pytest.mark.parametrize(("latent", "published"), [(2, 0.0057), (8, 14.2098), (16, 23.9294)])
def test_ppca_reaches_its_published_likelihood(digits, latent, published):
    from sklearn.decomposition import PCA

    maximum, _ = ppca_maximum(spectrum(digits.numpy()).values, latent)
    evidence = ppca(digits, latent).log_evidence(digits).mean().item()
    assert maximum == pytest.approx(published, abs=1e-4)
    assert evidence == pytest.approx(maximum, abs=1e-9)
    # scikit-learn divides the covariance by n - 1, ours by n
    assert PCA(latent).fit(digits.flatten(1).numpy()).score(digits.flatten(1).numpy()) == pytest.approx(
        maximum, abs=1e-3
    )


def test_bounds_are_ordered_and_their_gap_is_the_closed_form(digits):
    # A posterior 2.5 times too wide in two dimensions costs 2.5^2 - 1 - 2 ln 2.5 = 3.417 nats.
    # Over five seeds both estimates came within 0.017 of it.
    model = ppca(digits, 2, widen=2.5)
    evidence = model.log_evidence(digits).mean().item()
    generator = torch.Generator().manual_seed(0)
    weights = log_weights(model, digits, None, 100, generator)
    elbo = weights.mean().item()
    five = torch.stack([importance_bound(part) for part in weights.split(5)]).mean().item()
    fifty = torch.stack([importance_bound(part) for part in weights.split(50)]).mean().item()
    assert model.exact_gap() == pytest.approx(3.417, abs=1e-3)
    assert evidence - elbo == pytest.approx(3.417, abs=0.05)
    assert elbo < five < fifty < evidence
    # the rate in closed form leaves less noise: the same gap through the training objective
    terms = [elbo_terms(model, digits, None, generator).elbo().mean() for _ in range(100)]
    assert evidence - torch.stack(terms).mean().item() == pytest.approx(3.417, abs=0.05)


def test_all_bounds_are_the_evidence_at_the_exact_posterior(digits):
    # every weight is p(x) itself: no variance, whatever the number of samples
    model = ppca(digits, 2)
    evidence = model.log_evidence(digits)
    weights = log_weights(model, digits, None, 50, torch.Generator().manual_seed(0))
    assert (weights - evidence).abs().max().item() < 1e-3
    assert (importance_bound(weights) - evidence).abs().max().item() < 1e-3


@pytest.mark.parametrize("seed", [0, 1])
def test_trained_linear_vae_reaches_the_ppca_maximum(digits, seed):
    # Lucas et al. 2019. Three seeds came within 0.003 of 14.2098 (200 draws of z) and 3e-5 nats a dimension.
    axes = spectrum(digits.numpy())
    maximum, s2 = ppca_maximum(axes.values, 8)
    model = trained_linear_vae(axes, 8, s2, seed=seed)
    generator = torch.Generator().manual_seed(0)
    terms = [elbo_terms(model, digits.float(), None, generator) for _ in range(200)]
    elbo = torch.stack([one.elbo().mean() for one in terms]).mean().item()
    rate = terms[0].rate.mean(0).sort(descending=True).values
    assert elbo == pytest.approx(maximum, abs=0.01)
    assert rate.numpy() == pytest.approx(0.5 * np.log(axes.values[:8] / s2), abs=0.01)


@pytest.mark.parametrize(("beta", "active"), [(4, 14), (8, 8), (16, 4), (30, 2), (40, 0)])
def test_collapse_follows_water_filling(digits, beta, active):
    # Dimensions live exactly where the eigenvalue is above beta sigma^2. Over three seeds each, every dimension's rate
    # came within 0.004 nats of the theory and the squared error within 0.002.
    axes = spectrum(digits.numpy())
    theory = water_filling(axes.values, beta * 0.02, 16)
    found = measure_run(trained_linear_vae(axes, 16, 0.02, beta), digits.float(), axes, beta)
    assert theory.active == active
    assert found.active == active
    assert found.axes.nonzero()[0].tolist() == list(range(active))
    assert found.rate[:active] == pytest.approx(theory.rate, abs=0.01)
    assert found.rate[active:].sum() < 1e-3
    assert found.squared_error == pytest.approx(theory.squared_error, abs=0.005)


def test_linear_model_with_thirty_components_has_hintons_error_on_mnist():
    # Hinton and Salakhutdinov 2006: 13.87 squared error per test image
    train, test = pixels(mnist("train")), pixels(mnist("test"))
    axes = spectrum(train.numpy())
    top, mean = (torch.from_numpy(part).float() for part in (axes.vectors[:, :30], axes.mean))
    config = ModelConfig(family="linear", image_shape=(1, 28, 28), latent_dim=30, likelihood="gaussian", sigma=1.0)
    model = build(config).requires_grad_(False)
    model.encoder.mu.weight.copy_(top.T)
    model.encoder.mu.bias.copy_(-mean @ top)
    model.decoder.linear.weight.copy_(top)
    model.decoder.linear.bias.copy_(mean)
    x_hat = model.likelihood(model.encode(test).mu).mean
    assert (test - x_hat).square().flatten(1).sum(1).mean().item() == pytest.approx(13.87, abs=0.02)


def test_collapsed_and_perfect_bernoulli_decoders_have_the_pixel_entropies():
    # A decoder that ignores z can at best say each pixel's mean: 206.03 nats on the training images, 205.81 on
    # binarised test images. One that says each grey level itself still pays the entropy of the levels: 45.76.
    train, test = pixels(mnist("train")), pixels(mnist("test"))
    collapsed = train.mean(0, keepdim=True).logit(1e-6)
    drawn = torch.bernoulli(test, generator=torch.Generator().manual_seed(0))
    assert distortion(collapsed.expand_as(train), train) == pytest.approx(206.03, abs=0.05)
    assert distortion(collapsed.expand_as(test), drawn) == pytest.approx(205.8, abs=0.5)
    assert distortion(train.logit(1e-7), train) == pytest.approx(45.76, abs=0.02)


def distortion(logits: torch.Tensor, x: torch.Tensor) -> float:
    parts = zip(logits.split(5000), x.split(5000), strict=True)
    return -torch.cat([Bernoulli(a, torch.sigmoid, None).log_prob(b) for a, b in parts]).mean().item()


def train_conv(data, *, latent, epochs, objective=None, beta_steps=0, condition=None, seed=0):
    config = ModelConfig(
        family="conv", image_shape=(1, 28, 28), latent_dim=latent, width=16, hidden=128, condition=condition
    )
    plan = TrainConfig(
        dataset="mnist",
        epochs=epochs,
        binarise=True,
        beta_schedule="warm-up" if beta_steps else "constant",
        beta_steps=beta_steps,
        label_dropout=0.0,
        seed=seed,
    )
    torch.manual_seed(seed)
    state = TrainState(build(config), plan)
    for _ in fit(state.model, data, plan, objective=objective, state=state):
        pass
    return state.average


def mean_over_pixels(beta: float):
    """The classic mistake: distortion averaged over the pixels beside a rate summed over dimensions."""

    def objective(terms: ElboTerms, step: int) -> torch.Tensor:
        return (terms.distortion / 784 + beta * terms.rate.sum(1)).mean()

    return objective


@pytest.mark.slow
def test_averaging_over_pixels_collapses_every_dimension():
    # beta 1 beside a mean is beta 784 beside a sum; with beta = 1/784 it is the ELBO again.
    # Three seeds: rate 1e-5, distortion 206.5 to 206.6; two with 1/784: 10 of 10 active, rate 15 and 16.
    train, test = mnist("train"), mnist("test")
    rows = np.arange(len(test))
    collapsed = train_conv(train, latent=10, epochs=1, objective=mean_over_pixels(1.0))
    measured = dataset_elbo(collapsed, test, rows, binarise=True)
    assert measured.terms.rate.mean(0).sum().item() < 0.01
    assert int((measured.mu.var(0) > ACTIVE).sum()) == 0
    assert measured.terms.distortion.mean().item() == pytest.approx(206, abs=1.5)
    healthy = train_conv(train, latent=10, epochs=1, objective=mean_over_pixels(1 / 784))
    measured = dataset_elbo(healthy, test, rows, binarise=True)
    assert int((measured.mu.var(0) > ACTIVE).sum()) == 10


@pytest.mark.slow
def test_conv_vae_reaches_its_bound_in_five_annealed_epochs():
    # two seeds: -103.5 and -103.8
    train, test = mnist("train"), mnist("test")
    model = train_conv(train, latent=10, epochs=5, beta_steps=468)
    elbo = dataset_elbo(model, test, np.arange(len(test)), binarise=True).terms.elbo().mean().item()
    assert elbo >= -105


@pytest.mark.slow
def test_conditioning_on_the_class_improves_the_bound_by_at_most_its_entropy():
    # log p(x) >= log p(x|c) - ln 10: two dimensions cannot hold the class and the style, so the condition gains more.
    # Two epochs, two seeds: -161 without, -137 and -136 with the class.
    train, test = mnist("train"), mnist("test")
    rows = np.arange(len(test))
    classes = Condition(kind="class", names=train.class_names)
    plain = train_conv(train, latent=2, epochs=2)
    conditional = train_conv(train, latent=2, epochs=2, condition=classes)
    without, given = (
        dataset_elbo(model, test, rows, binarise=True).terms.elbo().mean().item() for model in (plain, conditional)
    )
    assert given > without + math.log(10)
