"""Which models the Compare page shows side by side, and their measured figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vaeviz.app.address import to_query
from vaeviz.app.model_card import gather, typed
from vaeviz.app.opening import Known, fitting_any, open_first
from vaeviz.app.state import Memory
from vaeviz.app.view import View
from vaeviz.app.workspace.model_facts import ModelPayload
from vaeviz.errors import CheckpointError, VaevizError
from vaeviz.files.header import Header, read_header
from vaeviz.installation import PROGRAM
from vaeviz.markdown import mathml

UNCONDITIONAL = ("mnist-vae-z8", "mnist-vae-z16")  # the left model of a first visit: the first that exists
CONDITIONAL = ("mnist-cvae-z8",)  # the right model of a first visit

FORMULAS = (r"q(z \mid x),\; p(x \mid z)", r"q(z \mid x, c),\; p(x \mid z, c)")  # of the left and the right model
_FIGURES = ("probe_accuracy", "probe_chance", "rate", "distortion", "images", "dataset", "split", "binarised")


@dataclass(frozen=True)
class Pairs:
    """Which models can be compared; looked up once for each run of the page."""

    headers: Mapping[str, Header]  # of the models that can be read
    partners: Mapping[str, tuple[str, ...]]  # unconditional model -> class-conditional models of the same data set

    def offered(self, known: Known) -> dict[str, Path]:
        """Return the models that have a partner, on either side."""
        wanted = {*self.partners, *(name for partners in self.partners.values() for name in partners)}
        return {name: folder for name, folder in known.items() if name in wanted}

    def unfit(self, name: str) -> str:
        """Return why a model is not offered."""
        condition = self.headers[name].model.condition if name in self.headers else None
        if name not in self.headers:
            return f"The file of {name} cannot be read."
        if condition is None:
            return f"{name} has no model to compare with: no class-conditional model of its data set is available."
        if condition.kind != "class":
            return (
                f"{name} is conditioned on {condition.kind}; this page compares an unconditional model with a "
                "class-conditional one."
            )
        return f"{name} has no model to compare with: no unconditional model of its data set is available."

    def start(self, memory: Memory, known: Known) -> None:
        """Choose the models of a first visit; later visits show the previous ones."""
        if memory.model is None:
            memory.model = _first(UNCONDITIONAL, [name for name in self.partners if name in known])
            memory.view = View(second=_first(CONDITIONAL, self.partners[memory.model]))

    def settle(self, memory: Memory, model: ModelPayload, known: Known) -> ModelPayload:
        """Put an unconditional model on the left and one of its partners on the right, whatever was asked for."""
        second = memory.view.second
        if model.name not in self.partners:  # class-conditional: it belongs on the right
            plain = _first(UNCONDITIONAL, [name for name, found in self.partners.items() if model.name in found])
            left = {name: known[name] for name in self.partners if name in known}
            second, (model, problem) = model.name, open_first([plain], left)
            memory.give(model.name, replace(fitting_any(memory.view, model), second=second), problem)
            memory.query = to_query(model.name, memory.view)
        self._seat(memory, second, model, known)
        return model

    def _seat(self, memory: Memory, second: str | None, model: ModelPayload, known: Known) -> None:
        """Put a partner on the right: the requested one, or else the first that can be opened, with a notice."""
        allowed = {name: known[name] for name in self.partners[model.name] if name in known}
        if second not in allowed:
            chosen = _first(CONDITIONAL, tuple(allowed))
            if second is not None:
                memory.second_notice = (
                    f"{second} cannot be compared with {model.name}: the right side takes a class-conditional model of "
                    f"the same data set. {chosen} is shown."
                )
            memory.view = replace(memory.view, second=chosen)
        try:
            found, problem = open_first([memory.view.second], allowed)
        except VaevizError:
            return  # none can be opened: `second_payload` reports the error
        if problem:
            memory.second_notice = problem
            memory.keep(replace(memory.view, second=found.name))

    def more(self, model: ModelPayload, second: ModelPayload | None, known: Known) -> dict[str, Any]:
        """Return this page's part of the payload: the pairs, formulas as MathML, the figures of both models."""
        return {
            "partners": self.partners,
            "formulas": [mathml(latex) for latex in FORMULAS],
            "measured": [_measured(one.name, known[one.name]) if one else None for one in (model, second)],
        }


def pairs_among(known: Known) -> Pairs:
    """Find the pairs; an unconditional model without a partner is in none of them."""
    headers = {name: header for name, folder in known.items() if (header := _header(folder)) is not None}
    found = {
        name: tuple(partner for partner, second in headers.items() if _fit(header, second))
        for name, header in headers.items()
    }
    return Pairs(headers, {name: partners for name, partners in found.items() if partners})


def _measured(name: str, folder: Path) -> dict[str, Any]:
    """Return a model's measured figures, and the commands that measure it, encode its data set and fetch it."""
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


def _fit(plain: Header, conditional: Header) -> bool:
    """Whether both were trained on one data set, the first unconditional, the second conditioned on the class."""
    condition = conditional.model.condition
    if plain.model.condition is not None or condition is None or condition.kind != "class":
        return False
    if plain.train is None or conditional.train is None or plain.train.dataset != conditional.train.dataset:
        return False
    return plain.model.image_shape == conditional.model.image_shape and plain.class_names == conditional.class_names


def _first(wanted: Iterable[str], known: Sequence[str]) -> str:
    """Return the first of ``wanted`` that is known, or else the first known.

    Raises
    ------
    CheckpointError
        If none is known: models may be removed while a page is drawn.
    """
    for name in (*wanted, *known):
        if name in known:
            return name
    raise CheckpointError("The models of this page, or their partners, have been removed. Reload the page.")
