"""Find the KL: its closed form, or an estimate from a sample."""

from vaeviz.collapse.loss.algebra import Atom, Axes, Product, over, single, times
from vaeviz.collapse.loss.found import Found, Part, Terms, near


def gaussian_kls(terms: Terms, axes: Axes, found: Found) -> None:
    """Extract every w/2 (m^2 + v - 1 - log v), where v is an exponential, or a name whose logarithm occurs."""
    for product in list(terms):
        for weight, variance, logs in _variances(product, terms):
            c = terms.get(product, 0.0)
            square = _square(terms, weight, c, variance)
            if not c or square is None or any(not near(terms.get(log, 0.0), -c * k) for log, k in logs):
                continue
            constant = terms.get(weight, 0.0)
            if not near(constant, -c):
                found.notes.append(
                    "The KL's constant is not -1 per dimension: its value is off, but its gradients and beta are not."
                )
            for used in (product, square, weight, *(log for log, _ in logs)):
                terms.pop(used, None)
            about = ", ".join(sorted(atom.label for atom, _ in variance.powers | variance.exponent))
            found.parts.append(Part("kl", "exact", 2 * c, weight, axes, about))
            break


def _variances(product: Product, terms: Terms) -> list[tuple[Product, Product, list[tuple[Product, float]]]]:
    """Return the possible splits of a product into weight, variance and terms of the variance's logarithm."""
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
    """Return the term c * weight * m^2; m may be a difference, and may be divided by a prior's variance."""
    options = []
    for product, coefficient in terms.items():
        rest = over(product, weight)
        squares = [a for a, k in rest.powers if (k == 2 and a.kind == "name") or (k == 1 and a.kind == "sqdiff")]
        if near(coefficient, c) and len(squares) == 1 and len(rest.powers) == 1 and product != times(weight, variance):
            options.append((squares[0].kind == "sqdiff", bool(rest.exponent) != (len(variance.exponent) > 1), product))
    return min(options, key=lambda option: option[:2])[2] if options else None


def sampled_kls(terms: Terms, axes: Axes, found: Found) -> None:
    """Extract every w (log q(z) - log p(z)) of two Gaussians, written out: (-(z - m)^2 / v - log v + z^2) / 2."""
    for product in list(terms):
        pair = [atom for atom, k in product.powers if atom.kind == "sqdiff" and k == 1 and product.exponent]
        if len(pair) != 1 or not isinstance(pair[0].inner, frozenset):
            continue
        weight, c = Product(product.powers - {(pair[0], 1.0)}), terms[product]
        logs = [(times(weight, single(atom)), -c * k) for atom, k in product.exponent]
        squares = [times(weight, single(atom, 2.0)) for atom in pair[0].inner]
        square = next((one for one in squares if near(terms.get(one, 0.0), -c)), None)
        if square is None or any(not near(terms.get(log, 0.0), wanted) for log, wanted in logs):
            continue
        for used in (product, square, weight, *(log for log, _ in logs)):
            terms.pop(used, None)
        found.parts.append(Part("kl", "sampled", -2 * c, weight, axes, pair[0].label))


def densities(terms: Terms, axes: Axes, found: Found) -> None:
    """Extract every w (log q(z given x) - log p(z)), the KL estimated from a sample."""
    for product in list(terms):
        posterior = [atom for atom, k in product.powers if atom.kind == "density" and k == 1 and atom.inner == "q"]
        if len(posterior) != 1:
            continue
        weight, c = over(product, single(posterior[0])), terms[product]
        for candidate, d in terms.items():
            prior = [atom for atom, k in candidate.powers if atom.kind == "density" and k == 1 and atom.inner == "p"]
            if len(prior) == 1 and over(candidate, single(prior[0])) == weight and near(d, -c):
                terms.pop(product)
                terms.pop(candidate)
                found.parts.append(Part("kl", "sampled", c, weight, axes, posterior[0].label))
                break
