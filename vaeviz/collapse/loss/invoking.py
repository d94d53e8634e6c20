"""Read the functions of a text, with the arguments of their calls."""

import ast
from collections.abc import Mapping, Sequence

from vaeviz.collapse.loss import algebra
from vaeviz.collapse.loss.algebra import Atom, Value
from vaeviz.collapse.loss.spellings import BATCH_NAMES
from vaeviz.collapse.loss.state import Frame, Function, Items, Result, Run, Text, source
from vaeviz.collapse.loss.statements import assign, execute
from vaeviz.collapse.loss.tree import evaluate

MAX_CALLS = 12  # depth of nested calls


def invoke(function: Function, run: Run, given: Sequence[Result], named: Mapping[str, Result], node: ast.AST) -> Result:
    """Read a function's body with these arguments; missing arguments become names.

    Returns
    -------
    Result
        The function's value; unknown if it calls itself.
    """
    function.called = True
    if function.node in run.active or len(run.active) >= MAX_CALLS:
        return run.unknown(
            node, parts=True, reason=f"this function calls itself, or calls are nested more than {MAX_CALLS} deep"
        )
    frame = Frame(around=function.frame)
    _bind_arguments(function, run, frame, given, named)
    run.active.append(function.node)
    run.mapped += function.mapped
    try:
        if isinstance(function.node, ast.Lambda):
            result: Result | None = evaluate(function.node.body, run, frame)
        else:
            result = execute(function.node.body, run, frame)
    finally:
        run.mapped -= function.mapped
        run.active.pop()
    result = Text(None) if result is None else result
    return Items([result, run.unknown(node)]) if function.with_gradient else result


def _bind_arguments(
    function: Function, run: Run, frame: Frame, given: Sequence[Result], named: Mapping[str, Result]
) -> None:
    arguments = function.node.args
    names = [one.arg for one in [*arguments.posonlyargs, *arguments.args]]
    defaults: dict[str, ast.expr] = dict(zip(reversed(names), reversed(arguments.defaults), strict=False))
    defaults |= {a.arg: d for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d is not None}
    if function.method:
        names = names[1:]
    bound = dict(zip(names, given, strict=False)) | dict(named)
    for name in [*names, *(one.arg for one in arguments.kwonlyargs)]:
        if name in run.given:
            frame.names[name] = run.take(name)
        elif name in bound:
            frame.names[name] = bound[name]
        elif name in defaults:
            default = evaluate(defaults[name], run, function.frame)
            assign(ast.Name(name), default, run, frame)
            if isinstance(default, Value) and default.number not in (None, 0) and "axis" not in name:
                run.note(f"{name} is {source(defaults[name])}, its default on line {function.node.lineno}.")
        elif name.lower() not in BATCH_NAMES:
            frame.names[name] = algebra.of_atom(Atom("name", name))
