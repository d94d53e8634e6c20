"""The reconstruction and the KL found in a value."""

from dataclasses import dataclass, field

from vaeviz.collapse.loss.algebra import Atom, Axes, Product

Terms = dict[Product, float]
TOLERANCE = 1e-6  # relative


@dataclass(frozen=True)
class Part:
    """A reconstruction or a KL with its weight."""

    name: str  # "rec" or "kl"
    kind: str  # reconstruction: bernoulli, squared; KL: exact, sampled
    weight: float
    names: Product  # names and sizes that multiply the weight
    axes: Axes
    about: str = ""  # distinguishes two KLs
    sigma: float | None = None  # standard deviation of Gaussian pixels, if the text gives one


@dataclass
class Found:
    """Everything found in one value."""

    parts: list[Part] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # what looks like a KL but is not one
    notes: list[str] = field(default_factory=list)
    rest: list[Atom] = field(default_factory=list)  # everything else

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return any(part.name == name for part in self.parts)

    @property
    def whole(self) -> bool:
        """Whether there is a reconstruction and a KL, or an incorrect KL."""
        return self.has("rec") and (self.has("kl") or bool(self.wrong))


def near(a: float, b: float) -> bool:
    """Whether two coefficients are equal up to rounding."""
    return abs(a - b) <= TOLERANCE * max(1e-300, abs(a), abs(b))
