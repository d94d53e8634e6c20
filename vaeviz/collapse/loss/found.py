"""The reconstruction and the KL that a value is made of."""

from dataclasses import dataclass, field

from vaeviz.collapse.loss.algebra import Atom, Axes, Product

Terms = dict[Product, float]


CLOSE = 1e-6


@dataclass(frozen=True)
class Part:
    """A reconstruction or a KL with its weight."""

    name: str  # "rec" or "kl"
    kind: str  # of a reconstruction: bernoulli, squared; of a KL: exact, sampled
    weight: float
    names: Product  # names and sizes that the weight is multiplied by
    axes: Axes
    about: str = ""  # what tells two KLs apart
    sigma: float | None = None  # the deviation of Gaussian pixels, where the text writes one


@dataclass
class Found:
    """All that was found in one value."""

    parts: list[Part] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # what looks like a KL and is none
    notes: list[str] = field(default_factory=list)
    rest: list[Atom] = field(default_factory=list)  # what is neither

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return any(part.name == name for part in self.parts)

    @property
    def whole(self) -> bool:
        """Whether there is a reconstruction and something that is meant as a KL."""
        return self.has("rec") and (self.has("kl") or bool(self.wrong))


def near(a: float, b: float) -> bool:
    """Whether two coefficients are the same but for rounding."""
    return abs(a - b) <= CLOSE * max(1e-300, abs(a), abs(b))
