"""The beta that a loss really has: by arithmetic, by evaluating it, and as the lines that the page writes for it."""

import itertools
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch.nn import functional as F  # noqa: N812

from vaeviz.collapse.lab.settings import LabSettings
from vaeviz.collapse.loss.famous import FAMOUS
from vaeviz.collapse.loss.formula import Loss
from vaeviz.errors import ConfigError
from vaeviz.server.figures.losses import losses

LINES = Path(__file__).parents[2] / "web" / "collapse" / "theory" / "lines.mjs"
REDUCTIONS = ("sum", "mean", "total")
ALL = [
    Loss(kind=kind, reduction=one, weight=3, kl_reduction=other, kl_weight=0.25, pixels=12, latents=5, batch=8)
    for kind, one, other in itertools.product(("bernoulli", "squared"), REDUCTIONS, REDUCTIONS)
]


@pytest.mark.parametrize(
    ("name", "beta"), [("sum", 1), ("mean-bce", 784), ("mean-mse", 392), ("antixk", 1.536), ("bolts", 0.6)]
)
def test_famous_losses_have_their_known_beta(name, beta):
    # by arithmetic, from each source
    loss = next(one.loss for one in FAMOUS if one.name == name)
    assert loss.beta == pytest.approx(beta)
    assert loss.s2 == (pytest.approx(beta) if loss.kind == "squared" else None)


def batch(loss: Loss):
    generator = torch.Generator().manual_seed(0)
    x, x_hat = (torch.rand(loss.batch, 1, 3, 4, generator=generator, dtype=torch.float64) for _ in range(2))
    mu, logvar = (torch.randn(loss.batch, loss.latents, generator=generator, dtype=torch.float64) for _ in range(2))
    return {"x": x, "x_hat": x_hat, "logits": x_hat.logit(), "mu": mu, "logvar": logvar, "F": F}


def as_written(loss: Loss, given) -> float:
    """Evaluate the loss as a person would write it."""

    def reduce(values, how):
        return {"sum": values.flatten(1).sum(1).mean(), "mean": values.mean(), "total": values.sum()}[how]

    mu, logvar, x, x_hat = (given[name] for name in ("mu", "logvar", "x", "x_hat"))
    error = F.binary_cross_entropy if loss.kind == "bernoulli" else F.mse_loss
    kl = -0.5 * (1 + logvar - mu.pow(2) - logvar.exp())
    parts = reduce(error(x_hat, x, reduction="none"), loss.reduction), reduce(kl, loss.kl_reduction)
    return float(loss.weight * parts[0] + loss.kl_weight * parts[1])


def in_nats(loss: Loss, beta: float, given) -> float:
    """Evaluate distortion + beta * rate, in nats but for a constant."""
    mu, logvar, x, x_hat = (given[name] for name in ("mu", "logvar", "x", "x_hat"))
    rate = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)
    if loss.kind == "bernoulli":
        distortion = F.binary_cross_entropy(x_hat, x, reduction="none").flatten(1).sum(1)
    else:
        distortion = 0.5 * (x_hat - x).square().flatten(1).sum(1)
    return float((distortion + beta * rate).mean())


def best_in_nats(loss: Loss, given) -> float:
    """Evaluate the ELBO, of squared error at the best variance of a pixel (Rybkin et al. 2021), but for a constant."""
    if loss.kind == "bernoulli":
        return in_nats(loss, 1, given)
    mu, logvar = given["mu"], given["logvar"]
    rate = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).mean()
    return float(loss.pixels / 2 * (1 + F.mse_loss(given["x_hat"], given["x"]).log()) + rate)


@pytest.mark.parametrize("loss", ALL, ids=lambda loss: f"{loss.kind}-{loss.reduction}-{loss.kl_reduction}")
def test_a_loss_is_distortion_plus_beta_times_rate_times_a_constant(loss):
    given = batch(loss)
    constant = loss.scale * (1 if loss.kind == "bernoulli" else 2)
    assert as_written(loss, given) == pytest.approx(constant * in_nats(loss, loss.beta, given))


@pytest.fixture(scope="module")
def page():
    node = shutil.which("node")
    assert node, "Node is needed for the tests of the page: apt install nodejs"
    given = json.dumps([loss.to_json() for loss in ALL])
    done = subprocess.run([node, str(LINES), given], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("at", range(len(ALL)))
def test_the_page_finds_the_same_beta_and_the_weight_that_makes_it_one(page, at):
    assert page[at]["beta"] == pytest.approx(ALL[at].beta)
    assert replace(ALL[at], kl_weight=page[at]["right"]).beta == pytest.approx(1)


@pytest.mark.parametrize("at", range(len(ALL)))
def test_the_pages_corrected_lines_run_and_have_the_stated_beta(page, at):
    # the lines are ours and come from a file of this project
    loss, given = ALL[at], batch(ALL[at])
    names = dict(given)
    exec("\n".join(page[at]["same"]), names)
    scale = 1 if loss.kind == "bernoulli" else loss.beta  # under variance s2 the squared error counts 1 / (2 s2)
    assert float(names["loss"]) * scale == pytest.approx(in_nats(loss, loss.beta, given), rel=1e-3)
    exec("\n".join(page[at]["lines"]), names)
    assert float(names["loss"]) == pytest.approx(best_in_nats(loss, given))


@pytest.mark.parametrize("at", [at for at, loss in enumerate(ALL) if loss.kind == "squared"])
def test_the_laboratory_is_given_settings_that_train_the_same_objective(page, at):
    loss, given = ALL[at], batch(ALL[at])
    settings = LabSettings(**{name.removeprefix("lab_"): value for name, value in page[at]["lab"].items()})
    config, train = settings.model_config(), settings.train_config()
    assert train.objective == "beta-elbo"
    assert config.likelihood == "gaussian"
    assert config.sigma is not None
    rate = 0.5 * (given["mu"] ** 2 + given["logvar"].exp() - 1 - given["logvar"]).sum(1).mean()
    distortion = (given["x_hat"] - given["x"]).square().flatten(1).sum(1).mean() / (2 * config.sigma**2)
    constant = 2 * loss.scale * config.sigma**2
    assert as_written(loss, given) == pytest.approx(float(constant * (distortion + train.beta * rate)), rel=2e-3)


def test_a_loss_out_of_range_is_refused():
    for wrong in ({"pixels": 0}, {"latents": 0}, {"batch": 0}, {"weight": 0.0}, {"kl_weight": -1.0}):
        with pytest.raises(ConfigError):
            Loss(kind="squared", **wrong)


def test_the_page_is_given_every_famous_loss_with_its_beta():
    body = losses()
    size = int.from_bytes(body[:4], "little")
    famous = json.loads(body[4 : 4 + size])["famous"]
    assert [(one["name"], one["beta"]) for one in famous] == [(one.name, one.loss.beta) for one in FAMOUS]
