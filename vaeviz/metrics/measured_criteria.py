"""The criteria of collapse that need the codes and the decoder."""

import numpy as np
import torch
from jaxtyping import Float, Float32
from torch import Tensor

from vaeviz.codes import LatentCodes
from vaeviz.data.dataset import Progress, choose_rows
from vaeviz.errors import DataError
from vaeviz.latent import LatentModel, Posterior
from vaeviz.metrics.criteria import Criteria, Thresholds
from vaeviz.metrics.elbo_surgery import RateDecomposition, decompose_rate

_IMAGES, _STEPS = 64, 9  # images whose dimensions are moved, and values that each takes


def measure_criteria(
    model: LatentModel, codes: LatentCodes, *, seed: int = 0, samples: int = 1000, progress: Progress | None = None
) -> Criteria:
    """Measure codes, and the decoder at these codes, at the default thresholds."""
    at = Thresholds()
    split = _split(codes, samples, seed, progress)
    return Criteria(
        thresholds=at,
        quiet=tuple((codes.rate() < at.epsilon).mean(0).tolist()),
        posterior_variance=tuple(np.exp(codes.logvar).mean(0).tolist()),
        use=tuple(measure_decoder_effect(model, codes, seed=seed).tolist()),
        mutual_information=split.mutual_information if split else None,
        total_correlation=split.total_correlation if split else None,
        dimension_kl=split.dimension_kl if split else None,
        ceiling=split.ceiling if split else None,
        samples=split.samples if split else 0,
    )


def _split(codes: LatentCodes, samples: int, seed: int, progress: Progress | None) -> RateDecomposition | None:
    try:
        return decompose_rate(codes, samples=samples, seed=seed, progress=progress)
    except DataError:  # a learned prior of attributes: q(z|c) is the posterior of one image
        return None


def measure_decoder_effect(model: LatentModel, codes: LatentCodes, *, seed: int = 0) -> Float32[np.ndarray, " latent"]:
    """Return the share of the decoded images' variance that varying each dimension alone causes.

    The numerator is the total effect of z_j: at each of 64 draws from q(z|x), z_j takes nine values of equal mass
    under N(mean, variance) of the aggregate q(z_j), while the rest of z and the condition stay fixed. The variance of
    each pixel over the nine values is summed over pixels and averaged over draws. The denominator is the variance of
    the images decoded at the draws themselves. Shares may add up to more than 1 because dimensions interact. A
    dimension can have a rate and no effect: the decoder then ignores it.

    References
    ----------
    Homma and Saltelli, "Importance measures in global sensitivity analysis", 1996 (the total effect).
    """
    rows = choose_rows(len(codes), _IMAGES, seed)
    posterior = Posterior(torch.from_numpy(codes.mu[rows]), torch.from_numpy(codes.logvar[rows]))
    z = posterior.sample(torch.Generator().manual_seed(seed))
    c = None if codes.condition is None else torch.from_numpy(codes.condition[rows])
    mean = torch.from_numpy(codes.mu.mean(0))
    deviation = torch.from_numpy(np.sqrt(codes.mu.var(0) + np.exp(codes.logvar).mean(0)))
    steps = torch.distributions.Normal(0.0, 1.0).icdf((torch.arange(_STEPS) + 0.5) / _STEPS)
    with torch.inference_mode():
        whole = model.decode(z, c).flatten(1).var(0, correction=0).sum()
        moved = [_moved(model, z, c, dim, mean[dim] + deviation[dim] * steps) for dim in range(codes.latent_dim)]
    return (torch.stack(moved) / whole.clamp_min(1e-12)).numpy()


def _moved(
    model: LatentModel,
    z: Float[Tensor, "n latent"],
    c: Float[Tensor, "n condition"] | None,
    dim: int,
    values: Float[Tensor, " steps"],
) -> Float[Tensor, ""]:
    """Return the variance over ``values`` of z_dim, summed over pixels, mean over draws."""
    images = []
    for value in values:
        moved = z.clone()
        moved[:, dim] = value
        images.append(model.decode(moved, c).flatten(1))
    return torch.stack(images).var(0, correction=0).sum(1).mean()
