"""Parse the commands in a lesson's file, one per line; `vaeviz.collapse.lessons.reader` lists them."""

import re
from typing import Any

from vaeviz.errors import VaevizError

_NUMBER = r"(-?[0-9]{1,12}(?:\.[0-9]{1,12})?)"  # small enough for any page to draw
_KEY = r"[a-z][a-z0-9_.]*"
_SETTING = re.compile(r"([a-z][a-z0-9_]*)=([^,=]+)")
_ANSWER_NUMBER = re.compile(rf"number {_NUMBER} to {_NUMBER}(?: step {_NUMBER})?(?: (\S.*))?")
_ANSWER_AXIS = re.compile(rf"(\S.*?) {_NUMBER} to {_NUMBER}(?: (\S.*))?")
_RANGE = re.compile(rf"(?:(at least|at most) )?{_NUMBER}(?: to {_NUMBER})?")
_TRUTH = re.compile(rf"({_KEY})(?: - ({_KEY}))?")
_MOVE = re.compile(rf"([a-z][a-z0-9_]*) {_NUMBER} to {_NUMBER}")
_WAIT = re.compile(rf"({_KEY}) (at least|at most) {_NUMBER}( more)?")


class LessonError(VaevizError):
    """A lesson's file has a line that cannot be read."""


def take(step: dict[str, Any], command: str, text: str) -> None:
    """Parse one command and store it in the step."""
    if command == "press":
        step["press"].append(text)
    else:
        step[command] = _READERS[command](text)


def _settings(text: str) -> dict[str, str]:
    found = [_SETTING.fullmatch(part.strip()) for part in text.split(",")]
    return {part[1]: part[2].strip() for part in _all(found, text, "scree_beta=4, tab=why")}


def _answer(text: str) -> dict[str, Any]:
    if text == "choice":
        return {"kind": "choice", "options": []}
    if text.startswith("mark "):
        axes = [_ANSWER_AXIS.fullmatch(part.strip()) for part in text[5:].split(",")]
        named = [
            {"label": axis[1], "min": float(axis[2]), "max": float(axis[3]), "unit": axis[4] or ""}
            for axis in _all(axes, text, "mark rate 0 to 60 nats, distortion 50 to 220 nats")
        ]
        if len(named) != 2:
            raise LessonError(f"'{text}' has {len(named)} axes; a mark has two, separated by a comma.")
        return {"kind": "mark", "x": named[0], "y": named[1]}
    found = _one(_ANSWER_NUMBER.fullmatch(text), text, "number 0 to 8 step 1 dimensions, or choice, or mark ...")
    low, high, step = (float(part) for part in (found[1], found[2], found[3] or 1))
    return {"kind": "number", "min": low, "max": high, "step": step, "unit": found[4] or ""}


def option(step: dict[str, Any], text: str) -> None:
    """Parse one choice: its text and, after the last colon, the measured value that makes it right."""
    words, colon, when = text.rpartition(": ")
    if step.get("answer", {}).get("kind") != "choice" or not colon:
        raise LessonError(f"'- {text}' is not a choice. After 'answer: choice' write: - Some of them: 1 to 3")
    found = _RANGE.fullmatch(when)
    if found is None:
        step["answer"]["options"].append({"text": words, "is": when})
        return
    bound, low = found[1], float(found[2])
    high = None if bound == "at least" else float(found[3] or low)
    step["answer"]["options"].append({"text": words, "min": None if bound == "at most" else low, "max": high})


def _truth(text: str) -> list[list[str]]:
    found = [_TRUTH.fullmatch(part.strip()) for part in text.split(",")]
    return [[key for key in part.groups() if key] for part in _all(found, text, "lab.active")]


def _move(text: str) -> dict[str, Any]:
    found = _one(_MOVE.fullmatch(text), text, "sweep_epoch 1 to 10")
    return {"key": found[1], "from": float(found[2]), "to": float(found[3])}


def _wait(text: str) -> dict[str, Any]:
    found = _one(_WAIT.fullmatch(text), text, "lab.step at least 800")
    bound = "least" if found[2] == "at least" else "most"
    return {"key": found[1], bound: float(found[3]), "more": found[4] is not None}


def _near(text: str) -> float:
    return float(_one(re.fullmatch(_NUMBER, text), text, "1")[0])


_READERS = {
    "show": _settings,
    "set": _settings,
    "look": str,
    "veil": lambda text: [name.strip() for name in text.split(",")],
    "predict": str,
    "answer": _answer,
    "truth": _truth,
    "near": _near,
    "move": _move,
    "wait": _wait,
}


def _one(found: re.Match[str] | None, text: str, example: str) -> re.Match[str]:
    if found is None:
        raise LessonError(f"'{text}' cannot be read. Write it as: {example}")
    return found


def _all(found: list[re.Match[str] | None], text: str, example: str) -> list[re.Match[str]]:
    return [_one(part, text, example) for part in found]
