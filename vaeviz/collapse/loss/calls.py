"""What a library's function makes of its arguments: one function a role of `vaeviz.collapse.loss.spellings`."""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from math import expm1, log1p

from vaeviz.collapse.loss import algebra
from vaeviz.collapse.loss.algebra import BATCH, LATENTS, OPEN, PIXELS, Atom, Axes, UnreadError, Value
from vaeviz.collapse.loss.axes import reduce
from vaeviz.collapse.loss.densities import divergence, independent, log_prob, normal
from vaeviz.collapse.loss.spellings import DATA_SET, LATENT_TENSOR
from vaeviz.collapse.loss.state import Distribution, Fields, Items, LossObject, Result, Run, Text, has_parts

FEATURES = "features"  # every axis but the images'


@dataclass
class Call:
    """A call with its arguments read; a method's first argument is its object."""

    run: Run
    node: ast.Call
    name: str
    given: list[Result]
    named: dict[str, Result]

    def value(self, at: int, *names: str) -> Value:
        """Return an argument that must be a tensor or number."""
        found = self.find(at, *names)
        if not isinstance(found, Value):
            raise UnreadError(f"{self.name} is called without what it needs.")
        return found

    def find(self, at: int, *names: str) -> Result | None:
        """Return an argument by place or name."""
        for name in names:
            if name in self.named:
                return self.named[name]
        return self.given[at] if at < len(self.given) else None

    def reduce(self, value: Value, how: str, dims: tuple[int, ...] | None) -> Value:
        """Reduce; inside vmap there is no axis of images."""
        return reduce(value, "mean" if how == "mean" else "sum", () if self.run.mapped else dims)


def dims_of(found: Result | None) -> tuple[int, ...] | None:
    """Return the axes that an argument names; None: all."""
    if found is None or (isinstance(found, Text) and found.value is None):
        return None
    if isinstance(found, Text) and found.value == FEATURES:
        return ()
    items = found.items if isinstance(found, Items) else [found]
    numbers = [one.number if isinstance(one, Value) else None for one in items]
    if any(one is None or one != int(one) or abs(one) > 9 for one in numbers):
        raise UnreadError("The axes of a sum or mean are not written as numbers.")
    return tuple(int(one) for one in numbers if one is not None)


def _reduced(how: str) -> Callable[[Call], Result]:
    def reduced(call: Call) -> Result:
        first = call.find(0, "input", "x", "a", "input_tensor")
        if isinstance(first, Items):  # Python's sum(...) of parts
            total = algebra.number(0)
            for one in first.items:
                total = algebra.add(total, one if isinstance(one, Value) else call.run.unknown(call.node))
            return algebra.scale(total, 1 / len(first.items)) if how == "mean" and first.items else total
        if not isinstance(first, Value):
            raise UnreadError(f"{call.name} of something that is no tensor.")
        return call.reduce(first, how, dims_of(call.find(1, "dim", "axis", "axes", "reduction_indices")))

    return reduced


def _two(call: Call) -> tuple[Value, Value]:
    """Return the two tensors that an error compares, in whatever order and under whatever names they come."""
    names = ("input", "y_true", "labels", "x", "predictions", "target", "y_pred", "logits", "output", "y", "targets")
    both = [one for one in call.given[:2] if isinstance(one, Value)]
    both += [one for name in names if isinstance(one := call.named.get(name), Value)]
    if len(both) < 2:
        raise UnreadError(f"{call.name} needs two tensors.")
    return both[0], both[1]


def element(kind: str, a: Value, b: Value) -> Value:
    """Return an error a pixel, not reduced; its axes have the form of what it compares."""
    shapes = [axes for one in (a, b) for _, axes in one.terms if axes is not None]
    if any(axes.reductions for axes in shapes):
        raise UnreadError("An error is taken of tensors that were reduced before.")
    form = next((axes.form for axes in shapes if axes.form), "")
    if kind == "sqdiff":
        squared = algebra.power(algebra.add(a, b, -1.0), 2)
        if (
            all(any(atom.kind == "sqdiff" for atom, _ in product.powers) for product, _ in squared.terms)
            and squared.terms
        ):
            return squared
    return algebra.of_atom(Atom(kind, ""), Axes(form))


def _torch(kind: str) -> Callable[[Call], Result]:
    return lambda call: lowered(call, element(kind, *_two(call)), torch_how(call))


def torch_how(call: Call) -> str:
    """Return what PyTorch's options say of the reduction: the mean unless they say otherwise."""
    how = call.named.get("reduction", Text("mean"))
    for name in ("size_average", "reduce"):
        option = call.named.get(name)
        if isinstance(option, Text) and option.value is False:
            return "sum" if name == "size_average" else "none"
    if not isinstance(how, Text) or how.value not in ("sum", "mean", "none"):
        raise UnreadError("The reduction is not written as 'sum', 'mean' or 'none'.")
    return str(how.value)


def lowered(call: Call, value: Value, how: str) -> Value:
    """Reduce as an option says."""
    return value if how == "none" else call.reduce(value, how, None)


def _last(kind: str) -> Callable[[Call], Result]:
    return lambda call: call.reduce(element(kind, *_two(call)), "mean", (-1,))


def _object(role: str) -> Callable[[Call], Result]:
    return lambda call: LossObject(role, torch_how(call))


def _keras_object(role: str) -> Callable[[Call], Result]:
    def made(call: Call) -> Result:
        option = call.find(9, "reduction")
        label = str(option.value) if isinstance(option, Text) else ""
        if isinstance(option, Value):
            label = next((atom.label for atom in option.atoms()), "")
        word = label.rsplit(".", 1)[-1].lower()
        return LossObject(role + "-last", {"none": "none", "sum": "sum"}.get(word, "mean"))

    return made


def call_object(call: Call, made: LossObject) -> Value:
    """Call a loss that was made before."""
    value = element("bce" if made.role.startswith("bce") else "sqdiff", *_two(call))
    if made.role.endswith("-last"):
        value = call.reduce(value, "mean", (-1,))
    return lowered(call, value, made.how)


def _elementwise(work: Callable[[Value], Value]) -> Callable[[Call], Result]:
    return lambda call: work(call.value(0, "input", "x", "a"))


def _binary(work: Callable[[Value, Value], Value]) -> Callable[[Call], Result]:
    return lambda call: work(call.value(0, "input", "x"), call.value(1, "other", "y"))


def _pow(call: Call) -> Result:
    by = call.value(1, "exponent", "y").number
    if by is None:
        raise UnreadError("The exponent of a power is not written as a number.")
    return algebra.power(call.value(0, "input", "x", "a"), by)


def sigmoid(value: Value) -> Value:
    """Return the sigmoid; of -l it is 1 - sigmoid(l), so that both are one atom."""
    if value.terms and all(c < 0 for c in value.terms.values()):
        return algebra.add(algebra.number(1), sigmoid(algebra.scale(value, -1)), -1)
    return algebra.of_atom(Atom("sigmoid", "sigmoid", algebra.key_of(value)), _axes(value))


def softplus(value: Value) -> Value:
    """Return log(1 + exp(l))."""
    return algebra.of_atom(Atom("softplus", "softplus", algebra.key_of(value)), _axes(value))


def _axes(value: Value) -> Axes:
    return next((axes for _, axes in value.terms if axes is not None), OPEN)


def _logaddexp(call: Call) -> Result:
    a, b = call.value(0), call.value(1)
    if a.number == 0 or b.number == 0:
        return softplus(b if a.number == 0 else a)
    raise UnreadError("logaddexp of two tensors.")


def _where(call: Call) -> Result:
    """Return +1 or -1 by pixel, the one choice that losses are written with."""
    a, b = call.value(1), call.value(2)
    if {a.number, b.number} == {-1.0, 1.0}:
        return algebra.of_atom(Atom("sign", call.name))
    raise UnreadError("A choice between two values a pixel.")


def _len(call: Call) -> Result:
    first = call.find(0)
    if isinstance(first, Items):
        return algebra.number(len(first.items))
    label = first.atom.label if isinstance(first, Value) and first.atom else "dataset"
    if label.endswith(".shape"):
        return algebra.of_atom(Atom("dim", "rank"), None)
    return call.run.unknown(call.node) if re.search(DATA_SET, label) else algebra.size(BATCH)


def _count(call: Call) -> Result:
    """Return how many numbers a tensor has."""
    first = call.value(0)
    label = first.atom.label if first.atom else ""
    features = LATENTS if re.search(LATENT_TENSOR, label) else PIXELS
    return (
        algebra.size(features)
        if label.endswith("[0]")
        else algebra.multiply(algebra.size(BATCH), algebra.size(features))
    )


def _prod(call: Call) -> Result:
    first = call.find(0)
    label = first.atom.label if isinstance(first, Value) and first.atom else ""
    if "shape[1:]" in label:
        return algebra.size(LATENTS if re.search(LATENT_TENSOR, label.split(".")[0]) else PIXELS)
    if isinstance(first, Items) and all(isinstance(one, Value) for one in first.items):
        total = algebra.number(1)
        for one in first.items:
            total = algebra.multiply(total, one)  # pyright: ignore[reportArgumentType]
        return total
    return call.run.unknown(call.node)


def shaped(value: Value, form: str) -> Value:
    """Return a tensor in another form."""
    return algebra.collect(
        [((p, axes if axes is None or axes.reductions else Axes(form)), c) for (p, axes), c in value.terms.items()]
    )


def _flatten(call: Call) -> Result:
    start = call.find(1, "start_dim")
    whole = not isinstance(start, Value) or start.number == 0
    return shaped(call.value(0, "input"), "flat" if whole else "rows")


def _reshape(call: Call) -> Result:
    """Follow view(-1, 784), which also says how many pixels there are, and view(-1)."""
    value = call.value(0, "input", "a", "tensor")
    rest = call.given[1:] or [one for name, one in call.named.items() if name in ("shape", "newshape")]
    sizes = rest[0].items if len(rest) == 1 and isinstance(rest[0], Items) else rest
    numbers = [one.number if isinstance(one, Value) else None for one in sizes]
    if len(numbers) == 1 and numbers[0] == -1:
        return shaped(value, "flat")
    last = numbers[-1] if numbers else None
    if (
        len(numbers) == 2
        and last
        and last > 1
        and not re.search(LATENT_TENSOR, value.atom.label if value.atom else "z")
    ):
        call.run.hints["pixels"] = int(last)
    return shaped(value, "rows") if len(numbers) == 2 else value


def _range(call: Call) -> Result:
    start = call.find(0)
    if isinstance(start, Value) and start.number == 1:
        return Text(FEATURES)
    raise UnreadError("A range of axes that does not begin at 1.")


def _same(call: Call) -> Result:
    first = call.find(0, "input", "x", "a")
    if first is None:
        raise UnreadError(f"{call.name} without an argument.")
    if has_parts(first) and call.name in ("clamp", "clip", "clamp_min", "clip_by_value"):
        raise UnreadError(
            "A part of the loss is cut off at a bound (free bits or the like): no one beta describes that."
        )
    return first


def _absolute(call: Call) -> Result:
    first = call.value(0)
    if has_parts(first):
        raise UnreadError(
            "The distance of a part of the loss to a target (a capacity) is taken: no one beta is in force."
        )
    return call.run.unknown(call.node)


def _logged(call: Call) -> Result:
    return call.run.unknown(call.node)


def _number(call: Call) -> Result:
    first = call.find(0)
    return first if isinstance(first, Value) and not has_parts(first) else call.run.unknown(call.node)


def _size(call: Call) -> Result:
    raise UnreadError("A size that is not followed.")


def _plus(work: Callable[[float], float], by: float) -> Callable[[Value], Value]:
    def done(value: Value) -> Value:
        if value.number is not None and value.number > -1:
            return algebra.number(work(value.number))
        return (
            algebra.log(algebra.add(algebra.number(1), value))
            if by > 0
            else algebra.add(algebra.exp(value), algebra.number(-1))
        )

    return done


def _half(value: Value) -> Value:
    return algebra.scale(value, 0.5)


def _logsigmoid(value: Value) -> Value:
    return algebra.log(sigmoid(value))


def _half_sum(call: Call) -> Result:
    return _half(call.reduce(algebra.power(call.value(0, "t"), 2), "sum", None))


def _unread(call: Call) -> Result:
    raise UnreadError(f"{call.name} is not known here.")


ROLES: dict[str, Callable[[Call], Result]] = {
    "bce-torch": _torch("bce"),
    "mse-torch": _torch("sqdiff"),
    "mse": _torch("sqdiff"),
    "bce-object": _object("bce"),
    "mse-object": _object("mse"),
    "bce-keras-object": _keras_object("bce"),
    "mse-keras-object": _keras_object("mse"),
    "bce": lambda call: element("bce", *_two(call)),
    "bce-last": _last("bce"),
    "mse-last": _last("sqdiff"),
    "sqdiff": lambda call: element("sqdiff", *_two(call)),
    "half-sqdiff": lambda call: _half(element("sqdiff", *_two(call))),
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
    "len": _len,
    "sum": _reduced("sum"),
    "mean": _reduced("mean"),
    "exp": _elementwise(algebra.exp),
    "log": _elementwise(algebra.log),
    "log1p": _elementwise(_plus(log1p, 1)),
    "expm1": _elementwise(_plus(expm1, -1)),
    "square": _elementwise(lambda value: algebra.power(value, 2)),
    "sqrt": _elementwise(lambda value: algebra.power(value, 0.5)),
    "pow": _pow,
    "neg": _elementwise(lambda value: algebra.scale(value, -1)),
    "add": _binary(algebra.add),
    "sub": _binary(lambda a, b: algebra.add(a, b, -1)),
    "mul": _binary(algebra.multiply),
    "div": _binary(algebra.divide),
    "softplus": _elementwise(softplus),
    "logaddexp": _logaddexp,
    "sigmoid": _elementwise(sigmoid),
    "logsigmoid": _elementwise(_logsigmoid),
    "where": _where,
    "numel": _count,
    "size": _size,
    "dim": _size,
    "prod": _prod,
    "flat": lambda call: shaped(call.value(0), "flat"),
    "rows": lambda call: shaped(call.value(0), "rows"),
    "flatten": _flatten,
    "reshape": _reshape,
    "view": _reshape,
    "number": _number,
    "logged": _logged,
    "dict": lambda call: Fields(dict(call.named)),
    "range": _range,
    "abs": _absolute,
    "same": _same,
    "unread": _unread,
}
