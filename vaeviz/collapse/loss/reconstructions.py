"""Find the reconstruction: cross entropy written out, of logits, or from a library."""

from vaeviz.collapse.loss.algebra import Atom, Axes, Product, Value, add, number, of_atom, over, single, times
from vaeviz.collapse.loss.found import Found, Part, Terms, near
from vaeviz.collapse.loss.functions import exp, key_of


def crosses(terms: Terms, axes: Axes, found: Found) -> None:
    """Extract every -w (x log p + (1 - x) log(1 - p)), written out."""
    for product in list(terms):
        logs = [atom for atom, k in product.powers if atom.kind == "log" and k == 1]
        names = [atom for atom, k in product.powers if atom.kind in ("name", "unread") and k == 1]
        for log, x in [(log, x) for log in logs for x in names]:
            weight = over(product, times(single(log), single(x)))
            complement = _complement(log, terms, weight, x, terms.get(product, 0.0))
            if complement is None:
                continue
            c = terms[product]
            for used in (
                product,
                times(weight, single(complement)),
                times(weight, times(single(x), single(complement))),
            ):
                terms.pop(used, None)
            found.parts.append(Part("rec", "bernoulli", -c, weight, axes))
            break


def _complement(log: Atom, terms: Terms, weight: Product, x: Atom, c: float) -> Atom | None:
    """Return the logarithm of 1 - p, if its terms have the coefficients of a cross entropy."""
    for product, coefficient in terms.items():
        alone = over(product, weight)
        if len(alone.powers) != 1 or alone.exponent or not near(coefficient, c) or not c:
            continue
        ((atom, k),) = alone.powers
        crossed = terms.get(times(product, single(x)), 0.0)
        if k == 1 and atom.kind == "log" and near(crossed, -c) and _adds_to_one(log, atom):
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


def softplus(terms: Terms, axes: Axes, found: Found) -> None:
    """Extract every w (softplus(l) - x l), the cross entropy of logits."""
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
    return near(coefficient, wanted) and not rest.exponent and [k for _, k in rest.powers] == [1.0]


def pieces(terms: Terms, axes: Axes, found: Found) -> None:
    """Extract the parts that a library function returns whole."""
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
            found.wrong.append(
                "This is KL(p to q), with the prior first; the ELBO has KL(q to p). Swap the two arguments."
            )
            continue
        name, kind = kinds[atom.kind]
        found.parts.append(Part(name, kind, c, over(product, single(atom)), axes, atom.label, sigma))
