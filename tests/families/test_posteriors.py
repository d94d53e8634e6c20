"""Posteriors that cannot collapse: what they promise, for anything the networks may say."""

import math

import numpy as np
import pytest
import torch

from vaeviz.config import Condition, ModelConfig
from vaeviz.errors import ConfigError
from vaeviz.families import build
from vaeviz.families.committed_rate import committed_variances
from vaeviz.families.posteriors import BatchNormed, Delta

PLAIN = {"family": "mlp", "image_shape": (1, 8, 8), "latent_dim": 5, "hidden": 16}
SPREADS = [1e-3, 1.0, 30.0]
ENDS = [-200.0, -30.0, -19.0, -15.0, -8.0, -2.0, 0.0, 2.0, 8.0, 15.0, 19.0, 30.0, 200.0]  # where the mean may be 0
MEANS = [-3.0, -1e-3, 1e-3, 0.5, 3.0]


def config(posterior, floor):
    return ModelConfig(**PLAIN, posterior=posterior, posterior_floor=floor)


@pytest.mark.parametrize("floor", [0.01, 0.15, 1.0, 4.0])
@pytest.mark.parametrize("spread", SPREADS)
def test_delta_gives_each_dimension_of_each_image_its_minimum_rate(floor, spread, generator):
    heads = spread * torch.randn(2, 1000, 5, generator=generator)
    rate = Delta(config("delta", floor))(*heads).kl_to_prior()
    assert rate.min() >= floor - 1e-4
    assert rate.isfinite().all()


@pytest.mark.parametrize("floor", [0.01, 0.15, 1.0, 4.0])
def test_the_variances_of_delta_solve_their_equation(floor):
    low, high = committed_variances(floor)
    assert low < 1 < high
    assert [math.log(v) - v + 2 * floor + 1 for v in (low, high)] == pytest.approx([0, 0], abs=1e-9)


def test_delta_has_the_same_posterior_for_all_images_exactly_at_its_floor():
    rate = Delta(config("delta", 0.3))(torch.full((4, 5), -1.0), torch.zeros(4, 5)).kl_to_prior()
    assert rate.numpy() == pytest.approx(0.3, abs=1e-5)


@pytest.mark.parametrize("floor", [0.01, 0.25, 4.0])
def test_the_gradient_of_delta_is_right_where_the_mean_goes_to_0(floor):
    form, step = Delta(config("delta", floor)), 1e-4
    spread, mu = torch.meshgrid(torch.tensor(ENDS), torch.tensor(MEANS), indexing="ij")
    given = [part.clone().requires_grad_() for part in (mu, spread)]
    found = torch.autograd.grad(form(*given).mu.sum(), given)
    exact = [part.detach().double() for part in given]
    for which, gradient in enumerate(found):
        sides = [[part + sign * step * (part is exact[which]) for part in exact] for sign in (1, -1)]
        above, below = (form(*side).mu for side in sides)
        assert gradient.isfinite().all()
        assert gradient.double().numpy() == pytest.approx(((above - below) / (2 * step)).numpy(), rel=1e-3, abs=1e-7)


@pytest.mark.parametrize("floor", [0.01, 0.25, 4.0])
def test_the_mean_of_delta_is_what_the_deviation_leaves_and_what_the_network_adds(floor):
    spread = torch.linspace(-12, 12, 97, dtype=torch.float64)[:, None]
    for mu in (-1.0, 0.0, 0.5, 3.0):
        found = Delta(config("delta", floor))(torch.full_like(spread, mu), spread)
        v = found.logvar.exp()
        expected = (2 * floor + 1 + v.log() - v).sqrt() + max(mu, 0.0)
        assert found.mu.numpy() == pytest.approx(expected.numpy(), abs=1e-6)


@pytest.mark.parametrize("gamma", [0.3, 0.6, 1.0])
@pytest.mark.parametrize("spread", SPREADS)
def test_batch_norm_bounds_the_rate_of_every_batch(gamma, spread, generator):
    form = BatchNormed(config("batch-norm", gamma))
    form.learning = True
    for _ in range(5):
        heads = spread * torch.randn(2, 64, 5, generator=generator)
        rate = form(*heads).kl_to_prior().mean(0)
        assert rate.min() >= 0.5 * gamma**2 * (1 - 0.02)  # the root's smallest number costs up to 1% at spread 1e-3
        assert rate.sum() >= 5 * 0.5 * gamma**2 * (1 - 0.02)


def test_batch_norm_outside_of_training_is_a_matter_of_each_image_alone(generator):
    model = build(config("batch-norm", 0.6))
    x = torch.rand(64, 1, 8, 8, generator=generator)
    for _ in range(200):
        with model.batch_statistics():
            learning = model.encode(x).mu
    assert torch.equal(model.encode(x).mu, model.encode(x).mu)
    assert torch.allclose(model.encode(x[:1]).mu, model.encode(x).mu[:1], atol=1e-5)
    assert np.allclose(model.encode(x).mu.detach(), learning.detach(), atol=1e-2)
    assert learning.std(0, correction=0).detach().numpy() == pytest.approx(0.6, abs=1e-2)


def test_the_statistics_of_an_evaluation_are_not_learned(generator):
    model = build(config("batch-norm", 0.6))
    before = model.posterior.mean.clone()
    model.encode(torch.rand(8, 1, 8, 8, generator=generator))
    assert torch.equal(before, model.posterior.mean)


def test_the_statistics_travel_with_the_weights():
    names = set(build(config("batch-norm", 0.6)).state_dict())
    assert {"posterior.mean", "posterior.variance", "posterior.shift"} <= names
    assert not any(name.startswith("posterior") for name in build(ModelConfig(**PLAIN)).state_dict())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"posterior": "delta"}, "posterior_floor is 0"),
        ({"posterior": "batch-norm", "posterior_floor": 5.0}, "allowed: numbers from 0 to 4"),
        ({"posterior_floor": 0.1}, "0 with the free posterior"),
        (
            {
                "posterior": "delta",
                "posterior_floor": 0.1,
                "prior": "conditional",
                "condition": Condition(kind="class", names=("a",)),
            },
            "free where the prior is learned",
        ),
    ],
)
def test_a_floor_that_means_nothing_is_refused(change, message):
    with pytest.raises(ConfigError, match=message):
        ModelConfig(**PLAIN, **change)


def test_the_linear_family_has_the_free_posterior():
    with pytest.raises(ConfigError, match="free posterior"):
        build(
            ModelConfig(
                **PLAIN | {"family": "linear"}, likelihood="gaussian", sigma=0.1, posterior="delta", posterior_floor=0.1
            )
        )
