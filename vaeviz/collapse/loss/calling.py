"""Read a call of a function in the text, of a library function, or of a method."""

import ast
import re

from vaeviz.collapse.loss import algebra
from vaeviz.collapse.loss.algebra import Atom, UnreadError, Value
from vaeviz.collapse.loss.call import Call
from vaeviz.collapse.loss.pixel_errors import call_object
from vaeviz.collapse.loss.roles import ROLES
from vaeviz.collapse.loss.spellings import ALIASES, FUNCTIONS, LATENT_TENSOR, METHODS, MINIMISED, NO_BETA, WRAPPERS
from vaeviz.collapse.loss.state import (
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
)
from vaeviz.collapse.loss.tree import evaluate, path_of, size_of


def read_call(node: ast.Call, run: Run, frame: Frame) -> Result:
    """Return the value of a call: of a function or loss object in the text, a library function, or a method."""
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
    """Whether a callee is defined in the text: a function, a loss object or a class."""
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
        raise UnreadError("Function calls cannot be read here.")
    return call.run.invoke(function, call.given, call.named, call.node)


def _known(callee: ast.AST, path: str, call: Call, frame: Frame) -> Result:
    """Return the value of a call of a library function, a function of the text, or a method."""
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
    """Record what is minimised: loss.backward(), model.add_loss(loss)."""
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
    return call.run.unknown(call.node, parts, "this function is not supported" if parts else "")


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
    return run.unknown(call.node, parts, "this method on a part of the loss is not supported" if parts else "")


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
