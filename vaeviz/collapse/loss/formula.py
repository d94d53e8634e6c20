"""The effective beta of a loss: how means in place of sums, or sums in place of means, change the KL's weight."""

from dataclasses import dataclass
from typing import Literal

from vaeviz.config import Record
from vaeviz.errors import ConfigError

KindName = Literal["bernoulli", "squared"]
ReductionName = Literal["sum", "mean", "total"]  # over pixels or dimensions: sum, mean; over images: mean, mean, sum


@dataclass(frozen=True, kw_only=True)
class Loss(Record):
    """A loss as written: a reconstruction and a KL, each with a reduction and a weight."""

    kind: KindName  # cross entropy, or squared error without the 1/2
    reduction: ReductionName = "sum"  # of the reconstruction
    weight: float = 1.0
    kl_reduction: ReductionName = "sum"
    kl_weight: float = 1.0
    pixels: int = 784  # values per image: channels x height x width
    latents: int = 32
    batch: int = 128  # matters only if exactly one part is a total over images

    def __post_init__(self) -> None:
        for name in ("pixels", "latents", "batch"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}; allowed: 1 or more.")
        if self.weight <= 0:
            raise ConfigError(f"weight is {self.weight:g}; allowed: above 0.")
        if self.kl_weight < 0:
            raise ConfigError(f"kl_weight is {self.kl_weight:g}; allowed: 0 or more.")

    @property
    def beta(self) -> float:
        """The weight on the KL, nats against nats; 1 is the ELBO.

        The negative log density of a Gaussian of variance 1 is half the squared error, up to a constant.
        """
        nats = 1.0 if self.kind == "bernoulli" else 2.0
        return self.kl_weight * self._of(self.kl_reduction, self.latents) / (nats * self.scale)

    @property
    def scale(self) -> float:
        """The factor on the reconstruction, relative to a sum over pixels and a mean over images."""
        return self.weight * self._of(self.reduction, self.pixels)

    @property
    def s2(self) -> float | None:
        """The variance of Gaussian pixels under which the loss is an ELBO, beta 1; None for Bernoulli pixels."""
        return self.beta if self.kind == "squared" else None

    def _of(self, reduction: ReductionName, parts: int) -> float:
        return {"sum": 1.0, "mean": 1.0 / parts, "total": float(self.batch)}[reduction]
