"""What every family must keep, whatever it is made of."""

import math

import pytest
import torch
from toys import CLASSES, FACE, small_config

from vaeviz.config import ModelConfig
from vaeviz.errors import ConfigError
from vaeviz.families import FAMILIES, build
from vaeviz.families.shapes import MAX_PIXELS
from vaeviz.files.checkpoint import load, save
from vaeviz.files.header import Header
from vaeviz.latent import TrainableModel

SHAPES = [(1, 28, 28), (3, 28, 28), (1, 64, 64), (3, 64, 64), (1, 8, 8)]


CASES = [
    pytest.param(small_config(family, shape, condition), id=f"{family}-{shape}-{'cvae' if condition else 'vae'}")
    for family in FAMILIES
    for shape in SHAPES
    for condition in (None, CLASSES)
    if not (family == "linear" and condition)
    if not (family == "autoregressive" and math.prod(shape) > MAX_PIXELS)
]
CASES += [
    pytest.param(small_config("mlp", (1, 8, 8), condition, prior="conditional"), id=f"prior-{condition.kind}")
    for condition in (CLASSES, FACE)
]
CASES += [
    pytest.param(small_config("mlp", (1, 8, 8), posterior="delta", posterior_floor=0.2), id="delta"),
    pytest.param(
        small_config("conv", (1, 8, 8), CLASSES, posterior="batch-norm", posterior_floor=0.6), id="batch-norm"
    ),
    pytest.param(small_config("autoregressive", (1, 8, 8), likelihood="gaussian"), id="autoregressive-gaussian"),
    pytest.param(small_config("autoregressive", (3, 8, 8), likelihood="gaussian-optimal"), id="autoregressive-optimal"),
]


@pytest.fixture(params=CASES)
def model(request):
    torch.manual_seed(0)
    return build(request.param)


def batch(model, n=6):
    generator = torch.Generator().manual_seed(1)
    x = torch.rand(n, *model.image_shape, generator=generator)
    z = torch.randn(n, model.latent_dim, generator=generator)
    c = torch.eye(model.condition.size)[torch.arange(n) % model.condition.size] if model.condition else None
    return x, z, c


def test_the_model_meets_the_protocol(model):
    assert isinstance(model, TrainableModel)


def test_encode_and_decode_have_the_declared_shapes_and_range(model):
    x, z, c = batch(model)
    posterior = model.encode(x, c)
    assert posterior.mu.shape == posterior.logvar.shape == (6, 5)
    pixels = model.decode(10 * z, c)
    assert pixels.shape == x.shape
    assert pixels.min() >= 0
    assert pixels.max() <= 1


def test_nothing_depends_on_train_or_eval_mode(model):
    x, z, c = batch(model)
    in_train = model.train().decode(z, c), model.encode(x, c).mu
    in_eval = model.eval().decode(z, c), model.encode(x, c).mu
    assert all(torch.equal(one, other) for one, other in zip(in_train, in_eval, strict=True))


def test_an_image_alone_is_decoded_as_in_a_batch(model):
    _, z, c = batch(model)
    alone = model.decode(z[:1], None if c is None else c[:1])
    assert torch.allclose(model.decode(z, c)[:1], alone, atol=1e-6)


def test_decode_is_the_likelihoods_mean(model):
    _, z, c = batch(model)
    assert torch.equal(model.decode(z, c), model.likelihood(z, c).mean.clamp(0, 1))


def test_the_density_is_one_number_per_image_and_has_a_gradient_for_every_weight(model):
    x, _, c = batch(model)
    posterior = model.encode(x, c)
    loss = -model.likelihood(posterior.sample(torch.Generator().manual_seed(0)), c).log_prob(x)
    assert loss.shape == (6,)
    (loss.sum() + posterior.kl_to_prior(model.prior(c)).sum()).backward()
    assert all(weight.grad is not None and weight.grad.isfinite().all() for weight in model.parameters())


def test_a_checkpoint_gives_the_same_images(model, tmp_path):
    _, z, c = batch(model)
    save(tmp_path, model, Header(name="x", model=model.config))
    assert torch.equal(load(tmp_path).model.decode(z, c), model.decode(z, c))


@pytest.mark.parametrize("family", ["mlp", "conv", "pyramid"])
def test_the_condition_changes_the_image_and_none_is_the_null_label(family):
    torch.manual_seed(0)
    model = build(small_config(family, (1, 28, 28), CLASSES))
    x, z, c = batch(model)
    assert not torch.allclose(model.decode(z, c), model.decode(z, c.roll(1, 1)))
    assert not torch.allclose(model.encode(x, c).mu, model.encode(x, c.roll(1, 1)).mu)
    assert torch.equal(model.decode(z), model.decode(z, torch.zeros_like(c)))
    assert torch.equal(model.encode(x).mu, model.encode(x, torch.zeros_like(c)).mu)


def test_the_linear_family_is_linear():
    model = build(small_config("linear", (1, 8, 8)))
    z = torch.randn(2, 5)
    middle = model.likelihood(z.mean(0, keepdim=True)).mean
    assert torch.allclose(middle, model.likelihood(z).mean.mean(0, keepdim=True), atol=1e-6)


@pytest.mark.parametrize("change", [{"condition": CLASSES}, {"likelihood": "bernoulli"}])
def test_the_linear_family_refuses_what_it_cannot_have(change):
    settings = {"likelihood": "gaussian", "sigma": 0.1} | change
    with pytest.raises(ConfigError, match="linear family"):
        build(ModelConfig(family="linear", image_shape=(1, 8, 8), latent_dim=2, **settings))


def test_conv_names_the_sizes_it_can_have():
    with pytest.raises(ConfigError, match="multiples of 4"):
        build(ModelConfig(family="conv", image_shape=(1, 27, 27), latent_dim=2))


def test_an_unknown_family_is_named():
    with pytest.raises(ConfigError, match="Did you mean 'conv'"):
        build(ModelConfig(family="cov", image_shape=(1, 28, 28), latent_dim=2))
