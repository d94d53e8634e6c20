"""Find the reconstruction and the KL in a symbolic value: what an expression is, by its algebra alone."""

from dataclasses import dataclass, field

from vaeviz.collapse.loss.algebra import (
    OPEN,
    Atom,
    Axes,
    Product,
    Value,
    add,
    exp,
    key_of,
    number,
    of_atom,
    over,
    single,
    times,
)
from vaeviz.collapse.loss.wrong import explain

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


def find(value: Value) -> Found:
    """Take a value apart."""
    found = Found()
    groups: dict[Axes, Terms] = {}
    for (product, axes), c in value.terms.items():
        groups.setdefault(axes or OPEN, {})[product] = c
    for axes, terms in groups.items():
        _sampled_kls(terms, axes, found)
        _gaussian_kls(terms, axes, found)
        _crosses(terms, axes, found)
        _softplus(terms, axes, found)
        _pieces(terms, axes, found)
        _densities(terms, axes, found)
        if (words := explain(terms)) is not None:
            found.wrong.append(words)
            continue
        for product in terms:
            atoms = sorted((atom for atom, _ in product.powers | product.exponent), key=lambda atom: atom.label)
            found.rest += [atom for atom in atoms if atom.kind == "unread"] or atoms
    return found


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= CLOSE * max(1e-300, abs(a), abs(b))


def _gaussian_kls(terms: Terms, axes: Axes, found: Found) -> None:
    """Take out every w/2 (m^2 + v - 1 - log v); v is exp of something, or a name with its logarithm."""
    for product in list(terms):
        for weight, variance, logs in _variances(product, terms):
            c = terms.get(product, 0.0)
            square = _square(terms, weight, c, variance)
            if not c or square is None or any(not _near(terms.get(log, 0.0), -c * k) for log, k in logs):
                continue
            constant = terms.get(weight, 0.0)
            if not _near(constant, -c):
                found.notes.append(
                    "The KL's constant is not -1 a dimension: its value is off, while its gradients and beta are not."
                )
            for used in (product, square, weight, *(log for log, _ in logs)):
                terms.pop(used, None)
            about = ", ".join(sorted(atom.label for atom, _ in variance.powers | variance.exponent))
            found.parts.append(Part("kl", "exact", 2 * c, weight, axes, about))
            break


def _variances(product: Product, terms: Terms) -> list[tuple[Product, Product, list[tuple[Product, float]]]]:
    """Return what of a product may be weight, variance and the terms of the variance's logarithm."""
    if product.exponent:
        if any(atom.kind == "sqdiff" or k == 2 for atom, k in product.powers):
            return []
        weight = Product(product.powers)
        logs = [(times(weight, single(atom)), k) for atom, k in product.exponent]
        return [(weight, Product(exponent=product.exponent), logs)]
    options = []
    for atom, k in product.powers:
        log = single(Atom("log", f"log({atom.label})", atom))
        weight = Product(product.powers - {(atom, k)})
        if k > 0 and times(weight, log) in terms:
            options.append((weight, single(atom, k), [(times(weight, log), k)]))
    return options


def _square(terms: Terms, weight: Product, c: float, variance: Product) -> Product | None:
    """Return the term c * weight * m^2, where m may be a difference, over a prior's variance or not."""
    options = []
    for product, other in terms.items():
        rest = over(product, weight)
        squares = [a for a, k in rest.powers if (k == 2 and a.kind == "name") or (k == 1 and a.kind == "sqdiff")]
        if _near(other, c) and len(squares) == 1 and len(rest.powers) == 1 and product != times(weight, variance):
            options.append((squares[0].kind == "sqdiff", bool(rest.exponent) != (len(variance.exponent) > 1), product))
    return min(options, key=lambda option: option[:2])[2] if options else None


def _sampled_kls(terms: Terms, axes: Axes, found: Found) -> None:
    """Take out every w (log q(z) - log p(z)) of two Gaussians, written out: -(z - m)^2 / v - log v + z^2, halved."""
    for product in list(terms):
        pair = [atom for atom, k in product.powers if atom.kind == "sqdiff" and k == 1 and product.exponent]
        if len(pair) != 1 or not isinstance(pair[0].inner, frozenset):
            continue
        weight, c = Product(product.powers - {(pair[0], 1.0)}), terms[product]
        logs = [(times(weight, single(atom)), -c * k) for atom, k in product.exponent]
        squares = [times(weight, single(atom, 2.0)) for atom in pair[0].inner]
        square = next((one for one in squares if _near(terms.get(one, 0.0), -c)), None)
        if square is None or any(not _near(terms.get(log, 0.0), wanted) for log, wanted in logs):
            continue
        for used in (product, square, weight, *(log for log, _ in logs)):
            terms.pop(used, None)
        found.parts.append(Part("kl", "sampled", -2 * c, weight, axes, pair[0].label))


def _crosses(terms: Terms, axes: Axes, found: Found) -> None:
    """Take out every -w (x log p + (1 - x) log(1 - p)), written out."""
    for product in list(terms):
        logs = [atom for atom, k in product.powers if atom.kind == "log" and k == 1]
        names = [atom for atom, k in product.powers if atom.kind in ("name", "unread") and k == 1]
        for log, x in [(log, x) for log in logs for x in names]:
            weight = over(product, times(single(log), single(x)))
            other = _complement(log, terms, weight, x, terms.get(product, 0.0))
            if other is None:
                continue
            c = terms[product]
            for used in (product, times(weight, single(other)), times(weight, times(single(x), single(other)))):
                terms.pop(used, None)
            found.parts.append(Part("rec", "bernoulli", -c, weight, axes))
            break


def _complement(log: Atom, terms: Terms, weight: Product, x: Atom, c: float) -> Atom | None:
    """Return the logarithm of 1 - p where its terms have the coefficients of a cross entropy."""
    for product, other in terms.items():
        alone = over(product, weight)
        if len(alone.powers) != 1 or alone.exponent or not _near(other, c) or not c:
            continue
        ((atom, k),) = alone.powers
        crossed = terms.get(times(product, single(x)), 0.0)
        if k == 1 and atom.kind == "log" and _near(crossed, -c) and _adds_to_one(log, atom):
            return atom
    return None


def _adds_to_one(a: Atom, b: Atom) -> bool:
    """Whether exp(a) + exp(b) is 1."""
    total = add(_inside(a), _inside(b))
    return key_of(total) == key_of(add(number(1), number(0)))


def _inside(log: Atom) -> Value:
    if isinstance(log.inner, frozenset):
        return Value(dict(log.inner))
    return of_atom(log.inner) if isinstance(log.inner, Atom) else exp(of_atom(log))


def _softplus(terms: Terms, axes: Axes, found: Found) -> None:
    """Take out every w (softplus(l) - x l), cross entropy of logits."""
    for product in list(terms):
        for atom, k in product.powers:
            if atom.kind != "softplus" or k != 1 or not isinstance(atom.inner, frozenset):
                continue
            weight, c = over(product, single(atom)), terms[product]
            inner = dict(atom.inner)
            if len(inner) != 1 or abs(next(iter(inner.values()))) != 1:
                continue
            (((logit, _), sign),) = inner.items()
            signed = [one for one, _ in logit.powers if one.kind == "sign"]
            cross = next((p for p, d in terms.items() if _is_cross(p, d, times(weight, logit), -c * sign)), None)
            if signed or cross is not None:
                terms.pop(product)
                terms.pop(cross or product, None)
                found.parts.append(Part("rec", "bernoulli", c, weight, axes))
            break


def _is_cross(product: Product, coefficient: float, base: Product, wanted: float) -> bool:
    rest = over(product, base)
    return _near(coefficient, wanted) and not rest.exponent and [k for _, k in rest.powers] == [1.0]


def _pieces(terms: Terms, axes: Axes, found: Found) -> None:
    """Take out what a library's function made whole."""
    kinds = {
        "bce": ("rec", "bernoulli"),
        "sqdiff": ("rec", "squared"),
        "gaussian": ("rec", "squared"),
        "kl": ("kl", "exact"),
    }
    for product in list(terms):
        whole = [atom for atom, k in product.powers if atom.kind in kinds and k == 1]
        if len(whole) != 1 or product.exponent:
            continue
        (atom,) = whole
        c, sigma = terms.pop(product), None
        if atom.kind == "gaussian" and isinstance(atom.inner, float):
            sigma = atom.inner
            c /= 2 * sigma**2
        if atom.kind == "kl" and atom.inner == "reversed":
            found.wrong.append("This is KL(p to q), the prior first; the ELBO has KL(q to p): swap the two.")
            continue
        name, kind = kinds[atom.kind]
        found.parts.append(Part(name, kind, c, over(product, single(atom)), axes, atom.label, sigma))


def _densities(terms: Terms, axes: Axes, found: Found) -> None:
    """Take out every w (log q(z given x) - log p(z)), the KL estimated on a sample."""
    for product in list(terms):
        posterior = [atom for atom, k in product.powers if atom.kind == "density" and k == 1 and atom.inner == "q"]
        if len(posterior) != 1:
            continue
        weight, c = over(product, single(posterior[0])), terms[product]
        for other, d in terms.items():
            prior = [atom for atom, k in other.powers if atom.kind == "density" and k == 1 and atom.inner == "p"]
            if len(prior) == 1 and over(other, single(prior[0])) == weight and _near(d, -c):
                terms.pop(product)
                terms.pop(other)
                found.parts.append(Part("kl", "sampled", c, weight, axes, posterior[0].label))
                break
