"""Symbolic values of a pasted loss: sums of products, each with the reductions over its axes.

A tensor has two groups of axes: images (batch) and features (pixels or latent dimensions). A value is a sum of terms; a
term is a number times a `Product` of atoms, and its `Axes` list the reductions in order. Nothing is computed on
data: ``torch.sum(mu ** 2, dim=1)`` is the product mu^2 with the reduction (sum, (1,)).
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from vaeviz.errors import VaevizError

How = Literal["sum", "mean"]
MAX_TERMS = 60


class UnreadError(VaevizError):
    """A part of a pasted loss cannot be read; the message gives the part and the reason."""


class ExhaustedError(VaevizError):
    """A pasted text takes more steps than the reader allows; reading stops."""


class Atom(NamedTuple):
    """An expression that is not analysed further."""

    kind: str  # name, size, dim, log, softplus, sigmoid, bce, sqdiff, gaussian, kl, density, unread
    label: str
    inner: Hashable = None


class Product(NamedTuple):
    """A product of powers of atoms, times exp of a weighted sum of atoms."""

    powers: frozenset[tuple[Atom, float]] = frozenset()
    exponent: frozenset[tuple[Atom, float]] = frozenset()


class Reduction(NamedTuple):
    """One sum or mean; ``dims`` None: over all remaining axes; (): over the features only."""

    how: How
    dims: tuple[int, ...] | None


class Axes(NamedTuple):
    """The reductions of a tensor's axes; ``form`` "rows": images x features, "flat": all in one axis."""

    form: str = ""
    reductions: tuple[Reduction, ...] = ()


ONE = Product()
OPEN = Axes()
BATCH = Atom("size", "batch")
PIXELS = Atom("size", "pixels")
LATENTS = Atom("size", "latents")
CHANNELS = Atom("size", "channels")
PIXEL_KINDS = frozenset({"bce", "sqdiff", "gaussian", "softplus"})
Key = tuple[Product, Axes | None]


@dataclass(frozen=True)
class Value:
    """A sum of terms: (product, axes) -> coefficient; axes None: a scalar."""

    terms: Mapping[Key, float] = field(default_factory=dict)

    @property
    def number(self) -> float | None:
        """The value as a number; None if it is not a number."""
        if not self.terms:
            return 0.0
        if len(self.terms) > 1:
            return None
        ((product, _), coefficient), *_ = self.terms.items()
        return coefficient if product == ONE else None

    @property
    def atom(self) -> Atom | None:
        """The value as a single atom, whatever its form; None if it is not one."""
        if len(self.terms) != 1:
            return None
        ((product, axes), coefficient), *_ = self.terms.items()
        if coefficient != 1 or product.exponent or len(product.powers) != 1 or (axes and axes.reductions):
            return None
        ((atom, power),) = product.powers
        return atom if power == 1 else None

    def atoms(self) -> set[Atom]:
        """Return every atom of every term."""
        found = set()
        for product, _ in self.terms:
            found |= {atom for atom, _ in product.powers | product.exponent}
        return found


def number(value: float) -> Value:
    """Return a number."""
    if not math.isfinite(value):
        raise UnreadError("A number here is infinite or undefined.")
    return Value({(ONE, None): float(value)} if value else {})


def of_atom(atom: Atom, axes: Axes | None = OPEN) -> Value:
    """Return a value of one atom."""
    return Value({(Product(frozenset({(atom, 1.0)})), axes): 1.0})


def size(atom: Atom) -> Value:
    """Return a size as a scalar of unknown value."""
    return of_atom(atom, None)


def is_latent(product: Product) -> bool:
    """Whether a product's features are latent dimensions, not pixels."""
    return not any(atom.kind in PIXEL_KINDS for atom, _ in product.powers)


def collect(pairs: list[tuple[Key, float]]) -> Value:
    """Combine like terms."""
    if len(pairs) > MAX_TERMS * 4:
        raise UnreadError(f"This expression has more than {MAX_TERMS} terms.")
    terms: dict[Key, float] = {}
    for key, coefficient in pairs:
        terms[key] = terms.get(key, 0.0) + coefficient
    kept = {key: c for key, c in terms.items() if c}
    if len(kept) > MAX_TERMS:
        raise UnreadError(f"This expression has more than {MAX_TERMS} terms.")
    if not all(math.isfinite(c) for c in kept.values()):
        raise UnreadError("A weight here is infinite or undefined.")
    return Value(kept)


def join(a: Axes | None, b: Axes | None) -> Axes | None:
    """Return the axes of a product: those of the tensor factor, with the reductions of the more reduced one."""
    if a is None or b is None:
        return b if a is None else a
    longer = a if len(a.reductions) >= len(b.reductions) else b
    return Axes(longer.form or a.form or b.form, longer.reductions)


def add(a: Value, b: Value, sign: float = 1.0) -> Value:
    """Return a + sign * b; a number is added to every entry of a tensor that is not yet reduced."""
    tensors = [axes for value in (a, b) for _, axes in value.terms if axes is not None]
    whole = min(tensors, key=lambda axes: len(axes.reductions), default=None)
    form = next((axes.form for axes in tensors if axes.form), "")

    def common(product: Product, axes: Axes | None) -> Key:
        if axes is None:
            return product, Axes(form, whole.reductions) if whole else None
        return product, axes if axes.reductions else Axes(form)

    pairs = [(common(*key), c) for key, c in a.terms.items()] + [(common(*key), sign * c) for key, c in b.terms.items()]
    return collect(pairs)


def scale(value: Value, by: float) -> Value:
    """Return the value times a number."""
    return collect([(key, c * by) for key, c in value.terms.items()])


def times(a: Product, b: Product) -> Product:
    """Return the product of two products."""
    return Product(_added(a.powers, b.powers), _added(a.exponent, b.exponent))


def to_power(product: Product, power: float) -> Product:
    """Return a product raised to a power."""
    powers, exponent = (frozenset((atom, k * power) for atom, k in part) for part in product)
    return Product(powers, exponent)


def over(a: Product, b: Product) -> Product:
    """Return the quotient of two products."""
    return times(a, to_power(b, -1.0))


def single(atom: Atom, power: float = 1.0) -> Product:
    """Return an atom raised to a power."""
    return Product(frozenset({(atom, power)}))


def _added(a: frozenset, b: frozenset) -> frozenset:
    total = dict(a)
    for atom, power in b:
        total[atom] = total.get(atom, 0.0) + power
    return frozenset((atom, power) for atom, power in total.items() if power)


def multiply(a: Value, b: Value) -> Value:
    """Return the product of two values."""
    if len(a.terms) * len(b.terms) > MAX_TERMS * 4:
        raise UnreadError(f"This product has more than {MAX_TERMS} terms.")
    return collect(
        [((times(p, q), join(s, t)), c * d) for (p, s), c in a.terms.items() for (q, t), d in b.terms.items()]
    )
