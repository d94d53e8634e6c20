"""Is a dimension collapsed? Four criteria, each at a stated threshold, and why they may not say the same."""

import math
from dataclasses import dataclass
from typing import Literal

from vaeviz.config import Record

ACTIVE = 0.01  # variance of mu over images; Burda et al. 2016

Kind = Literal["active", "mixed", "passive"]


@dataclass(frozen=True, kw_only=True)
class Thresholds(Record):
    """Where each criterion draws its line."""

    variance: float = ACTIVE  # of mu over images
    rate: float = 0.1  # nats, mean over images
    epsilon: float = 0.1  # nats; an image whose KL in a dimension is below it says nothing there
    delta: float = 0.01  # share of images that a collapsed dimension may still say something of
    use: float = 0.001  # share of the decoded pictures' variance


@dataclass(frozen=True, kw_only=True)
class Dimension(Record):
    """What was measured of one latent dimension."""

    mu_variance: float
    rate: float  # nats, mean over images
    quiet: float  # share of images below epsilon
    posterior_variance: float  # mean over images
    use: float | None  # see `criteria.decoder_use`; None: not measured


@dataclass(frozen=True)
class Verdict:
    """What each criterion says of one dimension."""

    varies: bool  # its mean does, over images: Burda's active unit
    informs: bool  # its rate is above the threshold
    kind: Kind
    used: bool | None  # by the decoder

    @property
    def disagree(self) -> bool:
        """Whether one criterion calls it alive and another dead; a mixed dimension is neither."""
        by_kind = {"active": True, "mixed": None, "passive": False}[self.kind]
        return {True, False} <= {self.varies, self.informs, by_kind, self.used}


def judge(found: Dimension, at: Thresholds) -> Verdict:
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
    verdict = judge(found, at)
    if not verdict.disagree:
        return ""
    rate, variance = figure(found.rate), figure(found.mu_variance)
    if verdict.informs and verdict.used is False:
        return (
            f"It costs {rate} nats an image, yet it moves only {share(found.use or 0)} of what is drawn: the encoder "
            "writes there and the decoder does not read it."
        )
    if verdict.informs and not verdict.varies:
        return (
            f"It costs {rate} nats, yet its mean varies by {variance} only: its posterior (variance "
            f"{figure(found.posterior_variance)}) differs from the prior alike for every image, which tells none apart."
        )
    if verdict.informs and verdict.kind == "passive":
        return (
            f"Its mean rate is {rate} nats, yet {share(found.quiet)} of the images are below {line(at.epsilon)} nats: "
            "a few images carry it all."
        )
    if verdict.varies and not verdict.informs:
        return _lenient(found, at)
    if verdict.used:
        return (
            f"Moving it changes {share(found.use or 0)} of what is drawn, yet it carries {rate} nats: the decoder "
            "listens, the encoder says nothing, and what it hears is noise."
        )
    return (
        f"Only {share(found.quiet)} of the images are below {line(at.epsilon)} nats, yet its mean rate, {rate}, is "
        f"not above {line(at.rate)}: two thresholds, two answers."
    )


def _lenient(found: Dimension, at: Thresholds) -> str:
    """Say why a mean that varies need not carry much."""
    start = f"Its mean varies by {figure(found.mu_variance)}, above {line(at.variance)}, yet it carries "
    start += f"{figure(found.rate)} nats, not above {line(at.rate)}: "
    if found.mu_variance >= 1:
        return start + "the prior moves along with it, so the mean follows what the model is told."
    nats = figure(-0.5 * math.log(1 - at.variance))
    return start + f"a variance of {line(at.variance)} is worth only {nats} nats where q(z) matches the prior."


def figure(value: float) -> str:
    """Write a number of this screen: two decimals from 1 on, three from 0.01 on, else four."""
    return f"{value:.{2 if abs(value) >= 1 else 3 if abs(value) >= 0.01 else 4}f}"


def line(threshold: float) -> str:
    """Write a threshold, four digits at most, no zeros after them."""
    return f"{threshold:.4g}"


def share(value: float) -> str:
    """Write a share in per cent, two decimals below one per cent."""
    return f"{100 * value:.{0 if value >= 0.995 else 1 if value >= 0.01 else 2}f}%"
