"""Is a dimension collapsed? Four criteria, each at a stated threshold, and why they may not say the same."""

import math
from dataclasses import dataclass
from typing import Literal

from vaeviz.config import Record
from vaeviz.settings import setting

LITTLE = 0.01  # of what is drawn: a decoder that makes more of a dimension does read it
ROUNDING = 1.01  # rates of codes in half precision
ACTIVE = 0.01  # the threshold of `active_units`; Burda et al. 2016
KL_THRESHOLD = 0.1  # nats; the threshold of `kl_above`

Kind = Literal["active", "mixed", "passive"]


def active_units(threshold: float = ACTIVE) -> str:
    """Say what an active unit is: printed beside every count of them.

    References
    ----------
    Burda, Grosse, Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, section 5.
    """
    return f"variance of the posterior mean over the data above {line(threshold)}"


def kl_above(threshold: float = KL_THRESHOLD) -> str:
    """Name the second criterion, by the mean over images; it makes no unit active."""
    return f"KL above {line(threshold)} nats"


def figure(value: float) -> str:
    """Write a number of this screen: two decimals from 1 on, three from 0.01 on, else four."""
    return f"{value:.{2 if abs(value) >= 1 else 3 if abs(value) >= 0.01 else 4}f}"


def line(threshold: float) -> str:
    """Write a threshold, four digits at most, no zeros after them."""
    return f"{threshold:.4g}"


def share(value: float) -> str:
    """Write a share in per cent, two decimals below one per cent."""
    return f"{100 * value:.{0 if value >= 0.995 else 1 if value >= 0.01 else 2}f}%"


@dataclass(frozen=True, kw_only=True)
class Thresholds(Record):
    """The threshold of each criterion of collapse."""

    variance: float = setting(ACTIVE, low=0, high=2, help=f"active units: by default {active_units()}")
    rate: float = setting(KL_THRESHOLD, low=0, high=5, unit="nats", help=f"{kl_above()} by default, mean over images")
    epsilon: float = setting(
        0.1, low=0, high=10, unit="nats", help="an image whose KL in a dimension is below this is not encoded there"
    )
    delta: float = setting(
        0.01, low=0, high=0.5, help="collapsed: KL below epsilon for all but at most this share of the images"
    )
    use: float = setting(
        0.001,
        low=0,
        high=1,
        help="decoder effect: share of the decoded images' variance that a dimension makes",
    )


@dataclass(frozen=True, kw_only=True)
class Dimension(Record):
    """What was measured of one latent dimension."""

    mu_variance: float
    rate: float  # nats, mean over images
    quiet: float  # share of images below epsilon
    posterior_variance: float  # mean over images
    use: float | None  # see `criteria.measure_decoder_effect`; None: not measured


@dataclass(frozen=True)
class Verdict:
    """What each criterion says of one dimension."""

    varies: bool  # an active unit, see `active_units`
    informs: bool  # see `kl_above`
    kind: Kind
    used: bool | None  # by the decoder

    @property
    def disagree(self) -> bool:
        """Whether one criterion finds it collapsed and another does not; a mixed dimension is neither."""
        by_kind = {"active": True, "mixed": None, "passive": False}[self.kind]
        return {True, False} <= {self.varies, self.informs, by_kind, self.used}


@dataclass(frozen=True, kw_only=True)
class Criteria(Record):
    """The criteria that the rate and the variance of mu leave out; every tuple has one entry a dimension."""

    thresholds: Thresholds
    quiet: tuple[float, ...]  # share of images with KL below epsilon
    posterior_variance: tuple[float, ...]  # mean over images
    use: tuple[float, ...]  # share of the decoded pictures' variance that moving it makes
    mutual_information: float | None  # of the image's index and z, nats; None where it cannot be split off
    total_correlation: float | None  # KL(q(z) || product of q(z_j)), nats
    dimension_kl: float | None  # sum over j of KL(q(z_j) || p(z_j)), nats
    ceiling: float | None  # ln of the number of images: no mutual information can be above
    samples: int  # draws of z behind the three

    @property
    def aggregate_kl(self) -> float | None:
        """KL(q(z) || p(z)) in nats: the part of the rate that tells no image from another."""
        if self.total_correlation is None or self.dimension_kl is None:
            return None
        return self.total_correlation + self.dimension_kl


def classify_dimension(found: Dimension, at: Thresholds) -> Verdict:
    """Hold one dimension against every threshold.

    It is (epsilon, delta)-collapsed, here ``passive``, if at least 1 - delta of the images are below epsilon;
    ``active`` if at most delta of them are, and ``mixed`` between: used for some images and not for others.

    References
    ----------
    Burda et al., ICLR 2016, section 5; Lucas et al., "Don't Blame the ELBO!", NeurIPS 2019, definition 1; Rolinek et
    al., CVPR 2019; Bonheme and Grzes, "Be More Active!", 2021 (active, mixed and passive variables).
    """
    passive, active = found.quiet >= 1 - at.delta, found.quiet <= at.delta
    return Verdict(
        varies=found.mu_variance > at.variance,
        informs=found.rate > at.rate,
        kind="passive" if passive else "active" if active else "mixed",
        used=None if found.use is None else found.use > at.use,
    )


def why(found: Dimension, at: Thresholds) -> str:
    """Say in a sentence why the criteria disagree on a dimension; nothing where they agree."""
    verdict = classify_dimension(found, at)
    if not verdict.disagree:
        return ""
    return _costly(found, at, verdict) if verdict.informs else _cheap(found, at, verdict)


def dimensions(
    mu_variance: tuple[float, ...], rate_per_dim: tuple[float, ...], found: Criteria
) -> list[tuple[Verdict, str]]:
    """Return the verdict on every dimension, and why its criteria disagree, where they do."""
    columns = (mu_variance, rate_per_dim, found.quiet, found.posterior_variance, found.use)
    rows = [
        Dimension(mu_variance=variance, rate=rate, quiet=quiet, posterior_variance=posterior, use=use)
        for variance, rate, quiet, posterior, use in zip(*columns, strict=True)
    ]
    return [(classify_dimension(row, found.thresholds), why(row, found.thresholds)) for row in rows]


def _costly(found: Dimension, at: Thresholds, verdict: Verdict) -> str:
    """Say why a dimension of some rate is collapsed by another criterion."""
    rate, quiet = figure(found.rate), share(found.quiet)
    if verdict.used is False:
        drawn = share(found.use or 0)
        if (found.use or 0) > LITTLE:
            high = f"not above {share(at.use)}: the decoder does read it, the line is drawn high."
            return f"It costs {rate} nats an image and makes {drawn} of what is drawn, {high}"
        unread = "the encoder writes there and the decoder does not read it."
        return f"It costs {rate} nats an image, yet it moves only {drawn} of what is drawn: {unread}"
    if verdict.varies:
        start = f"Its mean rate is {rate} nats, yet {quiet} of the images are below {line(at.epsilon)} nats: "
        if at.epsilon > found.rate:
            return start + f"the line for one image is far above that for the mean, {line(at.rate)}."
        return start + f"the other {share(1 - found.quiet)} carry it all."
    if worth(found.mu_variance) >= found.rate / 2:
        return _strict(found, at)
    posterior = f"its posterior (variance {figure(found.posterior_variance)})"
    alike = f"{posterior} differs from the prior alike for every image, which tells none apart."
    return f"It costs {rate} nats, yet its mean varies by {figure(found.mu_variance)} only: {alike}"


def _cheap(found: Dimension, at: Thresholds, verdict: Verdict) -> str:
    """Say why a dimension of little rate is not collapsed by another criterion."""
    rate, drawn = figure(found.rate), share(found.use or 0)
    if verdict.varies:
        return _lenient(found, at)
    if verdict.used and found.rate > Thresholds().rate:
        high = f"is not above {line(at.rate)}: the line is drawn high."
        return f"It makes {drawn} of what is drawn, yet its rate, {rate} nats, {high}"
    if verdict.used:
        noise = "the decoder listens, the encoder says nothing, and what it hears is noise."
        return f"Moving it changes {drawn} of what is drawn, yet it carries {rate} nats: {noise}"
    two = f"is not above {line(at.rate)}: two thresholds, two answers."
    return (
        f"Only {share(found.quiet)} of the images are below {line(at.epsilon)} nats, yet its mean rate, {rate}, {two}"
    )


def _lenient(found: Dimension, at: Thresholds) -> str:
    """Say why a mean that varies need not carry much."""
    start = f"Its mean varies by {figure(found.mu_variance)}, above {line(at.variance)}, yet it carries "
    start += f"{figure(found.rate)} nats, not above {line(at.rate)}: "
    if found.mu_variance / 2 > found.rate * ROUNDING:  # N(0, 1) would charge half the variance at least
        return start + "the prior moves along with it, so the mean follows what the model is told."
    nats = figure(worth(at.variance))
    return start + f"a variance of {line(at.variance)} is worth only {nats} nats where q(z) matches the prior."


def _strict(found: Dimension, at: Thresholds) -> str:
    """Say that the line through the variances is higher than the one through the rates."""
    start = f"Its mean varies by {figure(found.mu_variance)}, not above {line(at.variance)}, yet it carries "
    start += f"{figure(found.rate)} nats, above {line(at.rate)}: "
    if at.variance >= 1:
        return start + f"a variance of {line(at.variance)} is all that the prior has, or more."
    nats = figure(worth(at.variance))
    return start + f"a variance of {line(at.variance)} is worth {nats} nats where q(z) matches the prior."


def worth(variance: float) -> float:
    """Return the nats that a mean of this variance over images stands for where q(z_j) matches N(0, 1)."""
    return -0.5 * math.log(1 - variance) if variance < 1 else math.inf
