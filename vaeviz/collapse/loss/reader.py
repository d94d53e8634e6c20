"""Read a pasted loss: Python's parser gives the syntax tree, algebra gives beta. The text is never run."""

import ast
import re
import textwrap
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from vaeviz.collapse.loss.algebra import ExhaustedError, UnreadError
from vaeviz.collapse.loss.conclusion import Problem, Reading, conclude
from vaeviz.collapse.loss.expressions import READERS
from vaeviz.collapse.loss.found import Found
from vaeviz.collapse.loss.invoking import invoke
from vaeviz.collapse.loss.state import Candidate, Function, Run
from vaeviz.collapse.loss.statements import execute
from vaeviz.config import Record
from vaeviz.errors import ConfigError, unknown_name
from vaeviz.settings import setting, settings_of

LONGEST = 20_000  # characters
DEEPEST = 60  # nesting of brackets
MAX_BAD_LINES = 10
MAX_SIZE = 10**8
MAX_GIVEN = 32  # names with values
MAX_VALUE = 1e12  # of either sign, exclusive
NONE = "No loss was found. Paste the lines with the reconstruction, the KL and their sum."


@dataclass(frozen=True, kw_only=True)
class LossSizes(Record):
    """Sizes that a pasted text may leave open."""

    pixels: int = setting(784, low=1, high=MAX_SIZE, unit="pixels", help="pixels of an image, channels counted")
    latents: int = setting(32, low=1, high=MAX_SIZE, unit="dimensions", help="latent dimensions")
    batch: int = setting(128, low=1, high=MAX_SIZE, unit="images", help="images of a batch")
    channels: int = setting(1, low=1, high=MAX_SIZE, unit="channels", help="channels of an image")


def read(text: str, sizes: Mapping[str, object] | None = None, given: Mapping[str, object] | None = None) -> Reading:
    """Read the loss in a text of Python.

    Parameters
    ----------
    text
        Lines of Python, of at most `LONGEST` characters: a function, a class, or a few lines of one.
    sizes
        Pixels of an image (including channels), latents, batch, channels, if the text does not state them.
    given
        Values of names that the text does not set, such as ``self.beta``.

    Returns
    -------
    Reading
        The loss and its beta, or the names whose values are needed, or the lines that could not be read.

    Raises
    ------
    ConfigError
        If the text is too long, or a size or value is not allowed.
    """
    if len(text) > LONGEST:
        raise ConfigError(f"The text has {len(text)} characters; allowed: {LONGEST}. Paste only the lines of the loss.")
    known = {**asdict(LossSizes()), **_checked_sizes(sizes or {})}
    reading = Reading()
    tree = _parse(text, reading)
    if tree is None:
        return reading
    run = Run(given=_checked_given(given or {}), readers=READERS)
    run.invoke = lambda function, given, named, node: invoke(function, run, given, named, node)
    _read_all(tree, run)
    known |= {name: value for name, value in run.hints.items() if value <= MAX_SIZE}
    _conclude(run, known, reading, text.splitlines())
    return reading


def _checked_sizes(sizes: Mapping[str, object]) -> dict[str, int]:
    known = settings_of(LossSizes)
    for name in sizes:
        if name not in known:
            raise unknown_name("size", str(name), known)
    return {name: known[name].check(value) for name, value in sizes.items()}


def _checked_given(given: Mapping[str, object]) -> dict[str, float]:
    if len(given) > MAX_GIVEN:
        raise ConfigError(f"{len(given)} names have values; allowed: {MAX_GIVEN} or fewer.")
    checked = {}
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < MAX_VALUE or value == 0:
            raise ConfigError(
                f"{name[:60]} is {str(value)[:40]}; allowed: a number other than 0 with magnitude below 1e12."
            )
        checked[name] = float(value)
    return checked


def _parse(text: str, reading: Reading) -> ast.Module | None:
    """Return the syntax tree; report every line that is not Python."""
    lines = _cleaned(text)
    for _ in range(MAX_BAD_LINES):
        try:
            _check_depth("\n".join(lines))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of escapes in strings
                tree = ast.parse("\n".join(lines))
            return None if reading.problems else tree
        except SyntaxError as error:
            at = min(max(1, error.lineno or 1), len(lines))
            reason = (error.msg or "invalid syntax").split(" (")[0]
            reading.problems.append(Problem(at, lines[at - 1].strip()[:120], f"This line is not Python: {reason}."))
            if not lines[at - 1].strip() or lines[at - 1].strip() == "pass":
                break
            indent = lines[at - 1][: len(lines[at - 1]) - len(lines[at - 1].lstrip())]
            lines[at - 1] = f"{indent}pass"
        except (RecursionError, MemoryError, ValueError) as error:
            reason = str(error) if isinstance(error, UnreadError) else "Python's parser cannot read this text"
            reading.problems.append(Problem(0, "", f"{reason.rstrip('.')}. Paste only the lines of the loss."))
            break
        except UnreadError as error:
            reading.problems.append(Problem(0, "", str(error)))
            break
    return None


def _cleaned(text: str) -> list[str]:
    """Remove what a notebook or a copied block adds: prompts, magics, a common indent."""
    lines = [re.sub(r"^\s*(>>>|\.\.\.)( |$)", "", line) for line in text.expandtabs(4).splitlines()]
    lines = ["" if re.match(r"\s*[%!]\w", line) else line for line in lines]
    if (
        len(lines) > 1
        and lines[0]
        and not lines[0][0].isspace()
        and not lines[0].rstrip().endswith((":", "(", ",", "\\"))
    ):
        rest = textwrap.dedent("\n".join(lines[1:])).split("\n")
        inside = [line for line in lines[1:] if line.strip()]
        if inside and all(line[0].isspace() for line in inside) and lines[0].count("(") == lines[0].count(")"):
            return [lines[0], *rest]
    return textwrap.dedent("\n".join(lines)).split("\n") if lines else [""]


def _check_depth(text: str) -> None:
    depth = 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if depth > DEEPEST:
            raise UnreadError(f"Brackets are nested more than {DEEPEST} deep.")


def _read_all(tree: ast.Module, run: Run) -> None:
    try:
        execute(tree.body, run, run.top)
        called = {
            (one.func.attr if isinstance(one.func, ast.Attribute) else getattr(one.func, "id", ""))
            for one in ast.walk(tree)
            if isinstance(one, ast.Call)
        }
        done: set[int] = set()
        while waiting := [f for f in run.functions.values() if id(f.node) not in done and not f.called]:
            first = next((f for f in waiting if _name(f) not in called), waiting[0])
            done.add(id(first.node))
            invoke(first, run, [], {}, first.node)
    except (UnreadError, ExhaustedError) as error:
        run.problems[0] = str(error)


def _name(function: Function) -> str:
    return getattr(function.node, "name", "")


def _conclude(run: Run, sizes: Mapping[str, int], reading: Reading, lines: list[str]) -> None:
    """Choose the loss among the candidates and fill in the reading."""
    reading.notes += run.notes
    reading.values, reading.stated = dict(run.used), sorted(run.hints)
    if 0 in run.problems:
        reading.problems.append(Problem(0, "", run.problems[0]))
        return
    if not run.candidates:
        _explain_absence(run, reading, lines)
        return
    chosen = _chosen(run.candidates)
    try:
        conclude(chosen.found, sizes, reading)
    except UnreadError as error:
        reading.loss, reading.asked, reading.understood = None, [], []
        reading.problems.append(_at(chosen.line, lines, str(error)))
        used = {atom.label for atom in chosen.found.rest}
        for line, reason in run.problems.items():
            if any(run.origins.get(label, (0, ""))[0] == line for label in used):
                reading.problems.append(_at(line, lines, reason))


def _chosen(candidates: list[Candidate]) -> Candidate:
    """Return the last candidate that is minimised; if none is, the last candidate."""
    return next((one for one in reversed(candidates) if one.minimised), candidates[-1])


def _at(line: int, lines: list[str], reason: str) -> Problem:
    text = lines[line - 1].strip()[:120] if 1 <= line <= len(lines) else ""
    return Problem(line, text, reason)


def _explain_absence(run: Run, reading: Reading, lines: list[str]) -> None:
    """Report why there is no loss: what was found, and which lines were not read."""
    seen: Found = run.seen
    reading.problems += [_at(line, lines, reason) for line, reason in sorted(run.problems.items())]
    lines_of = sorted((run.origins[label][0], label) for label in run.unread_addends if label in run.origins)
    for line, label in lines_of[:MAX_BAD_LINES]:
        if line not in run.problems:
            reading.problems.append(
                _at(line, lines, f"{label} is added to a part of the loss, but its value is unknown.")
            )
    if reading.problems and (seen.has("rec") or seen.has("kl")):
        return
    if seen.wrong:
        reading.problems.append(Problem(0, "", seen.wrong[0]))
    elif seen.has("rec") and seen.has("kl"):
        reading.problems.append(Problem(0, "", "A reconstruction and a KL were found, but no line that adds them."))
    elif seen.has("rec"):
        reading.problems.append(Problem(0, "", "A reconstruction was found, but no KL."))
    elif seen.has("kl"):
        reading.problems.append(
            Problem(0, "", "A KL was found, but no reconstruction, or its weight is 0: there is no beta.")
        )
    else:
        reading.problems.append(Problem(0, "", NONE))
