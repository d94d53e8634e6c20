"""Which models stand side by side on the Compare page, and what was measured of them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from vaeviz.checkpoint import Header, read_header
from vaeviz.errors import VaevizError
from vaeviz.ui.address import to_query
from vaeviz.ui.components.workspace import ModelFacts
from vaeviz.ui.facts import gather, shown_path
from vaeviz.ui.opening import Known, open_first
from vaeviz.ui.state import Memory
from vaeviz.ui.view import View

PLAIN = ("mnist-vae-z8", "mnist-vae-z16")  # the left model of a first visit: the first that is there
TOLD = ("mnist-cvae-z8",)  # the right one

_FIGURES = ("probe_accuracy", "probe_chance", "rate", "distortion", "images", "dataset", "split", "binarised")


def partners(known: Known) -> dict[str, tuple[str, ...]]:
    """Return, for each plain model, the models of its data set that are told the class; none without such."""
    headers = {name: header for name, folder in known.items() if (header := _header(folder)) is not None}
    found = {
        name: tuple(other for other, theirs in headers.items() if _fit(header, theirs))
        for name, header in headers.items()
    }
    return {name: others for name, others in found.items() if others}


def offered(known: Known) -> dict[str, Path]:
    """Return the models that have somebody to stand beside, on either side."""
    pairs = partners(known)
    wanted = {*pairs, *(other for others in pairs.values() for other in others)}
    return {name: folder for name, folder in known.items() if name in wanted}


def start(memory: Memory, known: Known) -> None:
    """Have a first visit show the pair that tells most; later ones show what was there."""
    if memory.model is None:
        pairs = partners(known)
        memory.model = _first(PLAIN, pairs)
        memory.view = View(second=_first(TOLD, pairs[memory.model]))


def settle(memory: Memory, facts: ModelFacts, known: Known) -> ModelFacts:
    """Have a plain model on the left and one of its partners on the right, whatever was asked for."""
    pairs = partners(known)
    second = memory.view.second
    if facts.name not in pairs:  # it is told the class: it belongs on the right
        plain = _first(PLAIN, {name: None for name, others in pairs.items() if facts.name in others})
        second, (facts, problem) = facts.name, open_first([plain], {name: known[name] for name in pairs})
        memory.give(facts.name, View(second=second), problem)
        memory.query = to_query(facts.name, memory.view)
    allowed = pairs[facts.name]
    if second not in allowed:
        chosen = _first(TOLD, dict.fromkeys(allowed))
        if second is not None:
            why = f"{second} cannot stand beside {facts.name}: on the right is a model told the class of these images."
            memory.second_notice = f"{why} {chosen} is shown."
        memory.view = replace(memory.view, second=chosen)
    return facts


def more(facts: ModelFacts, second: ModelFacts | None, known: Known) -> dict[str, Any]:
    """Return what the page's own part is told: who fits beside whom, and the figures of both."""
    return {
        "partners": partners(known),
        "measured": [_measured(one.name, known[one.name]) if one else None for one in (facts, second)],
    }


def _measured(name: str, folder: Path) -> dict[str, Any]:
    """Return what `evaluate` found of a model, or how to measure it, and how to encode its data set."""
    card = gather(name, folder)
    found = card.evaluation
    return {
        "figures": found and {key: getattr(found, key) for key in _FIGURES},
        "problem": card.problem,
        "evaluate": f"python -m vaeviz evaluate {shown_path(folder)} --write",
        "encode": f"python -m vaeviz codes {shown_path(folder)}",
    }


def _header(folder: Path) -> Header | None:
    try:
        return read_header(folder)
    except VaevizError:
        return None


def _fit(plain: Header, told: Header) -> bool:
    """Whether both were trained on one data set, the second told its class, the first nothing."""
    if plain.model.condition is not None or told.model.condition is None or told.model.condition.kind != "class":
        return False
    if plain.train is None or told.train is None or plain.train.dataset != told.train.dataset:
        return False
    return plain.model.image_shape == told.model.image_shape and plain.class_names == told.class_names


def _first(wanted: tuple[str, ...], known: Mapping[str, Any] | tuple[str, ...]) -> str:
    """Return the first of ``wanted`` that is known, else the first known."""
    return next(name for name in (*wanted, *known) if name in known)
