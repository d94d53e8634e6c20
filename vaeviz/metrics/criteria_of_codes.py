"""The criteria of collapse of a model's stored codes, for pages on which the thresholds can be moved."""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, UInt32

from vaeviz.codes import LatentCodes
from vaeviz.errors import DataError
from vaeviz.metrics.elbo_surgery import ElboSurgery, elbo_surgery

DRAWS = 300  # of z for the mutual information; its standard error is a few hundredths of a nat
DECADES = (-3, 1)  # epsilon, nats: from 0.001 to 10
EPSILONS = (  # every number with two significant digits
    *(float(f"{digits / 10:.1f}e{power}") for power in range(*DECADES) for digits in range(10, 100)),
    float(10 ** DECADES[1]),
)


@dataclass(frozen=True)
class CodesCriteria:
    """Measures of the codes of n images, for each dimension and for all together."""

    rate: Float32[np.ndarray, " latent"]  # nats, mean over images
    mu_variance: Float32[np.ndarray, " latent"]  # over images
    posterior_variance: Float32[np.ndarray, " latent"]  # mean over images
    quiet: UInt32[np.ndarray, "latent epsilon"]  # images whose KL is below each of EPSILONS
    images: int
    surgery: ElboSurgery | None  # None if no two images have the same condition


def criteria_of(codes: LatentCodes, *, samples: int = DRAWS, seed: int = 0) -> CodesCriteria:
    """Measure the stored codes, without the decoder.

    They are stored in half precision: a rate can differ in the third digit from one measured with the model.
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
    """Return the number of images in which the KL of each dimension is below each epsilon."""
    at = np.asarray(epsilons, np.float32)
    return np.stack([np.searchsorted(np.sort(column), at, side="left") for column in rate.T]).astype(np.uint32)
