"""Read a node of the syntax tree by its kind; names, paths, tests."""

import ast
import re
from collections.abc import Callable

from vaeviz.collapse.loss import algebra, functions
from vaeviz.collapse.loss.algebra import BATCH, LATENTS, Atom, UnreadError, Value
from vaeviz.collapse.loss.spellings import BATCH_NAMES, LATENT_TENSOR
from vaeviz.collapse.loss.state import MAX_DEPTH, Frame, Items, Result, Run, Text, has_parts

OPERATIONS: dict[type[ast.operator], Callable[[Value, Value], Value]] = {
    ast.Add: algebra.add,
    ast.Sub: lambda a, b: algebra.add(a, b, -1.0),
    ast.Mult: algebra.multiply,
    ast.Div: functions.divide,
}


def evaluate(node: ast.AST, run: Run, frame: Frame) -> Result:
    """Return the value of an expression.

    Raises
    ------
    UnreadError
        If it is nested too deeply, or its effect on a part of the loss is unknown.
    """
    run.step()
    if run.depth >= MAX_DEPTH:
        raise UnreadError(f"Expressions are nested more than {MAX_DEPTH} deep.")
    run.depth += 1
    try:
        reader = run.readers.get(type(node))
        return reader(node, run, frame) if reader else run.unknown(node)
    finally:
        run.depth -= 1


def tensor(node: ast.AST, run: Run, frame: Frame) -> Value:
    """Return an expression that must be a tensor or number."""
    found = evaluate(node, run, frame)
    if isinstance(found, Value):
        return found
    if isinstance(found, Text) and isinstance(found.value, bool):
        return algebra.number(float(found.value))
    return run.unknown(node, has_parts(found))


def path_of(node: ast.AST) -> str:
    """Return "mu", "self.beta", "F.mse_loss"; an empty string for anything without a name."""
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(names)]) if isinstance(node, ast.Name) else ""


def named(path: str, node: ast.AST, run: Run, frame: Frame) -> Result:
    """Return the value of a name: from the page's field, from the text, a size, or the name itself."""
    if path in run.given:
        return run.take(path)
    last = path.rsplit(".", 1)[-1]
    if (known := frame.find(path)) is not None:
        return known
    if last.lower() in BATCH_NAMES:
        return algebra.size(BATCH)
    if path in ("math.pi", "np.pi", "torch.pi", "jnp.pi", "numpy.pi"):
        return algebra.number(3.141592653589793)
    run.origins.setdefault(path, (getattr(node, "lineno", 0), ""))
    return algebra.of_atom(Atom("name", path))


def combine(op: ast.operator, left: Result, right: Result, node: ast.AST, run: Run) -> Result:
    """Return left op right."""
    if isinstance(left, Items) and isinstance(right, Items) and isinstance(op, ast.Add):
        return Items([*left.items, *right.items])
    if not isinstance(left, Value) or not isinstance(right, Value):
        return run.unknown(node, has_parts(left) or has_parts(right))
    if isinstance(op, ast.Pow):
        by = right.number
        if by is None or abs(by) > 64:
            return run.unknown(node, has_parts(left))
        run.step(len(left.terms) ** 2)
        return functions.power(left, by)
    run.step(len(left.terms) * len(right.terms) if isinstance(op, ast.Mult) else len(left.terms) + len(right.terms))
    work = OPERATIONS.get(type(op))
    try:
        return work(left, right) if work else run.unknown(node, has_parts(left) or has_parts(right))
    except UnreadError:
        if has_parts(left) or has_parts(right) or right.number is not None:
            raise
        return run.unknown(node)


def truth(node: ast.AST, run: Run, frame: Frame) -> bool | None:
    """Return whether a test is true; None if the text does not determine it."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = (evaluate(one, run, frame) for one in (node.left, node.comparators[0]))
        if isinstance(node.ops[0], ast.Is | ast.IsNot) and isinstance(right, Text) and right.value is None:
            absent = isinstance(left, Text) and left.value is None
            return absent if isinstance(node.ops[0], ast.Is) else not absent
        if isinstance(left, Text) and isinstance(right, Text):
            same = left.value == right.value
            return {ast.Eq: same, ast.NotEq: not same}.get(type(node.ops[0]))
        return None
    found = evaluate(node, run, frame)
    if isinstance(found, Text):
        return bool(found.value)
    return bool(found.number) if isinstance(found, Value) and found.number is not None else None


def size_of(label: str, index: int, node: ast.AST, run: Run) -> Value:
    """Return the length of an axis: the batch, the latent dimensions, or an axis of an image."""
    if index == 0:
        return algebra.size(BATCH)
    if re.search(LATENT_TENSOR, label.split(".")[-1]):
        return algebra.size(LATENTS)
    name = f"{label}.shape[{index}]"
    run.origins.setdefault(name, (getattr(node, "lineno", 0), ""))
    return algebra.of_atom(Atom("dim", name, index), None)
