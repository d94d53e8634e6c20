"""Read the statements of a text: assignments, functions, classes, branches. Nothing is run."""

import ast
from collections.abc import Sequence

from vaeviz.collapse.loss import algebra
from vaeviz.collapse.loss.algebra import BATCH, Atom, UnreadError, Value
from vaeviz.collapse.loss.spellings import BATCH_NAMES, LATENT_NAMES, PIXEL_NAMES
from vaeviz.collapse.loss.state import Class, Fields, Frame, Function, Items, Result, Run, Text, has_parts, source
from vaeviz.collapse.loss.tree import combine, evaluate, path_of, size_of, truth


def execute(body: Sequence[ast.stmt], run: Run, frame: Frame) -> Result | None:
    """Read statements; return the value of the first ``return``, None without one."""
    for one in body:
        run.step()
        work = STATEMENTS.get(type(one))
        if work is None:
            continue
        try:
            result = work(one, run, frame)
        except UnreadError as error:
            run.problems.setdefault(one.lineno, str(error))
            _spoil(one, run, frame, str(error))
            result = None
        if result is not None:
            return result
    return None


def _spoil(node: ast.stmt, run: Run, frame: Frame, reason: str) -> None:
    """Mark the targets of an unread statement as unread, so that no older value is used for them."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    for target in targets:
        if target is not None and (path := path_of(target)):
            run.origins[path] = (node.lineno, reason)
            _bind(path, algebra.of_atom(Atom("unread", path)), run, frame)


def _bind(path: str, value: Result, run: Run, frame: Frame) -> None:
    (run.top if path.startswith("self.") else frame).names[path] = value


def assign(target: ast.AST, value: Result, run: Run, frame: Frame) -> None:
    """Assign a value to a target."""
    if isinstance(target, ast.Tuple | ast.List):
        _unpack(target, value, run, frame)
        return
    path = path_of(target)
    if not path:
        if isinstance(target, ast.Subscript) and path_of(target.value):
            _set_item(target, value, run, frame)
        return
    if isinstance(value, Value):
        value = _named(path, value, run)
    _bind(path, value, run, frame)


def _set_item(target: ast.Subscript, value: Result, run: Run, frame: Frame) -> None:
    holder = frame.find(path_of(target.value))
    if isinstance(holder, Fields) and isinstance(target.slice, ast.Constant):
        holder.fields[str(target.slice.value)] = value


def _named(path: str, value: Value, run: Run) -> Value:
    """Give an unknown value the name that it is assigned to; record a number that is a size."""
    last = path.rsplit(".", 1)[-1]
    atom = value.atom
    if atom is not None and atom.kind == "name" and "(" in atom.label and not atom.label.startswith("z_sample"):
        if "zeros" in atom.label or "ones" in atom.label:
            return value
        run.origins[path] = run.origins.get(atom.label, (0, ""))
        return algebra.of_atom(Atom("name", path))
    if value.number is not None and value.number >= 1 and value.number == int(value.number):
        lower = last.lower()
        if lower in BATCH_NAMES:
            run.hints["batch"] = int(value.number)
            return algebra.size(BATCH)
        if lower in PIXEL_NAMES:
            run.hints.setdefault("pixels", int(value.number))
        if lower in LATENT_NAMES:
            run.hints.setdefault("latents", int(value.number))
    return value


def _unpack(target: ast.Tuple | ast.List, value: Result, run: Run, frame: Frame) -> None:
    items = value.items if isinstance(value, Items) else []
    label = value.atom.label if isinstance(value, Value) and value.atom else ""
    shaped = label.endswith(".shape")
    for at, one in enumerate(target.elts):
        if shaped:
            assign(one, size_of(label.removesuffix(".shape"), at, target, run), run, frame)
        elif len(items) == len(target.elts):
            assign(one, items[at], run, frame)
        elif path := path_of(one):
            unread = has_parts(value) or (
                isinstance(value, Value) and value.atom is not None and value.atom.kind == "unread"
            )
            run.origins[path] = (getattr(target, "lineno", 0), label)
            _bind(path, algebra.of_atom(Atom("unread" if unread else "name", path)), run, frame)
        elif isinstance(one, ast.Tuple | ast.List):
            _unpack(one, Text(None), run, frame)


def _assign(node: ast.Assign, run: Run, frame: Frame) -> None:
    value = evaluate(node.value, run, frame)
    for target in node.targets:
        assign(target, value, run, frame)
    run.offer(value, node.lineno)


def _annotated(node: ast.AnnAssign, run: Run, frame: Frame) -> None:
    if node.value is not None:
        value = evaluate(node.value, run, frame)
        assign(node.target, value, run, frame)
        run.offer(value, node.lineno)


def _augmented(node: ast.AugAssign, run: Run, frame: Frame) -> None:
    added = evaluate(node.value, run, frame)
    value = combine(node.op, evaluate(node.target, run, frame), added, node, run)
    assign(node.target, value, run, frame)
    run.offer(value, node.lineno)


def _return(node: ast.Return, run: Run, frame: Frame) -> Result:
    value = evaluate(node.value, run, frame) if node.value is not None else Text(None)
    run.offer(value, node.lineno)
    return value


def _expression(node: ast.Expr, run: Run, frame: Frame) -> None:
    run.offer(evaluate(node.value, run, frame), node.lineno)


def _if(node: ast.If, run: Run, frame: Frame) -> Result | None:
    outcome = truth(node.test, run, frame)
    if outcome is None and _only_leaves(node.body):
        outcome = False
    body = node.orelse if outcome is False else node.body
    result = execute(body, run, frame)
    if outcome is None and _touches(node, run, frame) and "__name__" not in source(node.test):
        run.note(f"Line {node.lineno} is read as if {source(node.test)} were true.")
    return result


def _only_leaves(body: Sequence[ast.stmt]) -> bool:
    return all(isinstance(one, ast.Raise | ast.Continue | ast.Break | ast.Pass) for one in body)


def _touches(node: ast.If, run: Run, frame: Frame) -> bool:
    """Whether a branch sets or returns something that may be part of the loss."""
    for one in ast.walk(node):
        if isinstance(one, ast.Return):
            return True
        targets = one.targets if isinstance(one, ast.Assign) else [one.target] if isinstance(one, ast.AugAssign) else []
        for target in targets:
            found = frame.find(path_of(target)) if path_of(target) else None
            if has_parts(found) or (isinstance(found, Value) and found.number is not None):
                return True
    return False


def _loop(node: ast.For | ast.AsyncFor, run: Run, frame: Frame) -> Result | None:
    assign(node.target, run.unknown(node.iter), run, frame)
    for one in ast.walk(node.target):
        if isinstance(one, ast.Name):
            frame.names[one.id] = algebra.of_atom(Atom("name", one.id))
    return execute([*node.body, *node.orelse], run, frame)


def _nested(node: ast.While | ast.With | ast.AsyncWith | ast.Try, run: Run, frame: Frame) -> Result | None:
    if isinstance(node, ast.With | ast.AsyncWith):
        for item in node.items:
            if item.optional_vars is not None:
                assign(item.optional_vars, evaluate(item.context_expr, run, frame), run, frame)
    return execute(node.body, run, frame)


def _import(node: ast.Import | ast.ImportFrom, run: Run, frame: Frame) -> None:
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            run.modules[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
        elif alias.asname:
            run.modules[alias.asname] = alias.name


def define(node: ast.FunctionDef | ast.AsyncFunctionDef, run: Run, frame: Frame, *, method: bool = False) -> None:
    """Record a function; it is read where it is called, or at the end."""
    decorators = [source(one) for one in node.decorator_list]
    bound = method and "staticmethod" not in decorators
    function = Function(node, frame, method=bound, mapped=any("vmap" in one for one in decorators))
    run.functions[node.name] = function
    if not method:
        frame.names[node.name] = function


def _define(node: ast.FunctionDef | ast.AsyncFunctionDef, run: Run, frame: Frame) -> None:
    define(node, run, frame)


def _class(node: ast.ClassDef, run: Run, frame: Frame) -> None:
    for one in node.body:
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
            define(one, run, frame, method=True)
    fields = tuple(path_of(one.target) for one in node.body if isinstance(one, ast.AnnAssign))
    start = next((one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"), None)
    if start is not None and run.invoke is not None:
        run.invoke(run.functions.pop("__init__"), [], {}, start)
    elif fields:
        frame.names[node.name] = Class(fields)


STATEMENTS = {
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.Expr: _expression,
    ast.If: _if,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.While: _nested,
    ast.With: _nested,
    ast.AsyncWith: _nested,
    ast.Try: _nested,
    ast.Import: _import,
    ast.ImportFrom: _import,
    ast.FunctionDef: _define,
    ast.AsyncFunctionDef: _define,
    ast.ClassDef: _class,
}
