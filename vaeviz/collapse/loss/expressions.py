"""Read an expression of Python's tree as a symbolic value; nothing is run."""

import ast
import re
from collections.abc import Callable

from vaeviz.collapse.loss import algebra
from vaeviz.collapse.loss.algebra import BATCH, LATENTS, Atom, UnreadError, Value
from vaeviz.collapse.loss.calls import ROLES, Call, call_object
from vaeviz.collapse.loss.spellings import (
    ALIASES,
    BATCH_NAMES,
    FUNCTIONS,
    LATENT_TENSOR,
    METHODS,
    MINIMISED,
    NO_BETA,
    WRAPPERS,
)
from vaeviz.collapse.loss.state import (
    MAX_DEPTH,
    Class,
    Distribution,
    Fields,
    Frame,
    Function,
    Items,
    LossObject,
    Result,
    Run,
    Text,
    has_parts,
    source,
)

OPERATIONS: dict[type[ast.operator], Callable[[Value, Value], Value]] = {
    ast.Add: algebra.add,
    ast.Sub: lambda a, b: algebra.add(a, b, -1.0),
    ast.Mult: algebra.multiply,
    ast.Div: algebra.divide,
}


def evaluate(node: ast.AST, run: Run, frame: Frame) -> Result:
    """Return what an expression is.

    Raises
    ------
    UnreadError
        If it is too deep, or what it does to a part of the loss is not known.
    """
    run.step()
    if run.depth >= MAX_DEPTH:
        raise UnreadError(f"There are more than {MAX_DEPTH} levels within one another.")
    run.depth += 1
    try:
        reader = READERS.get(type(node))
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
    """Return "mu", "self.beta", "F.mse_loss"; nothing for what has no name."""
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(names)]) if isinstance(node, ast.Name) else ""


def named(path: str, node: ast.AST, run: Run, frame: Frame) -> Result:
    """Return what a name stands for: what the page's field says, the text's value, a size, or itself."""
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
        return algebra.power(left, by)
    run.step(len(left.terms) * len(right.terms) if isinstance(op, ast.Mult) else len(left.terms) + len(right.terms))
    work = OPERATIONS.get(type(op))
    try:
        return work(left, right) if work else run.unknown(node, has_parts(left) or has_parts(right))
    except UnreadError:
        if has_parts(left) or has_parts(right) or right.number is not None:
            raise
        return run.unknown(node)


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
    held = truth(node.test, run, frame)
    if held is None:
        run.note(f"Line {node.lineno} is read as if {source(node.test)} held.")
    return evaluate(node.orelse if held is False else node.body, run, frame)


def truth(node: ast.AST, run: Run, frame: Frame) -> bool | None:
    """Return whether a test holds; None where the text does not say."""
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


def size_of(label: str, index: int, node: ast.AST, run: Run) -> Value:
    """Return how long an axis is: the batch, the latent dimensions, or an axis of an image."""
    if index == 0:
        return algebra.size(BATCH)
    if re.search(LATENT_TENSOR, label.split(".")[-1]):
        return algebra.size(LATENTS)
    name = f"{label}.shape[{index}]"
    run.origins.setdefault(name, (getattr(node, "lineno", 0), ""))
    return algebra.of_atom(Atom("dim", name, index), None)


def _function(node: ast.Lambda, run: Run, frame: Frame) -> Result:
    return Function(node, frame)


def _call(node: ast.Call, run: Run, frame: Frame) -> Result:
    callee, path = node.func, path_of(node.func)
    name = path.rsplit(".", 1)[-1] if path else (callee.attr if isinstance(callee, ast.Attribute) else "")
    bound = evaluate(callee, run, frame) if _is_value(callee, path, frame) else None
    given: list[Result] = []
    for one in node.args:
        found = evaluate(one.value if isinstance(one, ast.Starred) else one, run, frame)
        given += found.items if isinstance(one, ast.Starred) and isinstance(found, Items) else [found]
    keywords = {one.arg: evaluate(one.value, run, frame) for one in node.keywords if one.arg}
    call = Call(run, node, name, given, keywords)
    if name in WRAPPERS and given:
        return _wrapped(call, run)
    if isinstance(bound, Function):
        return _invoked(bound, call)
    if isinstance(bound, LossObject):
        return call_object(call, bound)
    if isinstance(bound, Class):
        return Fields(dict(zip(bound.fields, given, strict=False)) | keywords)
    try:
        return _known(callee, path, call, frame)
    except UnreadError as error:
        if not _matters(call):
            return run.unknown(node)
        run.problems.setdefault(node.lineno, str(error))
        return run.unknown(node, parts=True)


def _is_value(callee: ast.AST, path: str, frame: Frame) -> bool:
    """Whether a callee is something the text made: a function, a loss, a class."""
    if not path:
        return not isinstance(callee, ast.Attribute)
    return isinstance(frame.find(path), Function | LossObject | Class)


def _matters(call: Call) -> bool:
    return any(has_parts(one) for one in [*call.given, *call.named.values()]) or call.name in (*FUNCTIONS, *NO_BETA)


def _wrapped(call: Call, run: Run) -> Result:
    first = call.given[0]
    if not isinstance(first, Function):
        return first if isinstance(first, LossObject) else run.unknown(call.node)
    first.called = True
    return Function(
        first.node,
        first.frame,
        first.method,
        first.mapped or call.name == "vmap",
        first.with_gradient or call.name == "value_and_grad",
    )


def _invoked(function: Function, call: Call) -> Result:
    if call.run.invoke is None:
        raise UnreadError("No function can be followed here.")
    return call.run.invoke(function, call.given, call.named, call.node)


def _known(callee: ast.AST, path: str, call: Call, frame: Frame) -> Result:
    """Return the call of a library's function, a function of the text, or a method."""
    run, name = call.run, call.name
    head = path.split(".")[0]
    module = head in run.modules or (head in ALIASES and frame.find(head) is None)
    if name in MINIMISED:
        return _minimised(callee, call, frame)
    if name in NO_BETA:
        raise UnreadError(f"{name} is not read: {NO_BETA[name]}.")
    if name in run.functions and not module:
        return _invoked(run.functions[name], call)
    if module or (path and "." not in path):
        return _library(".".join([run.modules.get(head, ALIASES.get(head, head)), *path.split(".")[1:]]), call)
    if not isinstance(callee, ast.Attribute):
        return run.unknown(call.node)
    return _method(evaluate(callee.value, run, frame), call)


def _minimised(callee: ast.AST, call: Call, frame: Frame) -> Result:
    """Keep what is minimised: loss.backward(), model.add_loss(loss)."""
    run, line = call.run, call.node.lineno
    if call.name == "add_loss" and call.given and isinstance(call.given[0], Value):
        run.added.append(call.given[0])
        total = algebra.number(0)
        for one in run.added:
            total = algebra.add(total, one)
        run.offer(total, line, minimised=True)
    elif call.given:
        run.offer(call.given[0], line, minimised=True)
    elif isinstance(callee, ast.Attribute):
        run.offer(evaluate(callee.value, run, frame), line, minimised=True)
    return Text(None)


def _library(path: str, call: Call) -> Result:
    for part, role in FUNCTIONS.get(call.name, ()):
        if part in path:
            if role == "shape":
                first = call.value(0, "x", "input")
                return algebra.of_atom(Atom("name", f"{first.atom.label if first.atom else 'x'}.shape"))
            return ROLES[role](call)
    parts = any(has_parts(one) for one in [*call.given, *call.named.values()])
    return call.run.unknown(call.node, parts, "this function is not known here" if parts else "")


def _method(base: Result, call: Call) -> Result:
    run, name = call.run, call.name
    call.given.insert(0, base)
    if isinstance(base, Distribution):
        return _of_distribution(base, call)
    if isinstance(base, Fields):
        if name in ("values", "items"):
            return Items(list(base.fields.values()))
        key = call.find(1)
        found = base.fields.get(str(key.value)) if name in ("get", "pop") and isinstance(key, Text) else None
        return found or run.unknown(call.node)
    if name in ("log_prob", "kl_divergence"):
        return ROLES["log_prob" if name == "log_prob" else "kl"](call)
    if not isinstance(base, Value):
        return run.unknown(call.node, has_parts(base))
    if name == "size":
        return _size(base, call)
    if name in METHODS:
        return ROLES[METHODS[name]](call)
    parts = has_parts(base)
    return run.unknown(call.node, parts, "this method of a part of the loss is not known here" if parts else "")


def _size(base: Value, call: Call) -> Result:
    label = (
        base.atom.label if base.atom else ("z" if any(re.search(LATENT_TENSOR, a.label) for a in base.atoms()) else "x")
    )
    index = call.find(1, "dim")
    if isinstance(index, Value) and index.number is not None:
        return size_of(label, int(index.number), call.node, call.run)
    return algebra.of_atom(Atom("name", f"{label}.shape"))


def _of_distribution(base: Distribution, call: Call) -> Result:
    if call.name in ("rsample", "sample"):
        return algebra.of_atom(Atom("name", f"z_sample({base.label})"))
    if call.name in ("log_prob", "kl_divergence"):
        return ROLES["log_prob" if call.name == "log_prob" else "kl"](call)
    if call.name in ("mean", "mode"):
        return base.loc
    return call.run.unknown(call.node)


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
    ast.Call: _call,
    ast.NamedExpr: lambda node, run, frame: evaluate(node.value, run, frame),
    ast.Await: lambda node, run, frame: evaluate(node.value, run, frame),
}
