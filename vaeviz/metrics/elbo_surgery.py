"""The aggregate posterior q(z) = mean over images of q(z|x), and the parts of the rate."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

from vaeviz.codes import LatentCodes
from vaeviz.data.dataset import Progress, choose_rows
from vaeviz.errors import DataError

_ELEMENTS = 2**22  # floats in memory at once, 16 MiB


@dataclass(frozen=True)
class RateDecomposition:
    """The mean rate to the prior as a sum of three parts, nats per image.

    With n images the mutual information cannot exceed ln n; any excess appears as total correlation. Under a learned
    p(z|c) the three parts and n refer to the images with the same condition c, and are averaged over images.
    """

    mutual_information: float  # between the image's index and z
    total_correlation: float  # KL(q(z) || product of q(z_j)): dependence among the dimensions
    dimension_kl: float  # sum over j of KL(q(z_j) || p(z_j))
    ceiling: float  # ln n, or its mean
    samples: int  # draws of z for the three expectations

    @property
    def rate(self) -> float:
        """Return the sum of the three parts: the mean rate, as these samples estimate it."""
        return self.mutual_information + self.total_correlation + self.dimension_kl


def decompose_rate(
    codes: LatentCodes, *, samples: int = 1000, seed: int = 0, progress: Progress | None = None
) -> RateDecomposition:
    """Split the mean rate into mutual information, total correlation and dimension-wise KL.

    q(z) is evaluated exactly, over all images; only the expectation over z is sampled. Minibatch estimates of the
    three parts are off by tens of nats. With a learned prior, the rate to p(z|c) is split within each condition, with
    q(z|c) in place of q(z).

    Raises
    ------
    DataError
        If there is no image, or if under a learned prior no two images have the same condition, as with attributes:
        q(z|c) is then the posterior of a single image, and there is nothing to split.

    References
    ----------
    Hoffman and Johnson, "ELBO Surgery", 2016; Chen et al., "Isolating Sources of Disentanglement", NeurIPS 2018, eq. 2.
    """
    if len(codes) == 0:
        raise DataError("There are no codes to decompose; encode at least one image.")
    mu, logvar = torch.from_numpy(codes.mu), torch.from_numpy(codes.logvar)
    group, sizes = _groups(codes)
    drawn, z = _draw(codes, samples, seed)
    posterior = _log_normal(z, mu[drawn], logvar[drawn]).sum(1)  # log q(z|x), (samples,)
    prior = _log_normal(z, *_prior_of(codes, drawn)).sum(1)  # log p(z)
    q, factors = torch.empty(len(z)), torch.empty(len(z))  # log q(z) and log of the product of q(z_j)
    done = 0
    for index in range(len(sizes)):
        members = group == index
        chunk = max(1, _ELEMENTS // (int(sizes[index]) * codes.latent_dim))
        for part in torch.nonzero(members[drawn]).flatten().split(chunk):
            q[part], factors[part] = _log_mixture(z[part], mu[members], logvar[members])
            done += len(part)
            if progress:
                progress("Aggregate posterior", done, len(z))
    return RateDecomposition(
        mutual_information=(posterior - q).mean().item(),
        total_correlation=(q - factors).mean().item(),
        dimension_kl=(factors - prior).mean().item(),
        ceiling=sizes.double().log()[group].mean().item(),
        samples=len(z),
    )


@dataclass(frozen=True)
class ElboSurgery:
    """The mean rate in two parts, nats per image: mutual information, and KL of the aggregate posterior."""

    mutual_information: float  # between the image's index and z
    aggregate_kl: float  # KL(q(z) || p(z)); total correlation and dimension-wise KL together
    ceiling: float  # ln n, or its mean
    samples: int


def elbo_surgery(codes: LatentCodes, *, samples: int = 1000, seed: int = 0) -> ElboSurgery:
    """Split the mean rate into mutual information and the aggregate posterior's KL, faster than `decompose_rate`.

    Only log q(z) is needed, which is a matrix product.

    Raises
    ------
    DataError
        As `decompose_rate` does.

    References
    ----------
    Hoffman and Johnson, "ELBO Surgery", 2016.
    """
    if len(codes) == 0:
        raise DataError("There are no codes to decompose; encode at least one image.")
    mu, logvar = torch.from_numpy(codes.mu), torch.from_numpy(codes.logvar)
    group, sizes = _groups(codes)
    drawn, z = _draw(codes, samples, seed)
    posterior = _log_normal(z, mu[drawn], logvar[drawn]).sum(1).double()
    prior = _log_normal(z, *_prior_of(codes, drawn)).sum(1).double()
    q = torch.empty(len(z), dtype=torch.float64)
    for index in range(len(sizes)):
        members = group == index
        for part in torch.nonzero(members[drawn]).flatten().split(max(1, _ELEMENTS // int(sizes[index]))):
            q[part] = _log_joint(z[part].double(), mu[members].double(), logvar[members].double())
    return ElboSurgery(
        mutual_information=(posterior - q).mean().item(),
        aggregate_kl=(q - prior).mean().item(),
        ceiling=sizes.double().log()[group].mean().item(),
        samples=len(z),
    )


def _draw(
    codes: LatentCodes, samples: int, seed: int
) -> tuple[Int64[Tensor, " samples"], Float[Tensor, "samples latent"]]:
    """Return the images that z is drawn for, at most ``samples`` of them, and one z for each."""
    drawn = torch.from_numpy(choose_rows(len(codes), samples, seed))
    eps = torch.randn(len(drawn), codes.latent_dim, generator=torch.Generator().manual_seed(seed))
    mu, logvar = torch.from_numpy(codes.mu)[drawn], torch.from_numpy(codes.logvar)[drawn]
    return drawn, mu + (logvar / 2).exp() * eps


def _log_joint(
    z: Float[Tensor, "samples latent"], mu: Float[Tensor, "n latent"], logvar: Float[Tensor, "n latent"]
) -> Float[Tensor, " samples"]:
    """Return log q(z) under the mixture of all n posteriors: (z - mu)^2 / var is expanded into a matrix product."""
    precision = (-logvar).exp()
    square = z.square() @ precision.T - 2 * z @ (mu * precision).T + (mu.square() * precision).sum(1)
    each = -0.5 * (square + (logvar + math.log(2 * math.pi)).sum(1))  # samples, n
    return each.logsumexp(1) - math.log(len(mu))


def _groups(codes: LatentCodes) -> tuple[Int64[Tensor, " n"], Int64[Tensor, " groups"]]:
    """Return the group of each image and the size of each group: all images, or those with the same c, share a q(z)."""
    if codes.prior is None or codes.condition is None:
        return torch.zeros(len(codes), dtype=torch.int64), torch.tensor([len(codes)])
    _, group, sizes = np.unique(codes.condition, axis=0, return_inverse=True, return_counts=True)
    if len(codes) > 1 and sizes.max() == 1:
        raise DataError(
            "No two images have the same condition, so the rate to p(z|c) cannot be split into mutual information and "
            "the rest. Use a model that is conditioned on a class."
        )
    return torch.from_numpy(group.reshape(-1)), torch.from_numpy(sizes)


def _prior_of(codes: LatentCodes, drawn: Int64[Tensor, " samples"]) -> tuple[Tensor, Tensor]:
    """Return mu and logvar of each chosen image's prior."""
    if codes.prior is None:
        zeros = torch.zeros(len(drawn), codes.latent_dim)
        return zeros, zeros
    c = np.zeros((1, codes.prior.mu_weight.shape[1]), np.float32)
    mu, logvar = codes.prior.at(c if codes.condition is None else codes.condition[drawn.numpy()])
    return torch.from_numpy(mu), torch.from_numpy(logvar)


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
