"""Powers, quotients, exponentials and logarithms of symbolic values."""

import math

from vaeviz.collapse.loss.algebra import (
    ONE,
    OPEN,
    Atom,
    Key,
    Product,
    UnreadError,
    Value,
    collect,
    join,
    multiply,
    of_atom,
    over,
    single,
    times,
    to_power,
)

TINY = 1e-3  # largest constant in a logarithm that is taken as a guard against log(0)


def divide(a: Value, b: Value) -> Value:
    """Return the quotient; the divisor must be one product."""
    return multiply(a, power(b, -1.0))


def power(value: Value, by: float) -> Value:
    """Return the value to a power; the squared difference of two tensors stays one atom."""
    if by == 1:
        return value
    if not value.terms and by < 0:
        raise UnreadError("There is a division by 0, so there is no beta.")
    if by == 2 and (squared := _squared_difference(value)):
        return squared
    if by == 2 and len(value.terms) > 1:
        return multiply(value, value)
    if len(value.terms) != 1:
        raise UnreadError("A power of a sum, or a quotient by a sum, is not supported.")
    ((product, axes), coefficient), *_ = value.terms.items()
    if axes and axes.reductions and by not in (-1, 1):
        raise UnreadError("A power of a reduced part is not supported.")
    try:
        return collect([((to_power(product, by), axes), _real(coefficient**by))])
    except (OverflowError, ZeroDivisionError) as error:
        raise UnreadError("A number here is infinite or undefined.") from error


def _real(value: float | complex) -> float:
    if isinstance(value, complex):
        raise UnreadError("A negative number is raised to a fractional power.")
    return value


def _squared_difference(value: Value) -> Value | None:
    """Return c^2 * sqdiff(a, b) for c * (a - b), where a and b are single atoms."""
    if len(value.terms) != 2:
        return None
    ((p, s), c), ((q, t), d) = value.terms.items()
    if c != -d or s is None or t is None or s.reductions or t.reductions or p.exponent or q.exponent:
        return None
    common = Product(p.powers & q.powers)
    alone = [dict(over(one, common).powers) for one in (p, q)]
    if any(list(one.values()) != [1.0] for one in alone):
        return None
    pair = [next(iter(one)) for one in alone]
    names = sorted(atom.label for atom in pair)
    piece = times(single(Atom("sqdiff", " - ".join(names), frozenset(pair))), to_power(common, 2.0))
    return Value({(piece, join(s, t)): c * c})


def exp(value: Value) -> Value:
    """Return exp of a sum of single atoms and a number."""
    factor, powers, exponent, axes = 0.0, {}, {}, None
    for (product, here), c in value.terms.items():
        axes = join(axes, here)
        if product == ONE:
            factor = c
            continue
        ((atom, k),) = product.powers if len(product.powers) == 1 and not product.exponent else ((None, 0.0),)
        if atom is None or k != 1:
            raise UnreadError("exp of a product is not supported.")
        if atom.kind == "log" and c == 1 and len(value.terms) == 1 and isinstance(atom.inner, frozenset):
            return Value(dict(atom.inner))
        if atom.kind == "log" and isinstance(atom.inner, Atom):
            powers[atom.inner] = c
        else:
            exponent[atom] = c
    if abs(factor) > 700:
        raise UnreadError("A number here is infinite.")
    return Value({(Product(frozenset(powers.items()), frozenset(exponent.items())), axes): math.exp(factor)})


def log(value: Value) -> Value:
    """Return the logarithm; of one product it is a sum, of a sum it stays one atom."""
    value = _without_guard(value)
    if len(value.terms) == 1:
        ((product, axes), coefficient), *_ = value.terms.items()
        if coefficient <= 0:
            raise UnreadError("The logarithm of a negative number is taken.")
        pairs = [((ONE, axes), math.log(coefficient))] if coefficient != 1 else []
        pairs += [((single(Atom("log", f"log({atom.label})", atom)), axes), k) for atom, k in product.powers]
        pairs += [((single(atom), axes), k) for atom, k in product.exponent]
        return collect(pairs)
    if not value.terms:
        raise UnreadError("The logarithm of 0 is taken.")
    axes = next((axes for _, axes in value.terms if axes is not None), None)
    return of_atom(Atom("log", "a logarithm", key_of(value)), axes)


def key_of(value: Value) -> frozenset:
    """Return a key that is equal for equal values, whatever their axes."""
    total: dict[Key, float] = {}
    for (product, _), c in value.terms.items():
        total[product, OPEN] = total.get((product, OPEN), 0.0) + c
    return frozenset(total.items())


def _without_guard(value: Value) -> Value:
    """Drop a small constant such as 1e-8 that guards against log(0)."""
    if len(value.terms) < 2:
        return value
    rounded = {
        key: (c if key[0] != ONE or abs(c - round(c)) > TINY else float(round(c))) for key, c in value.terms.items()
    }
    return Value({key: c for key, c in rounded.items() if c})
