"""The toy's data: tosses of bent coins. One number z bends each coin, so all of p(x) is a sum over one dimension.

z is drawn from N(0, 1), then LENGTH tosses are heads with probability sigmoid(BEND z) each. There are 2^LENGTH
sequences; how likely one is depends on its heads alone.
"""

import math
from dataclasses import dataclass
from functools import cache

import torch
from jaxtyping import Float32, Float64, Int64
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

LENGTH = 16  # tosses of a sequence
BEND = 1.514  # slope of a toss's logit in z; with it the entropy is 9.38 nats
POINTS = 80  # of the quadrature over z
EDGE = 6.0  # the quadrature's last point; 2e-9 of the prior lies beyond


@dataclass(frozen=True)
class Grid:
    """Points of z and the log of the prior's share of each; the shares sum to 1."""

    z: Float64[Tensor, " point"]
    log_weight: Float64[Tensor, " point"]


@cache
def normal_grid(points: int = POINTS) -> Grid:
    """Return evenly spaced points under N(0, 1): sums of smooth densities over them are all but exact."""
    z = torch.linspace(-EDGE, EDGE, points, dtype=torch.float64)
    return Grid(z, torch.log_softmax(-z.square() / 2, 0))


def log_probability(points: int = POINTS) -> Float64[Tensor, " heads"]:
    """Return log p(x) of a sequence with 0, 1, ... LENGTH heads."""
    grid, heads = normal_grid(points), torch.arange(LENGTH + 1.0, dtype=torch.float64)[:, None]
    logit = BEND * grid.z
    log_p = heads * F.logsigmoid(logit) + (LENGTH - heads) * F.logsigmoid(-logit)
    return (log_p + grid.log_weight).logsumexp(1)


def entropy(points: int = POINTS) -> float:
    """Return the entropy of the data in nats a sequence: no model has a smaller mean of -log p(x)."""
    log_p = log_probability(points)
    ways = torch.tensor([math.comb(LENGTH, heads) for heads in range(LENGTH + 1)], dtype=torch.float64)
    return -(ways * log_p.exp() * log_p).sum().item()


@cache
def sequences() -> Float32[Tensor, "sequence toss"]:
    """Return every sequence, 1 for heads and -1 for tails, in the order of binary numbers, first toss first."""
    places = torch.arange(LENGTH - 1, -1, -1)
    return 2.0 * ((torch.arange(2**LENGTH)[:, None] >> places) & 1).float() - 1


@cache
def probability() -> Float64[Tensor, " sequence"]:
    """Return p(x) of every sequence; it sums to 1."""
    heads: Int64[Tensor, " sequence"] = (sequences() > 0).sum(1)
    return log_probability()[heads].exp()


def draw(n: int, generator: torch.Generator) -> Float32[Tensor, "n toss"]:
    """Draw fresh sequences: there is no training set to run out of."""
    z = torch.randn(n, 1, generator=generator)
    return 2.0 * (torch.rand(n, LENGTH, generator=generator) < torch.sigmoid(BEND * z)).float() - 1
