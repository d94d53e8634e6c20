"""What a model's stored codes say by every criterion of collapse, so that a page can move the thresholds itself."""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, UInt32

from vaeviz.errors import DataError
from vaeviz.latent import LatentCodes
from vaeviz.metrics.elbo_surgery import ElboSurgery, elbo_surgery

DRAWS = 300  # of z behind the mutual information: its standard error is some hundredths of a nat
DECADES = (-3, 1)  # epsilon, nats: from 0.001 to 10
EPSILONS = (  # every number of two figures
    *(float(f"{digits / 10:.1f}e{power}") for power in range(*DECADES) for digits in range(10, 100)),
    float(10 ** DECADES[1]),
)


@dataclass(frozen=True)
class CodesCriteria:
    """What the codes of n images say of each dimension, and of all together."""

    rate: Float32[np.ndarray, " latent"]  # nats, mean over images
    mu_variance: Float32[np.ndarray, " latent"]  # over images
    posterior_variance: Float32[np.ndarray, " latent"]  # mean over images
    quiet: UInt32[np.ndarray, "latent epsilon"]  # images whose KL is below each of EPSILONS
    images: int
    surgery: ElboSurgery | None  # None where it cannot be: every image was told something else


def criteria_of(codes: LatentCodes, *, samples: int = DRAWS, seed: int = 0) -> CodesCriteria:
    """Measure the stored codes; the decoder is not asked.

    Half precision is what they are stored in: a rate can differ in the third digit from one measured with the model.
    """
    rate = codes.rate()
    try:
        surgery = elbo_surgery(codes, samples=samples, seed=seed)
    except DataError:
        surgery = None
    return CodesCriteria(
        rate=rate.mean(0).astype(np.float32),
        mu_variance=codes.mu.var(0).astype(np.float32),
        posterior_variance=np.exp(codes.logvar).mean(0).astype(np.float32),
        quiet=below(rate, EPSILONS),
        images=len(codes),
        surgery=surgery if surgery and math.isfinite(surgery.mutual_information) else None,
    )


def below(rate: Float32[np.ndarray, "n latent"], epsilons: tuple[float, ...]) -> UInt32[np.ndarray, "latent epsilon"]:
    """Return in how many images each dimension's KL is below each epsilon."""
    at = np.asarray(epsilons, np.float32)
    return np.stack([np.searchsorted(np.sort(column), at, side="left") for column in rate.T]).astype(np.uint32)
