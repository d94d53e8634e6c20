"""Four criteria of collapse for a latent dimension, each with a threshold, and why they can disagree."""

import math
from dataclasses import dataclass
from typing import Literal

from vaeviz.config import Record
from vaeviz.settings import setting

LITTLE = 0.01  # share of the decoded images' variance above which the decoder does use a dimension
ROUNDING = 1.01  # tolerance for rates of codes in half precision
ACTIVE = 0.01  # the threshold of `active_units`; Burda et al. 2016
KL_THRESHOLD = 0.1  # nats; the threshold of `kl_above`

Kind = Literal["active", "mixed", "passive"]


def active_units(threshold: float = ACTIVE) -> str:
    """Return the definition of an active unit, which is printed beside every count.

    References
    ----------
    Burda, Grosse, Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, section 5.
    """
    return f"variance of the posterior mean over the data above {line(threshold)}"


def kl_above(threshold: float = KL_THRESHOLD) -> str:
    """Return the name of the second criterion, on the mean over images; it does not define active units."""
    return f"KL above {line(threshold)} nats"


def figure(value: float) -> str:
    """Format a number: two decimals from 1 on, three from 0.01 on, else four."""
    return f"{value:.{2 if abs(value) >= 1 else 3 if abs(value) >= 0.01 else 4}f}"


def line(threshold: float) -> str:
    """Format a threshold with at most four significant digits and no trailing zeros."""
    return f"{threshold:.4g}"


def share(value: float) -> str:
    """Format a share in per cent, with two decimals below one per cent."""
    return f"{100 * value:.{0 if value >= 0.995 else 1 if value >= 0.01 else 2}f}%"


@dataclass(frozen=True, kw_only=True)
class Thresholds(Record):
    """The threshold of each criterion of collapse."""

    variance: float = setting(ACTIVE, low=0, high=2, help=f"active units: by default {active_units()}")
    rate: float = setting(KL_THRESHOLD, low=0, high=5, unit="nats", help=f"{kl_above()} by default, mean over images")
    epsilon: float = setting(
        0.1,
        low=0,
        high=10,
        unit="nats",
        help="an image whose KL in a dimension is below this is not encoded there",
    )
    delta: float = setting(
        0.01, low=0, high=0.5, help="collapsed: KL below epsilon for all but at most this share of the images"
    )
    use: float = setting(
        0.001,
        low=0,
        high=1,
        help="decoder effect: share of the decoded images' variance that is due to a dimension",
    )


@dataclass(frozen=True, kw_only=True)
class Dimension(Record):
    """Measures of one latent dimension."""

    mu_variance: float
    rate: float  # nats, mean over images
    quiet: float  # share of images below epsilon
    posterior_variance: float  # mean over images
    use: float | None  # see `measured_criteria.measure_decoder_effect`; None: not measured


@dataclass(frozen=True)
class CriteriaResult:
    """The result of each criterion for one dimension."""

    varies: bool  # an active unit, see `active_units`
    informs: bool  # see `kl_above`
    kind: Kind
    used: bool | None  # by the decoder; None: not measured

    @property
    def disagree(self) -> bool:
        """Return whether one criterion finds it collapsed and another active; mixed counts as neither."""
        by_kind = {"active": True, "mixed": None, "passive": False}[self.kind]
        return {True, False} <= {self.varies, self.informs, by_kind, self.used}


@dataclass(frozen=True, kw_only=True)
class Criteria(Record):
    """The criteria beyond the rate and the variance of mu; every tuple has one entry per dimension."""

    thresholds: Thresholds
    quiet: tuple[float, ...]  # share of images with KL below epsilon
    posterior_variance: tuple[float, ...]  # mean over images
    use: tuple[float, ...]  # share of the decoded images' variance that is due to it
    mutual_information: float | None  # of the image's index and z, nats; None if the rate cannot be split
    total_correlation: float | None  # KL(q(z) || product of q(z_j)), nats
    dimension_kl: float | None  # sum over j of KL(q(z_j) || p(z_j)), nats
    ceiling: float | None  # ln of the number of images, an upper bound of the mutual information
    samples: int  # draws of z for the three

    @property
    def aggregate_kl(self) -> float | None:
        """Return KL(q(z) || p(z)) in nats: the part of the rate that carries no information about the image."""
        if self.total_correlation is None or self.dimension_kl is None:
            return None
        return self.total_correlation + self.dimension_kl


def classify_dimension(found: Dimension, at: Thresholds) -> CriteriaResult:
    """Compare one dimension with every threshold.

    It is (epsilon, delta)-collapsed, here ``passive``, if at least 1 - delta of the images are below epsilon;
    ``active`` if at most delta of them are, and ``mixed`` in between: encoded for some images and not for others.

    References
    ----------
    Burda et al., ICLR 2016, section 5; Lucas et al., "Don't Blame the ELBO!", NeurIPS 2019, definition 1; Rolinek et
    al., CVPR 2019; Bonheme and Grzes, "Be More Active!", 2021 (active, mixed and passive variables).
    """
    passive, active = found.quiet >= 1 - at.delta, found.quiet <= at.delta
    return CriteriaResult(
        varies=found.mu_variance > at.variance,
        informs=found.rate > at.rate,
        kind="passive" if passive else "active" if active else "mixed",
        used=None if found.use is None else found.use > at.use,
    )


def explain_disagreement(found: Dimension, at: Thresholds) -> str:
    """Return a sentence on why the criteria disagree on a dimension; empty where they agree."""
    result = classify_dimension(found, at)
    if not result.disagree:
        return ""
    return _costly(found, at, result) if result.informs else _cheap(found, at, result)


def dimensions(
    mu_variance: tuple[float, ...], rate_per_dim: tuple[float, ...], found: Criteria
) -> list[tuple[CriteriaResult, str]]:
    """Return the result for every dimension, and why its criteria disagree, where they do."""
    columns = (mu_variance, rate_per_dim, found.quiet, found.posterior_variance, found.use)
    rows = [
        Dimension(mu_variance=variance, rate=rate, quiet=below, posterior_variance=posterior, use=effect)
        for variance, rate, below, posterior, effect in zip(*columns, strict=True)
    ]
    return [(classify_dimension(row, found.thresholds), explain_disagreement(row, found.thresholds)) for row in rows]


def _costly(found: Dimension, at: Thresholds, result: CriteriaResult) -> str:
    """Explain why a dimension whose KL is above the threshold is collapsed by another criterion."""
    rate, below = figure(found.rate), share(found.quiet)
    if result.used is False:
        drawn = share(found.use or 0)
        if (found.use or 0) > LITTLE:
            high = f"not above {share(at.use)}: the decoder does use it, but the threshold is high."
            return f"Its KL is {rate} nats and it makes {drawn} of the variance of the decoded images, {high}"
        ignored = "the encoder uses it, but the decoder ignores it."
        return f"Its KL is {rate} nats, yet it makes only {drawn} of the variance of the decoded images: {ignored}"
    if result.varies:
        start = f"Its mean KL is {rate} nats, yet {below} of the images are below {line(at.epsilon)} nats: "
        if at.epsilon > found.rate:
            return start + f"the threshold for one image is far above that for the mean, {line(at.rate)}."
        return start + f"the KL is concentrated in the other {share(1 - found.quiet)}."
    if rate_of_variance(found.mu_variance) >= found.rate / 2:
        return _strict(found, at)
    posterior = f"its posterior (variance {figure(found.posterior_variance)})"
    alike = f"{posterior} differs from the prior in the same way for every image, so it does not distinguish images."
    variance = figure(found.mu_variance)
    return f"Its KL is {rate} nats, yet the variance of its posterior mean is only {variance}: {alike}"


def _cheap(found: Dimension, at: Thresholds, result: CriteriaResult) -> str:
    """Explain why a dimension whose KL is below the threshold is active by another criterion."""
    rate, drawn = figure(found.rate), share(found.use or 0)
    if result.varies:
        return _lenient(found, at)
    if result.used and found.rate > Thresholds().rate:
        high = f"is not above {line(at.rate)}: the threshold is high."
        return f"It makes {drawn} of the variance of the decoded images, yet its KL, {rate} nats, {high}"
    if result.used:
        noise = "the decoder uses it, but the encoder leaves it as noise."
        return f"It makes {drawn} of the variance of the decoded images, yet its KL is {rate} nats: {noise}"
    two = f"is not above {line(at.rate)}: the two thresholds differ."
    below = f"Only {share(found.quiet)} of the images are below {line(at.epsilon)} nats"
    return f"{below}, yet its mean KL, {rate} nats, {two}"


def _lenient(found: Dimension, at: Thresholds) -> str:
    """Explain why a posterior mean can vary although the KL is small."""
    start = f"The variance of its posterior mean is {figure(found.mu_variance)}, above {line(at.variance)}, yet its KL "
    start += f"is {figure(found.rate)} nats, not above {line(at.rate)}: "
    if found.mu_variance / 2 > found.rate * ROUNDING:  # to N(0, 1) the KL is at least half the variance
        return start + "the prior mean varies with it, so the posterior mean follows the condition."
    nats = figure(rate_of_variance(at.variance))
    return start + f"a variance of {line(at.variance)} corresponds to only {nats} nats where q(z) matches the prior."


def _strict(found: Dimension, at: Thresholds) -> str:
    """Explain that the threshold of the variance is stricter than that of the rate."""
    start = f"The variance of its posterior mean is {figure(found.mu_variance)}, not above {line(at.variance)}, yet "
    start += f"its KL is {figure(found.rate)} nats, above {line(at.rate)}: "
    if at.variance >= 1:
        return start + f"the threshold {line(at.variance)} is not below the variance of the prior, 1."
    nats = figure(rate_of_variance(at.variance))
    return start + f"a variance of {line(at.variance)} corresponds to {nats} nats where q(z) matches the prior."


def rate_of_variance(variance: float) -> float:
    """Return the rate in nats of a dimension whose posterior mean has this variance over images, if q(z_j) is N(0, 1).

    The prior's variance of 1 leaves 1 - variance for the posterior, so the rate is -0.5 ln(1 - variance).
    """
    return -0.5 * math.log1p(-variance) if variance < 1 else math.inf
