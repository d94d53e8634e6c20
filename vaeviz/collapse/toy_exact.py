"""What a toy model is worth, exactly: every sequence and every point of z, no sampling anywhere."""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Float32, Float64
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from vaeviz.collapse.toy_model import ToyModel
from vaeviz.collapse.toy_source import LENGTH, POINTS, Grid, normal_grid, probability, sequences


@dataclass(frozen=True)
class Figures:
    """Means over the data distribution, nats a sequence."""

    nll: float  # of -log p(x): the entropy plus what the model loses
    elbo: float  # the bound; -elbo - nll is KL(q(z|x) || p(z|x)), the encoder's own loss
    rate: float  # KL(q(z|x) || p(z))
    variance: float  # of q's means over sequences; a unit above diagnostics.ACTIVE counts as active
    true_variance: float  # of the true posterior's means: what the decoder has to say about z


@dataclass(frozen=True)
class Exact:
    """The figures, and for every sequence both posteriors."""

    figures: Figures
    mu: Float32[Tensor, " sequence"]  # of q(z|x)
    sd: Float32[Tensor, " sequence"]
    true_mu: Float32[Tensor, " sequence"]  # mean of p(z|x), the model's own
    log_p: Float32[Tensor, "sequence point"]  # log p(x|z)


def log_likelihood(model: ToyModel, grid: Grid) -> Float[Tensor, "sequence point"]:
    """Return log p(x|z) of every sequence at every point, walking the tree of first tosses: each is gone once."""
    telling = model.telling(grid.z.float()[:, None])
    log_p, before = torch.zeros(1, len(grid.z)), torch.zeros(1)
    for toss in range(LENGTH):
        logit = telling[:, toss] + model.recalled(toss, before)[:, None]
        longer = logit.new_empty(len(before), 2, len(grid.z))
        torch.sub(log_p, F.softplus(logit), out=longer[:, 0])  # tails
        torch.add(longer[:, 0], logit, out=longer[:, 1])
        log_p = longer.flatten(0, 1)
        before = torch.stack([before - model.memory[toss], before + model.memory[toss]], 1).flatten()
    return log_p


@torch.no_grad()
def measure(model: ToyModel, points: int = POINTS) -> Exact:
    """Return what the model is worth.

    The bound's expectation over q(z|x) is a sum over the same points as p(x), so ELBO <= log p(x) holds up to the
    quadrature's error, and where q is the true posterior they are equal.
    """
    grid, p = normal_grid(points), probability()
    log_p = log_likelihood(model, grid)
    posterior = model.encode(sequences(), p.float())
    mu, sd = posterior.mu, (posterior.logvar / 2).exp()
    joint = log_p + grid.log_weight.float()
    top = joint.amax(1, keepdim=True)
    share = joint.sub_(top).exp_()
    total = share.sum(1)
    log_px = (top[:, 0] + total.log()).double()
    true_mu = share @ grid.z.float() / total
    q = torch.softmax(-0.5 * ((grid.z.float() - mu) / sd).square(), 1)
    rate = (p * posterior.kl_to_prior()[:, 0]).sum()
    fit = (p * torch.linalg.vecdot(q, log_p)).sum()
    figures = Figures(
        nll=-(p * log_px).sum().item(),
        elbo=(fit - rate).item(),
        rate=rate.item(),
        variance=_variance(mu[:, 0].double(), p),
        true_variance=_variance(true_mu.double(), p),
    )
    return Exact(figures, mu[:, 0], sd[:, 0], true_mu, log_p)


def log_evidence(log_p: Float[Tensor, "sequence point"], grid: Grid) -> Float64[Tensor, " sequence"]:
    """Return log p(x) of every sequence."""
    return (log_p.double() + grid.log_weight).logsumexp(1)


def true_posterior(log_p: Float[Tensor, "sequence point"], grid: Grid) -> Float[Tensor, "sequence point"]:
    """Return the model's own p(z|x): each point's share."""
    return torch.softmax(log_p + grid.log_weight.float(), 1)


def _variance(values: Float64[Tensor, " sequence"], p: Float64[Tensor, " sequence"]) -> float:
    mean = (p * values).sum()
    return (p * (values - mean).square()).sum().item()
