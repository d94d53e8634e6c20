"""Errors per pixel in the libraries' forms: functions, modules, and loss objects that are called later."""

from collections.abc import Callable

from vaeviz.collapse.loss import algebra, functions
from vaeviz.collapse.loss.algebra import Atom, Axes, UnreadError, Value
from vaeviz.collapse.loss.call import Call
from vaeviz.collapse.loss.state import LossObject, Result, Text


def two_tensors(call: Call) -> tuple[Value, Value]:
    """Return the two tensors that an error compares, in any order and under any name."""
    names = ("input", "y_true", "labels", "x", "predictions", "target", "y_pred", "logits", "output", "y", "targets")
    both = [one for one in call.given[:2] if isinstance(one, Value)]
    both += [one for name in names if isinstance(one := call.named.get(name), Value)]
    if len(both) < 2:
        raise UnreadError(f"{call.name} needs two tensors; found {len(both)}.")
    return both[0], both[1]


def element(kind: str, a: Value, b: Value) -> Value:
    """Return an error per pixel, not reduced; its axes have the form of its arguments."""
    shapes = [axes for one in (a, b) for _, axes in one.terms if axes is not None]
    if any(axes.reductions for axes in shapes):
        raise UnreadError("An error of tensors that are already reduced is not supported.")
    form = next((axes.form for axes in shapes if axes.form), "")
    if kind == "sqdiff":
        squared = functions.power(algebra.add(a, b, -1.0), 2)
        if (
            all(any(atom.kind == "sqdiff" for atom, _ in product.powers) for product, _ in squared.terms)
            and squared.terms
        ):
            return squared
    return algebra.of_atom(Atom(kind, ""), Axes(form))


def torch_error(kind: str) -> Callable[[Call], Result]:
    """Return the role of a PyTorch error, reduced according to its options."""
    return lambda call: reduced_by(call, element(kind, *two_tensors(call)), torch_how(call))


def torch_how(call: Call) -> str:
    """Return the reduction in PyTorch's options; the default is the mean."""
    how = call.named.get("reduction", Text("mean"))
    for name in ("size_average", "reduce"):
        option = call.named.get(name)
        if isinstance(option, Text) and option.value is False:
            return "sum" if name == "size_average" else "none"
    if not isinstance(how, Text) or how.value not in ("sum", "mean", "none"):
        raise UnreadError("The reduction is not written as 'sum', 'mean' or 'none'.")
    return str(how.value)


def reduced_by(call: Call, value: Value, how: str) -> Value:
    """Reduce a value according to an option."""
    return value if how == "none" else call.reduce(value, how, None)


def mean_over_last(kind: str) -> Callable[[Call], Result]:
    """Return the role of a Keras error, the mean over the last axis."""
    return lambda call: call.reduce(element(kind, *two_tensors(call)), "mean", (-1,))


def torch_object(role: str) -> Callable[[Call], Result]:
    """Return the role of PyTorch's loss objects."""
    return lambda call: LossObject(role, torch_how(call))


def keras_object(role: str) -> Callable[[Call], Result]:
    """Return the role of Keras's loss objects; the default reduction is the mean over everything."""

    def made(call: Call) -> Result:
        option = call.named.get("reduction")
        label = str(option.value) if isinstance(option, Text) else ""
        if isinstance(option, Value):
            label = next((atom.label for atom in option.atoms()), "")
        word = label.rsplit(".", 1)[-1].lower()
        return LossObject(role + "-last", {"none": "none", "sum": "sum"}.get(word, "mean"))

    return made


def call_object(call: Call, made: LossObject) -> Value:
    """Call a loss object."""
    value = element("bce" if made.role.startswith("bce") else "sqdiff", *two_tensors(call))
    if made.role.endswith("-last"):
        value = call.reduce(value, "mean", (-1,))
    return reduced_by(call, value, made.how)
