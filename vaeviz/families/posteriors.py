"""POSTERIORS: maps from the encoder's two outputs to q(z|x), free or built so that it cannot equal N(0, I)."""

import math
from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor, nn

from vaeviz.codes import LOGVAR_RANGE
from vaeviz.config import ModelConfig, PosteriorName
from vaeviz.families.committed_rate import SMALLEST, committed_variances
from vaeviz.latent import Posterior

Heads = Float[Tensor, "batch latent"]
MOMENTUM = 0.1  # share of each batch in the running statistics
SATURATED = 20.0  # beyond it a sigmoid is within 2e-9 of 0 or 1


class Free(nn.Module):
    """The outputs are the mean and the log-variance."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()

    def forward(self, mu: Heads, spread: Heads) -> Posterior:
        """Return N(mu, exp(spread)), with the log-variance clamped to `LOGVAR_RANGE`."""
        return Posterior(mu, spread.clamp(*LOGVAR_RANGE))


class Delta(nn.Module):
    """The rate of every dimension of every image is at least delta, whatever the network's outputs.

    The variance v is between the roots of ln v - v + 2 delta + 1 = 0, where KL(N(0, v) || N(0, 1)) is delta. The mean
    supplies the rest of the rate, sqrt(2 delta + 1 + ln v - v), plus the network's output where that is positive, so
    it is never negative. If the output were added under the root, its gradient would be unbounded where both go to 0.
    A rate is not yet information: a posterior that is the same for every image also costs delta.

    References
    ----------
    Razavi, van den Oord, Poole, Vinyals, "Preventing Posterior Collapse with delta-VAEs", ICLR 2019, appendix D.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.floor = config.posterior_floor
        low, high = committed_variances(self.floor)
        self.low, self.high = math.sqrt(low), math.sqrt(high)

    def forward(self, mu: Heads, spread: Heads) -> Posterior:
        """Return q(z|x) at least ``floor`` nats from N(0, 1) in every dimension."""
        spread = spread.clamp(-SATURATED, SATURATED)
        deviation = self.low + (self.high - self.low) * torch.sigmoid(spread)
        return Posterior(self._owed(spread).sqrt() + mu.relu(), 2 * deviation.log())

    def _owed(self, spread: Heads) -> Heads:
        """Return 2 delta + 1 + ln v - v, expanded at the nearer root, where the plain formula would cancel."""
        span = self.high - self.low
        above = span / self.low * torch.sigmoid(spread)  # deviation / low - 1
        below = span / self.high * torch.sigmoid(-spread)  # 1 - deviation / high
        from_low = 2 * above.log1p() - self.low**2 * above * (2 + above)
        from_high = 2 * (-below).log1p() + self.high**2 * below * (2 - below)
        return torch.where(spread < 0, from_low, from_high)


class BatchNormed(nn.Module):
    """Each dimension's mean is normalised over the batch to standard deviation gamma, so it cannot collapse to 0.

    The mean rate of a batch is then at least latent_dim gamma^2 / 2. Outside training, running statistics replace those
    of the batch, so that q(z|x) depends on x alone; the bound then holds only as far as they are accurate.

    References
    ----------
    Zhu et al., "A Batch Normalized Inference Network Keeps the KL Vanishing Away", ACL 2020, section 3.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.gamma = config.posterior_floor
        self.learning = False  # use the statistics of the batch and update the running ones
        self.shift = nn.Parameter(torch.zeros(config.latent_dim))
        self.mean: Tensor
        self.variance: Tensor
        self.register_buffer("mean", torch.zeros(config.latent_dim))
        self.register_buffer("variance", torch.ones(config.latent_dim))

    def forward(self, mu: Heads, spread: Heads) -> Posterior:
        """Return q(z|x) with the means normalised."""
        mean, variance = self.mean, self.variance
        if self.learning:
            mean, variance = mu.mean(0), mu.var(0, correction=0)
            self.mean.lerp_(mean.detach(), MOMENTUM)
            self.variance.lerp_(variance.detach(), MOMENTUM)
        normal = (mu - mean) * (variance + SMALLEST).rsqrt()
        return Posterior(self.gamma * normal + self.shift, spread.clamp(*LOGVAR_RANGE))


POSTERIORS: dict[PosteriorName, Callable[[ModelConfig], nn.Module]] = {
    "free": Free,
    "delta": Delta,
    "batch-norm": BatchNormed,
}
