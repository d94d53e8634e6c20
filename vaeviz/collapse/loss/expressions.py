"""Read an expression of the syntax tree as a symbolic value; nothing is run."""

import ast
import re
from collections.abc import Callable

from vaeviz.collapse.loss import algebra
from vaeviz.collapse.loss.algebra import Atom, UnreadError, Value
from vaeviz.collapse.loss.calling import read_call
from vaeviz.collapse.loss.spellings import ALIASES, LATENT_TENSOR
from vaeviz.collapse.loss.state import (
    Distribution,
    Fields,
    Frame,
    Function,
    Items,
    Result,
    Run,
    Text,
    has_parts,
    source,
)
from vaeviz.collapse.loss.tree import combine, evaluate, named, path_of, size_of, tensor, truth


def _constant(node: ast.Constant, run: Run, frame: Frame) -> Result:
    if isinstance(node.value, str | bool) or node.value is None:
        return Text(node.value)
    if isinstance(node.value, int | float):
        try:
            return algebra.number(float(node.value))
        except OverflowError as error:
            raise UnreadError("A number here is too large.") from error
    return run.unknown(node)


def _name(node: ast.Name, run: Run, frame: Frame) -> Result:
    return named(node.id, node, run, frame)


def _attribute(node: ast.Attribute, run: Run, frame: Frame) -> Result:
    path = path_of(node)
    if path and (path in run.given or frame.find(path) is not None):
        return named(path, node, run, frame)
    head = path.split(".")[0]
    if path and (head in ("self", "cls") or (head in ALIASES and frame.find(head) is None)):
        return named(path, node, run, frame)
    base = evaluate(node.value, run, frame)
    if isinstance(base, Fields):
        return base.fields.get(node.attr) or run.unknown(node)
    if isinstance(base, Distribution):
        return {"loc": base.loc, "mean": base.loc, "scale": base.scale, "stddev": base.scale}.get(
            node.attr
        ) or run.unknown(node)
    if isinstance(base, Value):
        if node.attr in ("T", "data"):
            return base
        if base.atom is not None and base.atom.kind == "name":
            return named(f"{base.atom.label}.{node.attr}", node, run, frame)
        if node.attr == "shape":
            kind = "z" if not has_parts(base) and any(re.search(LATENT_TENSOR, a.label) for a in base.atoms()) else "x"
            return algebra.of_atom(Atom("name", f"{kind}.shape"))
    return named(path, node, run, frame) if path else run.unknown(node, has_parts(base))


def _unary(node: ast.UnaryOp, run: Run, frame: Frame) -> Result:
    if isinstance(node.op, ast.Not):
        found = evaluate(node.operand, run, frame)
        return Text(not found.value) if isinstance(found, Text) else run.unknown(node)
    value = tensor(node.operand, run, frame)
    if isinstance(node.op, ast.Invert):
        return run.unknown(node, has_parts(value))
    return algebra.scale(value, -1.0 if isinstance(node.op, ast.USub) else 1.0)


def _binary(node: ast.BinOp, run: Run, frame: Frame) -> Result:
    return combine(node.op, evaluate(node.left, run, frame), evaluate(node.right, run, frame), node, run)


def _items(node: ast.Tuple | ast.List | ast.Set, run: Run, frame: Frame) -> Result:
    return Items([evaluate(one, run, frame) for one in node.elts])


def _dict(node: ast.Dict, run: Run, frame: Frame) -> Result:
    fields: dict[str, Result] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        found = evaluate(value, run, frame)
        if key is None:
            fields |= found.fields if isinstance(found, Fields) else {}
        else:
            fields[str(key.value) if isinstance(key, ast.Constant) else source(key)] = found
    return Fields(fields)


def _choice(node: ast.IfExp, run: Run, frame: Frame) -> Result:
    outcome = truth(node.test, run, frame)
    if outcome is None:
        run.note(f"Line {node.lineno} is read as if {source(node.test)} were true.")
    return evaluate(node.orelse if outcome is False else node.body, run, frame)


def _subscript(node: ast.Subscript, run: Run, frame: Frame) -> Result:
    if (path := source(node)) in run.given:
        return run.take(path)
    base = evaluate(node.value, run, frame)
    index = node.slice.value if isinstance(node.slice, ast.Constant) else None
    if isinstance(node.slice, ast.UnaryOp) and isinstance(node.slice.operand, ast.Constant):
        index = -node.slice.operand.value if isinstance(node.slice.operand.value, int) else None
    if isinstance(base, Items) and isinstance(index, int) and -len(base.items) <= index < len(base.items):
        return base.items[index]
    if isinstance(base, Fields) and str(index) in base.fields:
        return base.fields[str(index)]
    label = base.atom.label if isinstance(base, Value) and base.atom else ""
    if label.endswith((".shape", ".size()", "shape()")) and isinstance(index, int):
        return size_of(label.removesuffix(".shape").removesuffix(".size()"), index, node, run)
    if isinstance(base, Value) and isinstance(node.slice, ast.Tuple) and not has_parts(base):
        return base  # x[:, None]
    return run.unknown(node, has_parts(base))


def _function(node: ast.Lambda, run: Run, frame: Frame) -> Result:
    return Function(node, frame)


READERS: dict[type[ast.AST], Callable[..., Result]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Tuple: _items,
    ast.List: _items,
    ast.Dict: _dict,
    ast.IfExp: _choice,
    ast.Subscript: _subscript,
    ast.Lambda: _function,
    ast.Call: read_call,
    ast.NamedExpr: lambda node, run, frame: evaluate(node.value, run, frame),
    ast.Await: lambda node, run, frame: evaluate(node.value, run, frame),
}
