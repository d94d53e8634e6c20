"""The toy's model: a decoder that may look back at the tosses before, and an encoder with one latent dimension."""

import math

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from vaeviz.collapse.toy.source import LENGTH
from vaeviz.latent import Posterior

MEMORY, TELLING, ENCODER = 4, 16, 32  # hidden units: of each toss's look back, of z, of the encoder
LOGVAR = (-4.0, 4.0)  # of q(z|x): a narrower one would slip between the points of the quadrature
SMALLEST = 1e-6  # variance that batch-norm divides by


class ToyModel(nn.Module):
    """p(x|z) = prod_i sigmoid(x_i logit_i), logit_i = start_i + told_i(z) + looking back_i(x before i).

    Looking back is a running sum of the tosses before, each with a weight of its own, read by a small network for each
    toss: enough to count heads, and so to guess the coin's bend without z. Without it the decoder is factorised.
    """

    def __init__(self, looks_back: bool, generator: torch.Generator) -> None:
        super().__init__()

        def normal(*shape: int, scale: float) -> nn.Parameter:
            return nn.Parameter(torch.randn(*shape, generator=generator) * scale)

        self.looks_back = looks_back
        self.gamma = 0.0  # above 0: the deviation that batch-norm gives the means
        self.start = nn.Parameter(torch.zeros(LENGTH))
        self.memory = nn.Parameter(torch.full((LENGTH,), 0.3))  # at first a plain count
        self.read = normal(LENGTH, MEMORY, scale=0.5)
        self.read_bias = normal(LENGTH, MEMORY, scale=0.5)
        self.recall = normal(LENGTH, MEMORY, scale=0.25)
        self.bend, self.bend_bias = normal(TELLING, 1, scale=1.0), normal(TELLING, scale=1.0)
        self.hidden = normal(ENCODER, LENGTH, scale=1 / math.sqrt(LENGTH))
        self.hidden_bias = nn.Parameter(torch.zeros(ENCODER))
        self.heads = normal(2, ENCODER, scale=0.3 / math.sqrt(ENCODER))  # z says little at first, and is told little
        self.heads_bias = nn.Parameter(torch.zeros(2))
        self.told = normal(LENGTH, TELLING, scale=0.02)

    def encoder(self) -> list[nn.Parameter]:
        """Return the weights of q(z|x) alone."""
        return [self.hidden, self.hidden_bias, self.heads, self.heads_bias]

    def language(self) -> list[nn.Parameter]:
        """Return the weights of the decoder that have nothing to do with z."""
        return [self.start, self.memory, self.read, self.read_bias, self.recall]

    def encode(self, x: Float[Tensor, "n toss"], weight: Float[Tensor, " n"] | None = None) -> Posterior:
        """Return q(z|x); ``weight`` says how much each sequence counts in batch-norm's statistics, else all alike.

        References
        ----------
        Zhu et al., "A Batch Normalized Inference Network Keeps the KL Vanishing Away", ACL 2020, section 3.
        """
        h = torch.tanh(F.linear(x, self.hidden, self.hidden_bias))
        mu, logvar = F.linear(h, self.heads, self.heads_bias).chunk(2, dim=1)
        if self.gamma:
            share = torch.full((len(x), 1), 1 / len(x)) if weight is None else weight[:, None]
            mu = mu - (share * mu).sum()
            mu = self.gamma * mu * ((share * mu.square()).sum() + SMALLEST).rsqrt()
        return Posterior(mu, logvar.clamp(*LOGVAR))

    def telling(self, z: Float[Tensor, "n 1"]) -> Float[Tensor, "n toss"]:
        """Return what z alone says of each toss's logit, with the start."""
        return self.start + F.linear(torch.tanh(F.linear(z, self.bend, self.bend_bias)), self.told)

    def looking_back(self, x: Float[Tensor, "n toss"]) -> Float[Tensor, "n toss"]:
        """Return what the tosses before each say of its logit; a toss that is 0 is one not shown."""
        if not self.looks_back:
            return x.new_zeros(len(x), LENGTH)
        kept = x * self.memory
        before = kept.cumsum(1) - kept
        return (torch.tanh(before[:, :, None] * self.read + self.read_bias) * self.recall).sum(2)

    def recalled(self, toss: int, before: Float[Tensor, " n"]) -> Float[Tensor, " n"]:
        """Return what the running sums say of the logit of one toss."""
        if not self.looks_back:
            return torch.zeros_like(before)
        return torch.tanh(before[:, None] * self.read[toss] + self.read_bias[toss]) @ self.recall[toss]


def distortion(x: Float[Tensor, "n toss"], logits: Float[Tensor, "n toss"]) -> Float[Tensor, " n"]:
    """Return -log p(x|...) in nats a sequence."""
    return F.softplus(-x * logits).sum(1)
