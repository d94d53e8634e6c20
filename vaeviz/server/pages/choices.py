"""Which of the available models a page shows, and why it does not show the others; only their headers are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vaeviz.errors import VaevizError
from vaeviz.files.header import Header, read_header
from vaeviz.files.places import for_visitors, train_command
from vaeviz.markdown import mathml

FIRST = ("mnist-vae-z16", "mnist-cvae-z8")  # a first visit shows the first of these that exists and fits the page
FORMULAS = (r"q(z \mid x),\; p(x \mid z)", r"q(z \mid x, c),\; p(x \mid z, c)")  # of Compare's left and right model

Known = Mapping[str, Path]
Headers = Mapping[str, Header]


@dataclass(frozen=True)
class Choice:
    """The models of one page."""

    known: Known
    headers: Headers  # of the files that can be read
    damaged: Mapping[str, str]  # the error of each file that cannot be read
    offered: tuple[str, ...]
    refused: Mapping[str, str]  # the other models, each with the reason
    more: Mapping[str, Any] | None = None  # what only this page is given

    @property
    def first(self) -> str:
        """Return the model of a first visit."""
        return next((name for name in FIRST if name in self.offered), self.offered[0])


def choose(page: str, known: Known) -> Choice:
    """Return the models that a page shows."""
    headers, damaged = read_headers(known)
    offered, unfit, more = _PAGES[page](headers)
    refused = {name: damaged.get(name) or unfit(name) for name in known if name not in offered}
    broken = {name: reason for name, reason in damaged.items() if name not in offered}
    return Choice(known, headers, broken, offered, refused, more)


def read_headers(known: Known) -> tuple[dict[str, Header], dict[str, str]]:
    """Return the headers that can be read, and the errors of the others."""
    headers, damaged = {}, {}
    for name, folder in known.items():
        try:
            headers[name] = read_header(folder)
        except VaevizError as error:
            damaged[name] = for_visitors(error)
    return headers, damaged


_Offer = tuple[tuple[str, ...], Callable[[str], str], Mapping[str, Any] | None]


def _explore(headers: Headers) -> _Offer:
    return tuple(headers), str, None


def _conditions(headers: Headers) -> _Offer:
    offered = tuple(name for name, header in headers.items() if header.model.condition is not None)
    return offered, lambda name: f"{name} is unconditional: there is no condition to change.", None


def _compare(headers: Headers) -> _Offer:
    partners = partners_among(headers)
    offered = {*partners, *(name for names in partners.values() for name in names)}
    more = {"partners": partners, "formulas": [mathml(latex) for latex in FORMULAS]}
    return tuple(name for name in headers if name in offered), lambda name: _without_partner(name, headers), more


def partners_among(headers: Headers) -> dict[str, list[str]]:
    """Return the class-conditional models of each unconditional model's data set; those without any are left out."""
    found = {name: [other for other, second in headers.items() if _fit(one, second)] for name, one in headers.items()}
    return {name: partners for name, partners in found.items() if partners}


def _fit(plain: Header, conditional: Header) -> bool:
    """Whether both were trained on one data set, the first unconditional, the second conditioned on the class."""
    condition = conditional.model.condition
    if plain.model.condition is not None or condition is None or condition.kind != "class":
        return False
    if plain.train is None or conditional.train is None or plain.train.dataset != conditional.train.dataset:
        return False
    return plain.model.image_shape == conditional.model.image_shape and plain.class_names == conditional.class_names


def _without_partner(name: str, headers: Headers) -> str:
    condition = headers[name].model.condition
    if condition is None:
        return f"{name} has no model to compare with: no class-conditional model of its data set is available."
    if condition.kind != "class":
        return (
            f"{name} is conditioned on {condition.kind}; this page compares an unconditional model with a "
            "class-conditional one."
        )
    return f"{name} has no model to compare with: no unconditional model of its data set is available."


_PAGES: dict[str, Callable[[Headers], _Offer]] = {
    "explore": _explore,
    "conditions": _conditions,
    "compare": _compare,
}


def lacking(page: str) -> tuple[str, str]:
    """Return what a page shows if there is no suitable model: a title, and what to do."""
    vae, cvae = train_command("digits", "digits-vae"), train_command("digits --condition class", "digits-cvae")
    return {
        "explore": ("No models yet", f"Train one: {train_command('digits', 'digits')}"),
        "conditions": ("No conditional models yet", f"Train one: {cvae}"),
        "compare": (
            "Nothing to compare yet",
            "This page needs an unconditional and a class-conditional model of one data set. Train them: "
            f"{vae}, then {cvae}",
        ),
    }[page]
