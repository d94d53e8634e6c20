"""The value of a library function: one function per role of `vaeviz.collapse.loss.spellings`."""

from collections.abc import Callable
from math import expm1, log1p

from vaeviz.collapse.loss import algebra, functions
from vaeviz.collapse.loss.algebra import OPEN, Atom, Axes, UnreadError, Value
from vaeviz.collapse.loss.call import Call, dims_of
from vaeviz.collapse.loss.densities import divergence, independent, log_prob, normal
from vaeviz.collapse.loss.pixel_errors import (
    element,
    keras_object,
    mean_over_last,
    torch_error,
    torch_object,
    two_tensors,
)
from vaeviz.collapse.loss.shapes import count_numbers, feature_range, flatten, length, product_of, reshape, shaped
from vaeviz.collapse.loss.state import Distribution, Fields, Items, Result, has_parts


def _reduced(how: str) -> Callable[[Call], Result]:
    def reduced(call: Call) -> Result:
        first = call.find(0, "input", "x", "a", "input_tensor")
        if isinstance(first, Items):  # Python's sum(...) of parts
            total = algebra.number(0)
            for one in first.items:
                total = algebra.add(total, one if isinstance(one, Value) else call.run.unknown(call.node))
            return algebra.scale(total, 1 / len(first.items)) if how == "mean" and first.items else total
        if not isinstance(first, Value):
            raise UnreadError(f"The argument of {call.name} is not a tensor.")
        return call.reduce(first, how, dims_of(call.find(1, "dim", "axis", "axes", "reduction_indices")))

    return reduced


def _elementwise(work: Callable[[Value], Value]) -> Callable[[Call], Result]:
    return lambda call: work(call.value(0, "input", "x", "a"))


def _binary(work: Callable[[Value, Value], Value]) -> Callable[[Call], Result]:
    return lambda call: work(call.value(0, "input", "x"), call.value(1, "other", "y"))


def _pow(call: Call) -> Result:
    by = call.value(1, "exponent", "y").number
    if by is None:
        raise UnreadError("The exponent of a power is not written as a number.")
    return functions.power(call.value(0, "input", "x", "a"), by)


def sigmoid(value: Value) -> Value:
    """Return the sigmoid; that of -l is 1 - sigmoid(l), so both share one atom."""
    if value.terms and all(c < 0 for c in value.terms.values()):
        return algebra.add(algebra.number(1), sigmoid(algebra.scale(value, -1)), -1)
    return algebra.of_atom(Atom("sigmoid", "sigmoid", functions.key_of(value)), _axes(value))


def softplus(value: Value) -> Value:
    """Return log(1 + exp(l))."""
    return algebra.of_atom(Atom("softplus", "softplus", functions.key_of(value)), _axes(value))


def _axes(value: Value) -> Axes:
    return next((axes for _, axes in value.terms if axes is not None), OPEN)


def _logaddexp(call: Call) -> Result:
    a, b = call.value(0), call.value(1)
    if a.number == 0 or b.number == 0:
        return softplus(b if a.number == 0 else a)
    raise UnreadError("logaddexp of two tensors is not supported.")


def _where(call: Call) -> Result:
    """Return +1 or -1 per pixel, the only choice that losses use."""
    a, b = call.value(1), call.value(2)
    if {a.number, b.number} == {-1.0, 1.0}:
        return algebra.of_atom(Atom("sign", call.name))
    raise UnreadError("A choice between two values per pixel is supported only for 1 and -1.")


def _same(call: Call) -> Result:
    first = call.find(0, "input", "x", "a")
    if first is None:
        raise UnreadError(f"{call.name} has no argument; give it a tensor.")
    if has_parts(first) and call.name in ("clamp", "clip", "clamp_min", "clip_by_value"):
        raise UnreadError("A part of the loss is clamped (as with free bits): no single beta describes it.")
    return first


def _absolute(call: Call) -> Result:
    first = call.value(0)
    if has_parts(first):
        raise UnreadError(
            "The loss penalises the distance of a part to a target (a capacity): no single beta describes it."
        )
    return call.run.unknown(call.node)


def _logged(call: Call) -> Result:
    return call.run.unknown(call.node)


def _number(call: Call) -> Result:
    first = call.find(0)
    return first if isinstance(first, Value) and not has_parts(first) else call.run.unknown(call.node)


def _size(call: Call) -> Result:
    raise UnreadError("This size is not supported.")


def _plus(work: Callable[[float], float], by: float) -> Callable[[Value], Value]:
    def done(value: Value) -> Value:
        if value.number is not None and value.number > -1:
            return algebra.number(work(value.number))
        return (
            functions.log(algebra.add(algebra.number(1), value))
            if by > 0
            else algebra.add(functions.exp(value), algebra.number(-1))
        )

    return done


def _half(value: Value) -> Value:
    return algebra.scale(value, 0.5)


def _logsigmoid(value: Value) -> Value:
    return functions.log(sigmoid(value))


def _half_sum(call: Call) -> Result:
    return _half(call.reduce(functions.power(call.value(0, "t"), 2), "sum", None))


def _unread(call: Call) -> Result:
    raise UnreadError(f"{call.name} is not supported.")


ROLES: dict[str, Callable[[Call], Result]] = {
    "bce-torch": torch_error("bce"),
    "mse-torch": torch_error("sqdiff"),
    "mse": torch_error("sqdiff"),
    "bce-object": torch_object("bce"),
    "mse-object": torch_object("mse"),
    "bce-keras-object": keras_object("bce"),
    "mse-keras-object": keras_object("mse"),
    "bce": lambda call: element("bce", *two_tensors(call)),
    "bce-last": mean_over_last("bce"),
    "mse-last": mean_over_last("sqdiff"),
    "sqdiff": lambda call: element("sqdiff", *two_tensors(call)),
    "half-sqdiff": lambda call: _half(element("sqdiff", *two_tensors(call))),
    "half-sum-square": _half_sum,
    "kl": lambda call: divergence(
        call.run, call.find(0, "p", "distribution_a"), call.find(1, "q", "distribution_b"), call.node
    ),
    "normal": lambda call: normal(
        call.find(0, "loc", "mean"), call.find(1, "scale", "std", "sigma"), call.node, rows=False
    ),
    "normal-rows": lambda call: normal(call.find(0, "loc"), call.find(1, "scale_diag"), call.node, rows=True),
    "bernoulli": lambda call: Distribution(
        "bernoulli", call.value(0, "logits", "probs"), algebra.number(1), False, "p"
    ),
    "independent": lambda call: independent(call.find(0, "base_distribution", "distribution"), call.node),
    "log_prob": lambda call: log_prob(call.run, call.find(0), call.find(1, "value", "x"), call.node),
    "len": length,
    "sum": _reduced("sum"),
    "mean": _reduced("mean"),
    "exp": _elementwise(functions.exp),
    "log": _elementwise(functions.log),
    "log1p": _elementwise(_plus(log1p, 1)),
    "expm1": _elementwise(_plus(expm1, -1)),
    "square": _elementwise(lambda value: functions.power(value, 2)),
    "sqrt": _elementwise(lambda value: functions.power(value, 0.5)),
    "pow": _pow,
    "neg": _elementwise(lambda value: algebra.scale(value, -1)),
    "add": _binary(algebra.add),
    "sub": _binary(lambda a, b: algebra.add(a, b, -1)),
    "mul": _binary(algebra.multiply),
    "div": _binary(functions.divide),
    "softplus": _elementwise(softplus),
    "logaddexp": _logaddexp,
    "sigmoid": _elementwise(sigmoid),
    "logsigmoid": _elementwise(_logsigmoid),
    "where": _where,
    "numel": count_numbers,
    "size": _size,
    "dim": _size,
    "prod": product_of,
    "flat": lambda call: shaped(call.value(0), "flat"),
    "rows": lambda call: shaped(call.value(0), "rows"),
    "flatten": flatten,
    "reshape": reshape,
    "view": reshape,
    "number": _number,
    "logged": _logged,
    "dict": lambda call: Fields(dict(call.named)),
    "range": feature_range,
    "abs": _absolute,
    "same": _same,
    "unread": _unread,
}
