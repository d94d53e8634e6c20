"""Lessons of the Collapse page: plain text files that a lecturer can write, parsed into steps for the page.

A file begins with a head between two lines of three dashes: ``title``, ``minutes`` and ``after`` (what the reader then
knows). A step begins with ``## Its title``, followed by paragraphs and commands; each command has a line to itself:

=========== =============================================================================================
show:       the state of the screen, as in the URL: ``tab=why, why=scree, scree_beta=4``
look:       the data-testid of what the step is about
veil:       what to hide until the answer is revealed: data-testids, separated by commas
predict:    the question; the paragraphs after it are the explanation, shown after the answer
answer:     ``number 0 to 8 step 1 dimensions``, ``choice``, or ``mark rate 0 to 60 nats, distortion 50 to 220 nats``
``- text``  one choice, with the values that make it right: ``- None of them: 0``, ``: 1 to 3``, ``: at least 4``
truth:      the measured value: ``lab.active``, a difference ``lab.fresh - lab.active``; for a mark, two values
near:       the largest error of a number that still counts as right
set:        what revealing the answer sets, written as in ``show``
press:      the button that revealing presses, by data-testid; released when the wait is over
move:       a setting that revealing animates: ``sweep_epoch 1 to 10``
wait:       when to read the truth: ``lab.step at least 800``, or ``at least 800 more`` than at the start
=========== =============================================================================================

Texts are Markdown with formulas, see `vaeviz.markdown`; ``{lab.active}`` is replaced by the measured value. The page
shows the rendered text under ``html``.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from vaeviz.collapse.lessons.lines import LessonError, option, take
from vaeviz.errors import CheckpointError
from vaeviz.files import read_bytes
from vaeviz.markdown import TextError, line_to_html, to_html

HERE = Path(__file__).parents[2] / "docs" / "lessons"
LARGEST = 64 * 1024  # bytes of one file
HEAD = ("title", "minutes", "after")
_COMMAND = re.compile(r"(show|look|veil|predict|answer|truth|near|set|press|move|wait):\s*(.*)")


@dataclass
class Lesson:
    """One lesson: what the list of lessons shows, and its steps in the page's format."""

    name: str
    title: str
    minutes: int
    after: str
    html: str  # of ``after``
    steps: list[dict[str, Any]] = field(default_factory=list)


def read_all(folder: Path | None = None) -> tuple[list[Lesson], list[str]]:
    """Return the lessons of a folder in the order of their file names, and the errors of the files left out."""
    lessons, problems = [], []
    for path in sorted((folder or HERE).glob("*.md")):
        try:
            lessons.append(read(path))
        except LessonError as error:
            problems.append(str(error))
    return lessons, problems


def read(path: Path) -> Lesson:
    """Read one file.

    Raises
    ------
    LessonError
        If the file is too large, is not UTF-8, or has a line that cannot be read; the message names the line.
    """
    try:
        text = read_bytes(path, LARGEST).decode()
    except CheckpointError as error:
        raise LessonError(f"{path.name} cannot be read ({error}). If it is too long, split it in two.") from error
    except UnicodeDecodeError as error:
        raise LessonError(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from error
    return parse(path.stem, text)


def parse(name: str, text: str) -> Lesson:
    """Parse the text of a lesson; ``name`` is its name in the URL.

    Raises
    ------
    LessonError
        If a line cannot be read.
    """
    lines = [(number, line.rstrip()) for number, line in enumerate(text.splitlines(), 1)]
    head, rest = _head(name, lines)
    if not re.fullmatch(r"[a-z0-9-]{1,40}", name):
        raise LessonError(
            f"{name}.md: the name of a lesson has 1 to 40 lower-case letters, digits and dashes. Rename the file."
        )
    after = _html(f"{name}.md", line_to_html, head["after"])
    lesson = Lesson(name, head["title"], int(head["minutes"]), head["after"], after)
    for at, title, block in _blocks(rest):
        lesson.steps.append(_step(name, at, title, block))
    if not lesson.steps:
        raise LessonError(f"{name}.md has no step. Begin one with a line such as: ## Look at the line")
    return lesson


Lines = list[tuple[int, str]]


def _head(name: str, lines: Lines) -> tuple[dict[str, str], Lines]:
    fences = [place for place, (_, line) in enumerate(lines) if line == "---"][:2]
    if len(fences) < 2 or fences[0] != 0:
        raise LessonError(f"{name}.md has no head. Put {', '.join(HEAD)} between two lines of ---.")
    pairs = [line.partition(":") for _, line in lines[1 : fences[1]] if line.strip()]
    head = {key.strip(): value.strip() for key, _, value in pairs}
    missing = [key for key in HEAD if not head.get(key)]
    if missing or set(head) - set(HEAD) or not re.fullmatch(r"[0-9]{1,3}", head["minutes"]):
        raise LessonError(
            f"{name}.md: its head has {', '.join(head)}; allowed: {', '.join(HEAD)}, with minutes a number up to 999."
        )
    return head, lines[fences[1] + 1 :]


def _blocks(lines: Lines) -> Iterator[tuple[int, str, Lines]]:
    starts = [place for place, (_, line) in enumerate(lines) if line.startswith("## ")]
    for start, end in pairwise([*starts, len(lines)]):
        yield lines[start][0], lines[start][1][3:].strip(), lines[start + 1 : end]


def _step(name: str, at: int, title: str, lines: Lines) -> dict[str, Any]:
    step: dict[str, Any] = {"title": title, "text": [], "explain": [], "press": []}
    where, fresh = "text", True  # where paragraphs go; whether the next line starts a paragraph
    for number, line in lines:
        command = _COMMAND.fullmatch(line)
        try:
            if command:
                take(step, command[1], command[2])
                where = "explain" if command[1] == "predict" else where
            elif line.startswith("- "):
                option(step, line[2:])
            elif line.strip():
                step[where] += [line.strip()] if fresh else [f"{step[where].pop()} {line.strip()}"]
        except LessonError as error:
            raise LessonError(f"{name}.md, line {number}: {error}") from error
        fresh = command is not None or not line.strip() or line.startswith("- ")
    where = f"{name}.md, line {at}"
    _check(where, step)
    _render(where, step)
    return step


def _render(where: str, step: dict[str, Any]) -> None:
    """Add the HTML of the step's texts."""
    step["html"] = {part: _html(where, to_html, "\n\n".join(step[part])) for part in ("text", "explain")}
    if "predict" in step:
        step["html"]["predict"] = _html(where, line_to_html, step["predict"])
    for choice in step.get("answer", {}).get("options", []):
        choice["html"] = _html(where, line_to_html, choice["text"])


def _html(where: str, render: Callable[[str], str], text: str) -> str:
    try:
        return render(text)
    except TextError as error:
        raise LessonError(f"{where}: {error}") from error


def _check(where: str, step: dict[str, Any]) -> None:
    """Check that the step is complete."""
    asked = {"predict", "answer", "truth"} & set(step)
    if asked and len(asked) < 3:
        raise LessonError(f"{where}: the step has {', '.join(sorted(asked))}; predict, answer and truth go together.")
    if asked and step["answer"]["kind"] == "choice" and len(step["answer"]["options"]) < 2:
        raise LessonError(f"{where}: a choice takes two or more lines such as: - Some of them: 1 to 3")
    if asked and len(step["truth"]) != (2 if step["answer"]["kind"] == "mark" else 1):
        raise LessonError(
            f"{where}: truth takes two values, separated by a comma, for a mark, and one for any other answer."
        )
    if not step["text"]:
        raise LessonError(f"{where}: the step has no text. Describe in a sentence or two what the reader sees.")
