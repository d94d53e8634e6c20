"""The toy's model: a decoder that may be autoregressive, and an encoder with one latent dimension."""

import math

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from vaeviz.collapse.toy.source import LENGTH
from vaeviz.latent import Posterior

HISTORY, LATENT, ENCODER = 4, 16, 32  # hidden units: for each toss's history, for z, of the encoder
LOGVAR = (-4.0, 4.0)  # bounds of q(z|x): a narrower one would fall between the points of the quadrature
SMALLEST = 1e-6  # added to the variance that batch-norm divides by


class ToyModel(nn.Module):
    """p(x|z) = prod_i sigmoid(x_i logit_i), logit_i = start_i + f_i(z) + g_i(x_1 ... x_(i-1)).

    g_i is a small network per toss on a weighted running sum of the earlier tosses: enough to count heads, and so to
    infer the coin's bias without z. Without g the decoder is factorised.
    """

    def __init__(self, autoregressive: bool, generator: torch.Generator) -> None:
        super().__init__()

        def normal(*shape: int, scale: float) -> nn.Parameter:
            return nn.Parameter(torch.randn(*shape, generator=generator) * scale)

        self.autoregressive = autoregressive
        self.gamma = 0.0  # above 0: the standard deviation that batch-norm gives the means
        self.start = nn.Parameter(torch.zeros(LENGTH))
        self.memory = nn.Parameter(torch.full((LENGTH,), 0.3))  # initially a plain count
        self.read = normal(LENGTH, HISTORY, scale=0.5)
        self.read_bias = normal(LENGTH, HISTORY, scale=0.5)
        self.recall = normal(LENGTH, HISTORY, scale=0.25)
        self.bend, self.bend_bias = normal(LATENT, 1, scale=1.0), normal(LATENT, scale=1.0)
        self.hidden = normal(ENCODER, LENGTH, scale=1 / math.sqrt(LENGTH))
        self.hidden_bias = nn.Parameter(torch.zeros(ENCODER))
        self.heads = normal(2, ENCODER, scale=0.3 / math.sqrt(ENCODER))  # small: the posterior starts near the prior
        self.heads_bias = nn.Parameter(torch.zeros(2))
        self.z_weight = normal(LENGTH, LATENT, scale=0.02)

    def encoder(self) -> list[nn.Parameter]:
        """Return the weights of q(z|x)."""
        return [self.hidden, self.hidden_bias, self.heads, self.heads_bias]

    def language(self) -> list[nn.Parameter]:
        """Return the weights of the decoder that do not depend on z."""
        return [self.start, self.memory, self.read, self.read_bias, self.recall]

    def encode(self, x: Float[Tensor, "n toss"], weight: Float[Tensor, " n"] | None = None) -> Posterior:
        """Return q(z|x); ``weight`` is each sequence's weight in batch-norm's statistics, by default equal.

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

    def z_logits(self, z: Float[Tensor, "n 1"]) -> Float[Tensor, "n toss"]:
        """Return the part of each toss's logit that depends on z, plus the bias."""
        return self.start + F.linear(torch.tanh(F.linear(z, self.bend, self.bend_bias)), self.z_weight)

    def history_logits(self, x: Float[Tensor, "n toss"]) -> Float[Tensor, "n toss"]:
        """Return the part of each toss's logit that depends on the earlier tosses; a toss of 0 is hidden."""
        if not self.autoregressive:
            return x.new_zeros(len(x), LENGTH)
        kept = x * self.memory
        before = kept.cumsum(1) - kept
        return (torch.tanh(before[:, :, None] * self.read + self.read_bias) * self.recall).sum(2)

    def history_logit(self, toss: int, before: Float[Tensor, " n"]) -> Float[Tensor, " n"]:
        """Return the part of one toss's logit that depends on the earlier tosses, from their running sums."""
        if not self.autoregressive:
            return torch.zeros_like(before)
        return torch.tanh(before[:, None] * self.read[toss] + self.read_bias[toss]) @ self.recall[toss]


def distortion(x: Float[Tensor, "n toss"], logits: Float[Tensor, "n toss"]) -> Float[Tensor, " n"]:
    """Return -log p(x|...) in nats per sequence."""
    return F.softplus(-x * logits).sum(1)
