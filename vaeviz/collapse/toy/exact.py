"""The exact figures of a toy model: sums over all sequences and over a grid of z, without sampling."""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Float32, Float64, Int64
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from vaeviz.collapse.toy.model import ToyModel
from vaeviz.collapse.toy.source import LENGTH, POINTS, Grid, normal_grid, probability, sequences
from vaeviz.latent import Posterior


@dataclass(frozen=True)
class Figures:
    """Means over the data distribution, in nats per sequence."""

    nll: float  # of -log p(x): the entropy of the data plus the model's excess
    elbo: float  # -elbo - nll is KL(q(z|x) || p(z|x)), the encoder's gap
    rate: float  # KL(q(z|x) || p(z))
    variance: float  # of q's means over sequences; a unit above criteria.ACTIVE is active
    true_variance: float  # of the true posterior's means: how much the decoder depends on z


@dataclass(frozen=True)
class Posteriors:
    """Both posteriors of some sequences."""

    mu: Float32[Tensor, " n"]  # of q(z|x)
    sd: Float32[Tensor, " n"]
    true_mu: Float32[Tensor, " n"]  # mean of the model's p(z|x)
    true_posterior: Float32[Tensor, "n point"]  # its probability at each point


def log_likelihood(model: ToyModel, grid: Grid) -> Float[Tensor, "sequence point"]:
    """Return log p(x|z) of every sequence at every point, one toss at a time, so that each prefix is computed once."""
    from_z = model.z_logits(grid.z.float()[:, None])
    log_p, before = torch.zeros(1, len(grid.z)), torch.zeros(1)
    for toss in range(LENGTH):
        logit = from_z[:, toss] + model.history_logit(toss, before)[:, None]
        longer = logit.new_empty(len(before), 2, len(grid.z))
        torch.sub(log_p, F.softplus(logit), out=longer[:, 0])  # tails
        torch.add(longer[:, 0], logit, out=longer[:, 1])
        log_p = longer.flatten(0, 1)
        before = torch.stack([before - model.memory[toss], before + model.memory[toss]], 1).flatten()
    return log_p


@torch.no_grad()
def exact_figures(model: ToyModel, points: int = POINTS) -> Figures:
    """Return the model's exact figures.

    The ELBO's expectation over q(z|x) is a sum over the same points as p(x), so ELBO <= log p(x) holds up to the
    quadrature's error, with equality where q is the true posterior.
    """
    grid, p = normal_grid(points), probability()
    z = grid.z.float()
    log_p = log_likelihood(model, grid)
    posterior = model.encode(sequences(), p.float())
    q = torch.softmax(-0.5 * ((z - posterior.mu) / (posterior.logvar / 2).exp()).square(), 1)
    fit = (p * torch.linalg.vecdot(q, log_p)).sum()
    rate = (p * posterior.kl_to_prior()[:, 0]).sum()
    joint = log_p.add_(grid.log_weight.float())
    top = joint.amax(1, keepdim=True)
    share = joint.sub_(top).exp_()
    total = share.sum(1)
    return Figures(
        nll=-(p * (top[:, 0] + total.log())).sum().item(),
        elbo=(fit - rate).item(),
        rate=rate.item(),
        variance=_variance(posterior.mu[:, 0].double(), p),
        true_variance=_variance((share @ z / total).double(), p),
    )


@torch.no_grad()
def posteriors_of(model: ToyModel, rows: Int64[Tensor, " n"]) -> Posteriors:
    """Return both posteriors of some rows of `source.sequences`: fast enough for an animation."""
    grid = normal_grid()
    if model.gamma:  # batch-norm's statistics are those of the whole distribution
        whole = model.encode(sequences(), probability().float())
        posterior = Posterior(whole.mu[rows], whole.logvar[rows])
    else:
        posterior = model.encode(sequences()[rows])
    x = sequences()[rows][:, None]
    logit = model.z_logits(grid.z.float()[:, None]) + model.history_logits(x[:, 0])[:, None]
    shares = true_posterior(-F.softplus(-x * logit).sum(2), grid)
    return Posteriors(posterior.mu[:, 0], (posterior.logvar[:, 0] / 2).exp(), shares @ grid.z.float(), shares)


def log_evidence(log_p: Float[Tensor, "sequence point"], grid: Grid) -> Float64[Tensor, " sequence"]:
    """Return log p(x) of every sequence."""
    return (log_p.double() + grid.log_weight).logsumexp(1)


def true_posterior(log_p: Float[Tensor, "sequence point"], grid: Grid) -> Float[Tensor, "sequence point"]:
    """Return the model's p(z|x): the probability of each point."""
    return torch.softmax(log_p + grid.log_weight.float(), 1)


def _variance(values: Float64[Tensor, " sequence"], p: Float64[Tensor, " sequence"]) -> float:
    mean = (p * values).sum()
    return (p * (values - mean).square()).sum().item()
