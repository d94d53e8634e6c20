"""Turn the parts that were found into a `Loss`, its beta, and sentences that describe it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vaeviz.collapse.loss.algebra import BATCH, LATENTS, PIXELS, Atom, Product, UnreadError, over, single, times
from vaeviz.collapse.loss.axes import settle
from vaeviz.collapse.loss.formula import Loss, ReductionName
from vaeviz.collapse.loss.found import Found, Part

MAX_BETA = 1e12
WORDS = {"rec": ("reconstruction", "pixels"), "kl": ("KL", "dimensions")}


@dataclass(frozen=True)
class Problem:
    """A line that could not be read."""

    line: int  # from 1; 0: the text as a whole
    text: str
    why: str


@dataclass
class Reading:
    """The loss in a pasted text, as far as it could be read."""

    loss: Loss | None = None
    sigma: float | None = None  # standard deviation of Gaussian pixels, if the text gives one
    understood: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # assumptions
    asked: list[str] = field(default_factory=list)  # names whose values are needed
    values: dict[str, float] = field(default_factory=dict)  # the given names that the text uses
    sizes: list[str] = field(default_factory=list)  # those of pixels, latents, channels, batch that beta depends on
    stated: list[str] = field(default_factory=list)  # sizes that the text states
    problems: list[Problem] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON for the page; without a beta if anything is open."""
        whole = self.loss is not None and not self.asked and not self.problems
        return {
            "loss": self.loss.to_json() if whole and self.loss else None,
            "beta": self.loss.beta if whole and self.loss else None,
            "sigma": self.sigma if whole else None,
            "understood": self.understood,
            "notes": self.notes,
            "asked": self.asked,
            "values": self.values,
            "sizes": self.sizes,
            "stated": self.stated,
            "problems": [vars(one) for one in self.problems],
        }


@dataclass(frozen=True)
class Weighted:
    """The weight of a part: a number times sizes and names, relative to a sum over features and mean over images."""

    number: float
    product: Product

    def amount(self, sizes: Mapping[str, int]) -> float:
        """Return the weight as a number, with the values of all sizes."""
        total = self.number
        for atom, power in self.product.powers:
            try:
                total *= sizes[atom.label] ** power
            except OverflowError as error:
                raise UnreadError("The weight of a part is too large for a number.") from error
        return total


def conclude(found: Found, sizes: Mapping[str, int], reading: Reading) -> None:
    """Fill in a reading from the parts of a whole loss.

    Raises
    ------
    UnreadError
        If the parts do not form a loss that has a beta.
    """
    if found.wrong:
        raise UnreadError(found.wrong[0])
    spread = {atom for part in found.parts if part.name == "rec" for atom, _ in part.names.powers}
    if learned := sorted(
        {atom.inner.label for atom in found.rest if isinstance(atom.inner, Atom) and atom.inner in spread}
    ):
        raise UnreadError(f"The pixels' standard deviation {learned[0]} is learned: there is no single beta.")
    unread = sorted({atom.label for atom in found.rest if atom.kind == "unread"})
    if unread:
        raise UnreadError(f"{', '.join(unread)} is part of the loss but cannot be read.")
    reading.notes += dict.fromkeys(found.notes)
    extra = sorted({atom.label for atom in found.rest if atom.kind in ("name", "dim")})
    if extra:
        reading.notes.append(f"Ignored, since it is neither reconstruction nor KL: {', '.join(extra[:6])}.")
    weighted = {name: [_weigh(part, reading) for part in found.parts if part.name == name] for name in WORDS}
    reading.asked = sorted(
        {atom.label for several in weighted.values() for one in several for atom in _unknown(one.product)}
    )
    rec_kinds = {part.kind for part in found.parts if part.name == "rec"}
    if len(rec_kinds) > 1:
        raise UnreadError("Cross entropy and squared error are added: no single beta describes both.")
    if reading.asked:
        reading.understood += [_sentence(found, name, weighted[name][0], None) for name in WORDS]
        return
    rec = sum(one.amount(sizes) for one in weighted["rec"])
    kl = _common_kl([part for part in found.parts if part.name == "kl"], weighted["kl"], sizes)
    if not math.isfinite(rec) or not math.isfinite(kl) or rec == 0:
        raise UnreadError("The weight of a part is 0, infinite or undefined: there is no beta.")
    if rec < 0 < kl or kl < 0 < rec:
        raise UnreadError("Reconstruction and KL have opposite signs: minimising this loss makes one of them worse.")
    if rec < 0:
        reading.notes.append("Both parts have a minus sign: this is an ELBO to be maximised, so its negative is read.")
    _fill(found, weighted, (abs(rec), abs(kl)), sizes, reading)


def _fill(
    found: Found,
    weighted: Mapping[str, list[Weighted]],
    amounts: tuple[float, float],
    sizes: Mapping[str, int],
    reading: Reading,
) -> None:
    reductions: dict[str, tuple[ReductionName, float]] = {}
    for name, amount in zip(WORDS, amounts, strict=True):
        how = _reduction(weighted[name][0].product, name)
        of = {"sum": 1.0, "mean": 1 / sizes[_features(name).label], "total": float(sizes["batch"])}[how]
        reductions[name] = how, amount / of
        reading.understood.append(_sentence(found, name, weighted[name][0], amount / of))
    rec, kl = (next(part for part in found.parts if part.name == name) for name in WORDS)
    reading.loss = Loss(
        kind="bernoulli" if rec.kind == "bernoulli" else "squared",
        reduction=reductions["rec"][0],
        weight=reductions["rec"][1],
        kl_reduction=reductions["kl"][0],
        kl_weight=reductions["kl"][1],
        pixels=sizes["pixels"],
        latents=sizes["latents"],
        batch=sizes["batch"],
    )
    if not reading.loss.beta < MAX_BETA:
        raise UnreadError("The weight of a part is 0, infinite or undefined: there is no beta.")
    reading.sigma = rec.sigma
    if rec.kind == "squared":
        reading.understood.append(_of_variance(reading.loss.beta, rec.sigma))
    if kl.kind == "sampled":
        reading.notes.append("The KL is estimated from samples of log q(z given x) - log p(z), whose mean is the KL.")
    ratio = over(weighted["kl"][0].product, weighted["rec"][0].product)
    reading.sizes = sorted(atom.label for atom, _ in ratio.powers if atom.kind == "size")


def _of_variance(beta: float, sigma: float | None) -> str:
    words = f"Squared error is the likelihood of Gaussian pixels: beta is {beta:.4g} per unit of variance"
    if sigma is None:
        return f"{words} (\u03c3 = 1); the text gives no \u03c3."
    return f"{words}; with the text's \u03c3 = {sigma:.4g}, beta is {beta / sigma**2:.4g}."


def _weigh(part: Part, reading: Reading) -> Weighted:
    """Return a part's weight, and note any assumption about its axes."""
    what, over_what = WORDS[part.name]
    state = settle(part.axes, part.name == "kl")
    if not state.closed:
        raise UnreadError(f"The {what} is not summed over its {over_what}; add .sum(1), or an axis to its sum.")
    if state.batch is None:
        _once(reading, f"The {what} is not reduced over images: the mean is assumed.")
    if state.ambiguous:
        _once(reading, "One axis of the images is reduced: x is assumed to have one row of pixels per image.")
    product = _whole_images(times(part.names, state.factor(part.name == "kl")))
    if part.names.exponent or any(atom.kind not in ("name", "size", "dim") for atom, _ in product.powers):
        odd = next((a.label for a, _ in product.powers if a.kind not in ("name", "size", "dim")), "an exponential")
        raise UnreadError(f"The {what} is multiplied by {odd or 'another part of the loss'}, which is not supported.")
    return Weighted(part.weight, product)


def _once(reading: Reading, words: str) -> None:
    if words not in reading.notes:
        reading.notes.append(words)


def _whole_images(product: Product) -> Product:
    """Read x.shape[1] * x.shape[2] * x.shape[3] as the number of pixels."""
    axes: dict[tuple[str, float], set[int]] = {}
    for atom, power in product.powers:
        if atom.kind == "dim" and isinstance(atom.inner, int):
            axes.setdefault((atom.label.split(".shape[")[0], power), set()).add(atom.inner)
    for (label, power), indices in axes.items():
        if indices in ({1, 2, 3}, {-1, -2, -3}):
            for index in indices:
                product = over(product, single(Atom("dim", f"{label}.shape[{index}]", index), power))
            product = times(product, single(PIXELS, power))
    return product


def _unknown(product: Product) -> list[Atom]:
    return [atom for atom, _ in product.powers if atom.kind != "size"]


def _common_kl(parts: list[Part], weighted: list[Weighted], sizes: Mapping[str, int]) -> float:
    """Return the weight of the KL; KLs of different codes must have the same weight."""
    total: dict[str, float] = {}
    for part, one in zip(parts, weighted, strict=True):
        total[part.about] = total.get(part.about, 0.0) + one.amount(sizes)
    amounts = list(total.values())
    if any(abs(one - amounts[0]) > 1e-9 * abs(amounts[0]) for one in amounts):
        raise UnreadError("Several KLs are added with different weights: no single beta describes them.")
    return amounts[0]


def _features(name: str) -> Atom:
    return PIXELS if name == "rec" else LATENTS


def _reduction(product: Product, name: str) -> ReductionName:
    powers = dict(product.powers)
    if powers.get(_features(name)) == -1:
        return "mean"
    return "total" if powers.get(BATCH) == 1 else "sum"


def _sentence(found: Found, name: str, weighted: Weighted, weight: float | None) -> str:
    """Return a sentence on one part's reduction, and on its weight if that is known."""
    kind = next(part.kind for part in found.parts if part.name == name)
    what = {"bernoulli": "Cross entropy", "squared": "Squared error"}.get(kind, "KL")
    over_what = WORDS[name][1]
    how = {
        "sum": f"the sum over {over_what}, the mean over images",
        "mean": f"the mean over {over_what} and images",
        "total": f"the sum over {over_what} and images",
    }[_reduction(weighted.product, name)]
    names = ", ".join(sorted(atom.label for atom in _unknown(weighted.product)))
    factor = (
        "" if weight is not None and math.isclose(weight, 1) else f" times {weight:.4g}" if weight is not None else ""
    )
    return f"{what}: {how}{factor}{f', with the weight {names}' if names else ''}."
