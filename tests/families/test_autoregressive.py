"""The autoregressive family: each pixel depends on earlier ones only; one pass gives the same as pixel by pixel."""

import pytest
import torch

from vaeviz.config import ModelConfig
from vaeviz.errors import ConfigError
from vaeviz.families import build
from vaeviz.families.program import program_of
from vaeviz.files.weights import numbers
from vaeviz.latent import Autoregressive

LIKELIHOODS = [{"likelihood": "bernoulli"}, {"likelihood": "gaussian", "sigma": 0.2}]


@pytest.fixture(params=LIKELIHOODS, ids=lambda change: change["likelihood"])
def model(request):
    torch.manual_seed(0)
    shape = {"image_shape": (1, 4, 4), "latent_dim": 3, "hidden": 24}
    return build(ModelConfig(family="autoregressive", **shape, **request.param))


def picture(generator, n=5):
    return torch.rand(n, 1, 4, 4, generator=generator)


def test_a_pixel_is_conditioned_on_all_earlier_pixels_and_no_others(model, generator):
    z = torch.randn(1, 3, generator=generator)

    def means(flat):
        return model.likelihood(z).given(flat.view(1, 1, 4, 4)).mean.flatten()

    arrows = torch.autograd.functional.jacobian(means, torch.rand(16, generator=generator)) != 0
    assert torch.equal(arrows, torch.ones(16, 16, dtype=torch.bool).tril(-1))


def test_every_pixel_is_conditioned_on_z(model, generator):
    seen = picture(generator, 1)
    arrows = torch.autograd.functional.jacobian(
        lambda z: model.likelihood(z).given(seen).mean.flatten(), torch.randn(1, 3, generator=generator)
    )
    assert (arrows != 0).all()


def test_the_greedy_mean_is_its_own_mean(model, generator):
    """The greedy picture, shown to the decoder as its own context, is what the decoder expects: one pass checks it."""
    likelihood = model.likelihood(torch.randn(5, 3, generator=generator))
    assert torch.allclose(likelihood.given(likelihood.mean).mean, likelihood.mean, atol=1e-6)


def test_samples_follow_the_density(generator):
    """Of 4 pixels that are on or off: each of the 16 pictures comes as often as its own log_prob says."""
    torch.manual_seed(0)
    model = build(ModelConfig(family="autoregressive", image_shape=(1, 2, 2), latent_dim=1, hidden=8))
    for weight in model.parameters():
        weight.data.mul_(4)  # else all pictures are nearly alike
    every = torch.cartesian_prod(*[torch.tensor([0.0, 1.0])] * 4).view(16, 1, 2, 2)
    expected = model.likelihood(torch.zeros(16, 1)).log_prob(every).exp()
    assert expected.sum().item() == pytest.approx(1, abs=1e-5)
    drawn = model.likelihood(torch.zeros(40_000, 1)).sample(generator).flatten(1)
    found = (drawn @ torch.tensor([8.0, 4.0, 2.0, 1.0])).long().bincount(minlength=16) / 40_000
    assert torch.allclose(found, expected, atol=4 * (0.25 / 40_000) ** 0.5)


def test_samples_differ_and_the_mean_does_not(model, generator):
    likelihood = model.likelihood(torch.zeros(2, 3))
    assert isinstance(likelihood, Autoregressive)
    assert torch.equal(likelihood.mean, model.likelihood(torch.zeros(2, 3)).mean)
    one, other = likelihood.sample(generator)
    assert not torch.equal(one, other)


def test_it_has_no_program_for_the_page(model):
    assert program_of(model.config, numbers(model.state_dict())) is None


def test_images_that_are_too_large_are_refused():
    with pytest.raises(ConfigError, match="samples pixels one by one, at most 1024 per image; found 4096"):
        build(ModelConfig(family="autoregressive", image_shape=(1, 64, 64), latent_dim=2))


def test_a_model_that_was_decoded_first_can_still_be_trained(model):
    with torch.inference_mode():
        model.likelihood(torch.zeros(2, 3)).mean  # noqa: B018
    model.likelihood(torch.zeros(2, 3)).log_prob(torch.rand(2, *model.image_shape)).sum().backward()
