"""Which models stand side by side on the Compare page, and what was measured of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vaeviz.app.address import to_query
from vaeviz.app.model_card import gather, typed
from vaeviz.app.opening import Known, fitting_any, open_first
from vaeviz.app.state import Memory
from vaeviz.app.view import View
from vaeviz.app.workspace.model_facts import ModelFacts
from vaeviz.errors import CheckpointError, VaevizError
from vaeviz.files.header import Header, read_header
from vaeviz.installation import PROGRAM
from vaeviz.markdown import mathml

PLAIN = ("mnist-vae-z8", "mnist-vae-z16")  # the left model of a first visit: the first that is there
TOLD = ("mnist-cvae-z8",)  # the right one

FORMULAS = (r"q(z \mid x),\; p(x \mid z)", r"q(z \mid x, c),\; p(x \mid z, c)")  # of the left model, of the right one
_FIGURES = ("probe_accuracy", "probe_chance", "rate", "distortion", "images", "dataset", "split", "binarised")


@dataclass(frozen=True)
class Pairs:
    """Who may stand beside whom: looked up once for a run of the page."""

    headers: Mapping[str, Header]  # of the models that can be read
    partners: Mapping[str, tuple[str, ...]]  # of each plain model, those of its data set that are told the class

    def offered(self, known: Known) -> dict[str, Path]:
        """Return the models that have somebody to stand beside, on either side."""
        wanted = {*self.partners, *(other for others in self.partners.values() for other in others)}
        return {name: folder for name, folder in known.items() if name in wanted}

    def unfit(self, name: str) -> str:
        """Say why a model is not offered."""
        condition = self.headers[name].model.condition if name in self.headers else None
        if name not in self.headers:
            return f"The file of {name} cannot be read."
        if condition is None:
            return f"{name} has nothing to stand beside: no model here is told the class of its data set's images."
        if condition.kind != "class":
            return f"{name} is told {condition.kind}; here is a model that is told the class, beside one told nothing."
        return f"{name} has nothing to stand beside: no model of its data set is told nothing."

    def start(self, memory: Memory, known: Known) -> None:
        """Have a first visit show the pair that tells most; later ones show what was there."""
        if memory.model is None:
            memory.model = _first(PLAIN, [name for name in self.partners if name in known])
            memory.view = View(second=_first(TOLD, self.partners[memory.model]))

    def settle(self, memory: Memory, facts: ModelFacts, known: Known) -> ModelFacts:
        """Have a plain model on the left and one of its partners on the right, whatever was asked for."""
        second = memory.view.second
        if facts.name not in self.partners:  # it is told the class: it belongs on the right
            plain = _first(PLAIN, [name for name, others in self.partners.items() if facts.name in others])
            left = {name: known[name] for name in self.partners if name in known}
            second, (facts, problem) = facts.name, open_first([plain], left)
            memory.give(facts.name, replace(fitting_any(memory.view, facts), second=second), problem)
            memory.query = to_query(facts.name, memory.view)
        self._seat(memory, second, facts, known)
        return facts

    def _seat(self, memory: Memory, second: str | None, facts: ModelFacts, known: Known) -> None:
        """Have a partner on the right: the one asked for, else the first that can be opened, with a word on why."""
        allowed = {name: known[name] for name in self.partners[facts.name] if name in known}
        if second not in allowed:
            chosen = _first(TOLD, tuple(allowed))
            if second is not None:
                why = (
                    f"{second} cannot stand beside {facts.name}: on the right is a model told the class of its images."
                )
                memory.second_notice = f"{why} {chosen} is shown."
            memory.view = replace(memory.view, second=chosen)
        try:
            found, problem = open_first([memory.view.second], allowed)
        except VaevizError:
            return  # none of them can be opened: said where the second model is opened
        if problem:
            memory.second_notice = problem
            memory.keep(replace(memory.view, second=found.name))

    def more(self, facts: ModelFacts, second: ModelFacts | None, known: Known) -> dict[str, Any]:
        """Return what the page's own part is told: who fits beside whom, formulas as MathML, the figures of both."""
        return {
            "partners": self.partners,
            "formulas": [mathml(latex) for latex in FORMULAS],
            "measured": [_measured(one.name, known[one.name]) if one else None for one in (facts, second)],
        }


def pairs_among(known: Known) -> Pairs:
    """Find the pairs; a plain model without a partner is in none."""
    headers = {name: header for name, folder in known.items() if (header := _header(folder)) is not None}
    found = {
        name: tuple(other for other, theirs in headers.items() if _fit(header, theirs))
        for name, header in headers.items()
    }
    return Pairs(headers, {name: others for name, others in found.items() if others})


def _measured(name: str, folder: Path) -> dict[str, Any]:
    """Return what `evaluate` found of a model, or how to measure it; how to encode or fetch its data set."""
    card = gather(name, folder)
    found = card.evaluation
    return {
        "figures": found and {key: getattr(found, key) for key in _FIGURES},
        "problem": card.problem,
        "evaluate": f"{PROGRAM} evaluate {typed(folder)} --write",
        "encode": f"{PROGRAM} codes {typed(folder)}",
        "fetch": f"{PROGRAM} evaluate {typed(folder)} --limit 100",
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


def _first(wanted: Iterable[str], known: Sequence[str]) -> str:
    """Return the first of ``wanted`` that is known, else the first known.

    Raises
    ------
    CheckpointError
        If none is known any more: models may come and go while a page is drawn.
    """
    for name in (*wanted, *known):
        if name in known:
            return name
    raise CheckpointError("The models of this page are gone, or have lost their partners. Load the page anew.")
