"""The toy's data: tosses of biased coins. One number z sets a coin's bias, so p(x) is an integral over one dimension.

z is drawn from N(0, 1); each of LENGTH tosses is then heads with probability sigmoid(BEND z). There are 2^LENGTH
sequences, and the probability of a sequence depends only on its number of heads.
"""

import math
from dataclasses import dataclass
from functools import cache

import torch
from jaxtyping import Float32, Float64, Int64
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

LENGTH = 16  # tosses per sequence
BEND = 1.514  # slope of a toss's logit in z; with it the entropy is 9.38 nats
POINTS = 80  # of the quadrature over z
EDGE = 6.0  # the quadrature's last point; 2e-9 of the prior's mass is beyond it


@dataclass(frozen=True)
class Grid:
    """Points of z and the log of the prior's weight of each; the weights sum to 1."""

    z: Float64[Tensor, " point"]
    log_weight: Float64[Tensor, " point"]


@cache
def normal_grid(points: int = POINTS) -> Grid:
    """Return evenly spaced points under N(0, 1); sums of smooth densities over them are nearly exact."""
    z = torch.linspace(-EDGE, EDGE, points, dtype=torch.float64)
    return Grid(z, torch.log_softmax(-z.square() / 2, 0))


def log_probability(points: int = POINTS) -> Float64[Tensor, " heads"]:
    """Return log p(x) of a sequence with 0, 1, ... LENGTH heads."""
    grid, heads = normal_grid(points), torch.arange(LENGTH + 1.0, dtype=torch.float64)[:, None]
    logit = BEND * grid.z
    log_p = heads * F.logsigmoid(logit) + (LENGTH - heads) * F.logsigmoid(-logit)
    return (log_p + grid.log_weight).logsumexp(1)


def entropy(points: int = POINTS) -> float:
    """Return the entropy of the data in nats per sequence, the least possible mean of -log p(x)."""
    log_p = log_probability(points)
    ways = torch.tensor([math.comb(LENGTH, heads) for heads in range(LENGTH + 1)], dtype=torch.float64)
    return -(ways * log_p.exp() * log_p).sum().item()


@cache
def sequences() -> Float32[Tensor, "sequence toss"]:
    """Return every sequence, 1 for heads and -1 for tails, in binary order, the first toss most significant."""
    places = torch.arange(LENGTH - 1, -1, -1)
    return 2.0 * ((torch.arange(2**LENGTH)[:, None] >> places) & 1).float() - 1


@cache
def probability() -> Float64[Tensor, " sequence"]:
    """Return p(x) of every sequence; it sums to 1."""
    heads: Int64[Tensor, " sequence"] = (sequences() > 0).sum(1)
    return log_probability()[heads].exp()


def draw(n: int, generator: torch.Generator) -> Float32[Tensor, "n toss"]:
    """Draw new sequences; there is no finite training set."""
    z = torch.randn(n, 1, generator=generator)
    return 2.0 * (torch.rand(n, LENGTH, generator=generator) < torch.sigmoid(BEND * z)).float() - 1
