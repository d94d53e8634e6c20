"""A call with evaluated arguments, and the axes that an argument names."""

import ast
from dataclasses import dataclass

from vaeviz.collapse.loss.algebra import UnreadError, Value
from vaeviz.collapse.loss.axes import reduce
from vaeviz.collapse.loss.state import Items, Result, Run, Text

FEATURES = "features"  # every axis except that of images


@dataclass
class Call:
    """A call with evaluated arguments; a method's first argument is its object."""

    run: Run
    node: ast.Call
    name: str
    given: list[Result]
    named: dict[str, Result]

    def value(self, at: int, *names: str) -> Value:
        """Return an argument that must be a tensor or number."""
        found = self.find(at, *names)
        if not isinstance(found, Value):
            raise UnreadError(f"{self.name} is called without a tensor or number that it needs.")
        return found

    def find(self, at: int, *names: str) -> Result | None:
        """Return an argument by position or name."""
        for name in names:
            if name in self.named:
                return self.named[name]
        return self.given[at] if at < len(self.given) else None

    def reduce(self, value: Value, how: str, dims: tuple[int, ...] | None) -> Value:
        """Reduce a value; inside vmap there is no axis of images."""
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
        raise UnreadError("The axes of a sum or mean are not written as numbers; write them as integers.")
    return tuple(int(one) for one in numbers if one is not None)
