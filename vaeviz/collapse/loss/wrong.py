"""Explain what is wrong with terms that look like a KL but are not one."""

from vaeviz.collapse.loss.algebra import Atom, Product, over, single, times

RIGHT = "A Gaussian's KL to N(0, I) is 0.5 (mu\u00b2 + exp(logvar) - 1 - logvar), summed over the dimensions."


def explain(terms: dict[Product, float]) -> str | None:
    """Return what is wrong with terms that look like a KL; None if they do not look like one."""
    squares = [(atom, product) for product in terms for atom, k in product.powers if k == 2 and atom.kind == "name"]
    exponents = [p for p in terms if p.exponent and not any(a.kind == "sqdiff" or k == 2 for a, k in p.powers)]
    logs = [(atom, product) for product in terms for atom, k in product.powers if atom.kind == "log" and k == 1]
    linear = {atom for product in terms for atom, k in product.powers if k == 1 and atom.kind == "name"}
    doubled = [atom for atom, product in squares if times(over(product, single(atom, 2.0)), single(atom)) in terms]
    if doubled and len(squares) > 1:
        name = doubled[0].label
        return f"This is not a KL: {name} ** 2 is in the place of exp({name}). {RIGHT}"
    for product in exponents:
        if (words := _of_variance(product, terms, [p for _, p in squares], linear)) is not None:
            return f"This is not a KL: {words} {RIGHT}"
    for log, product in logs:
        if isinstance(log.inner, Atom) and squares:
            return f"This is not a KL: {_of_deviation(log.inner, product, terms)} {RIGHT}"
    return None


def _of_variance(
    product: Product, terms: dict[Product, float], squares: list[Product], linear: set[Atom]
) -> str | None:
    ((atom, k), *more) = sorted(product.exponent, key=lambda one: one[0].label)
    weight = Product(product.powers)
    log = terms.get(times(weight, single(atom)), 0.0)
    if more or not (squares or log):
        return None
    c = terms[product]
    if not log:
        return f"the term in {atom.label} itself is missing."
    if log * c * k > 0:
        return f"exp({atom.label}) and {atom.label} have the same sign; their signs differ in a KL."
    if abs(log + c * k) > 1e-6 * abs(log):
        needed = f"exp({k:g} {atom.label}) needs {k:g} times {atom.label} with the opposite sign"
        return f"{needed}; found {abs(log / c):g} times."
    if not squares:
        return "the square of the mean is missing."
    if all(terms[one] * c < 0 for one in squares):
        return "the square of the mean has the wrong sign."
    times_it = abs(terms[squares[0]] / c)
    return f"the square of the mean has {times_it:g} times the weight of exp({atom.label}); the weights must be equal."


def _of_deviation(atom: Atom, product: Product, terms: dict[Product, float]) -> str:
    weight = over(product, single(Atom("log", f"log({atom.label})", atom)))
    for k in (2.0, 1.0):
        c = terms.get(times(weight, single(atom, k)), 0.0)
        if c and terms[product] * c > 0:
            return f"log({atom.label}) and {atom.label} have the same sign; their signs differ in a KL."
        if c and abs(terms[product] + c * k) > 1e-6:
            needed = f"{atom.label}^{k:g} needs {k:g} times log({atom.label}) with the opposite sign"
            return f"{needed}; found {abs(terms[product] / c):g} times."
        if c:
            return "the square of the mean is missing, or its weight or sign is wrong."
    return f"log({atom.label}) occurs without the variance."
