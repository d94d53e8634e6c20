"""The aggregate posterior q(z) = mean over images of q(z|x): what the rate is made of."""

import math
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from vaeviz.codes import choose_rows
from vaeviz.data.dataset import Progress
from vaeviz.errors import DataError
from vaeviz.latent import LatentCodes

_ELEMENTS = 2**22  # floats held at once, 16 MiB


@dataclass(frozen=True)
class RateDecomposition:
    """The mean rate to N(0, I) as a sum of three parts, nats per image.

    With n images the mutual information cannot exceed ln n; what it would be beyond shows up as total correlation.
    """

    mutual_information: float  # between the image's index and z
    total_correlation: float  # KL(q(z) || product of q(z_j)): dependence among the dimensions
    dimension_kl: float  # sum over j of KL(q(z_j) || N(0, 1))
    ceiling: float  # ln n
    samples: int  # draws of z behind the three expectations

    @property
    def rate(self) -> float:
        """The sum of the three: the mean rate, as these samples estimate it."""
        return self.mutual_information + self.total_correlation + self.dimension_kl


def decompose_rate(
    codes: LatentCodes, *, samples: int = 1000, seed: int = 0, progress: Progress | None = None
) -> RateDecomposition:
    """Split the mean rate into mutual information, total correlation and dimension-wise KL.

    q(z) is evaluated exactly, over all images; only the expectation over z is sampled. Minibatch estimates of the
    same three are off by tens of nats.

    Raises
    ------
    DataError
        If there is no image.

    References
    ----------
    Hoffman and Johnson, "ELBO Surgery", 2016; Chen et al., "Isolating Sources of Disentanglement", NeurIPS 2018, eq. 2.
    """
    if len(codes) == 0:
        raise DataError("There are no codes to take apart; encode at least one image.")
    mu, logvar = torch.from_numpy(codes.mu), torch.from_numpy(codes.logvar)
    drawn = torch.from_numpy(choose_rows(len(codes), samples, seed))
    eps = torch.randn(len(drawn), codes.latent_dim, generator=torch.Generator().manual_seed(seed))
    z = mu[drawn] + (logvar[drawn] / 2).exp() * eps
    own = _log_normal(z, mu[drawn], logvar[drawn]).sum(1)  # log q(z|x), (samples,)
    prior = _log_normal(z, torch.zeros_like(z), torch.zeros_like(z)).sum(1)  # log p(z)
    chunk = max(1, _ELEMENTS // mu.numel())
    joint, marginal = [], []  # log q(z) and log of the product of q(z_j)
    for part in z.split(chunk):
        both = _log_mixture(part, mu, logvar)
        joint.append(both[0])
        marginal.append(both[1])
        if progress:
            progress("Aggregate posterior", min(len(joint) * chunk, len(z)), len(z))
    q, factors = torch.cat(joint), torch.cat(marginal)
    return RateDecomposition(
        mutual_information=(own - q).mean().item(),
        total_correlation=(q - factors).mean().item(),
        dimension_kl=(factors - prior).mean().item(),
        ceiling=math.log(len(codes)),
        samples=len(z),
    )


def _log_normal(z: Tensor, mu: Tensor, logvar: Tensor) -> Tensor:
    return -0.5 * ((z - mu).square() * (-logvar).exp() + logvar + math.log(2 * math.pi))


def _log_mixture(
    z: Float[Tensor, "samples latent"], mu: Float[Tensor, "n latent"], logvar: Float[Tensor, "n latent"]
) -> tuple[Float[Tensor, " samples"], Float[Tensor, " samples"]]:
    """Return log q(z), and the sum over j of log q(z_j), under the mixture of all n posteriors."""
    per_dim = _log_normal(z[:, None], mu[None], logvar[None])  # samples, n, latent
    ceiling = math.log(len(mu))
    joint = per_dim.sum(2).logsumexp(1) - ceiling
    factors = (per_dim.logsumexp(1) - ceiling).sum(1)
    return joint, factors
