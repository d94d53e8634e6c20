"""Shapes and sizes: the number of values of a tensor, and its axes."""

import re

from vaeviz.collapse.loss import algebra
from vaeviz.collapse.loss.algebra import BATCH, LATENTS, PIXELS, Atom, Axes, UnreadError, Value
from vaeviz.collapse.loss.call import FEATURES, Call
from vaeviz.collapse.loss.spellings import DATA_SET, LATENT_TENSOR
from vaeviz.collapse.loss.state import Items, Result, Text


def length(call: Call) -> Result:
    """Return the batch size for len(x), a number for a tuple."""
    first = call.find(0)
    if isinstance(first, Items):
        return algebra.number(len(first.items))
    label = first.atom.label if isinstance(first, Value) and first.atom else "dataset"
    if label.endswith(".shape"):
        return algebra.of_atom(Atom("dim", "rank"), None)
    return call.run.unknown(call.node) if re.search(DATA_SET, label) else algebra.size(BATCH)


def count_numbers(call: Call) -> Result:
    """Return the number of values of a tensor."""
    first = call.value(0)
    label = first.atom.label if first.atom else ""
    features = LATENTS if re.search(LATENT_TENSOR, label) else PIXELS
    return (
        algebra.size(features)
        if label.endswith("[0]")
        else algebra.multiply(algebra.size(BATCH), algebra.size(features))
    )


def product_of(call: Call) -> Result:
    """Return the number of pixels for prod(x.shape[1:]), the product of the numbers for a tuple."""
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
    """Return a tensor with another form of axes."""
    return algebra.collect(
        [((p, axes if axes is None or axes.reductions else Axes(form)), c) for (p, axes), c in value.terms.items()]
    )


def flatten(call: Call) -> Result:
    """Return x.flatten(1) as rows, x.flatten() as one axis."""
    start = call.find(1, "start_dim")
    whole = not isinstance(start, Value) or start.number == 0
    return shaped(call.value(0, "input"), "flat" if whole else "rows")


def reshape(call: Call) -> Result:
    """Apply view(-1, 784), which also gives the number of pixels, and view(-1)."""
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


def feature_range(call: Call) -> Result:
    """Return the features for range(1, x.ndim) as axes."""
    start = call.find(0)
    if isinstance(start, Value) and start.number == 1:
        return Text(FEATURES)
    raise UnreadError("A range of axes must begin at 1.")
