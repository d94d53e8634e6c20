"""What the screen remembers and what the URL says: short, quantised, and never trusted."""

import base64
import binascii
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from vaeviz.errors import ConfigError, unknown_name
from vaeviz.live.wire import MAX_Z

KEYS = ("model", "z", "c", "map")
_FULL = 32767  # int16

Query = Mapping[str, str]


@dataclass(frozen=True)
class View:
    """A place in a model's latent space; None stands for the model's own default."""

    z: tuple[float, ...] | None = None
    c: tuple[float, ...] | None = None
    map: str | None = None


@dataclass(frozen=True)
class Frame:
    """What a view must fit: the open model's latent dimension, condition size and maps."""

    latent_dim: int
    condition_size: int
    maps: tuple[str, ...]


@dataclass
class Memory:
    """What one browser session remembers of its Explore page between two runs of the script."""

    model: str | None = None
    view: View = field(default_factory=View)  # the newest
    given: View = field(default_factory=View)  # what the page was last told to show
    query: dict[str, str] = field(default_factory=dict)  # our part of the URL as last seen or written
    asked: str | None = None  # the last model name that the page asked for
    serial: int = 0  # grows whenever the page must take over ``given``
    notice: str | None = None

    def give(self, model: str, view: View, notice: str | None = None) -> None:
        """Have the page show ``view`` of ``model``."""
        self.model, self.view, self.given, self.notice = model, view, view, notice
        self.serial += 1

    def rest(self, view: View | None) -> None:
        """Keep a view that the page itself came to rest at; the URL is to say it."""
        if view is not None and view != self.view and self.model is not None:
            self.view, self.query = view, to_query(self.model, view)


def our_part(query: Query) -> dict[str, str]:
    """Return the parameters that are ours; Streamlit has others, such as ``embed``."""
    return {key: query[key] for key in KEYS if key in query}


def parse_model(query: Query, known: Sequence[str]) -> str | None:
    """Return the model that the URL names, None if it names none.

    Raises
    ------
    ConfigError
        If there is no such model.
    """
    name = query.get("model")
    if name is not None and name not in known:
        raise unknown_name("model", name, known)
    return name


def parse_view(query: Query, frame: Frame) -> View:
    """Read z, c and map; what is left out is None.

    Raises
    ------
    ConfigError
        If one of them is damaged or does not fit the model.
    """
    return View(
        z=_parse_z(query["z"], frame.latent_dim) if "z" in query else None,
        c=_parse_c(query["c"], frame.condition_size) if "c" in query else None,
        map=_parse_map(query["map"], frame.maps) if "map" in query else None,
    )


def to_query(model: str, view: View) -> dict[str, str]:
    """Write a view for the URL; z is rounded to about 3e-4, far below what a picture shows."""
    query = {"model": model}
    if view.z is not None:
        query["z"] = _pack(view.z, MAX_Z)
    if view.c:
        query["c"] = _format_c(view.c)
    if view.map:
        query["map"] = view.map
    return query


def page_view(value: object, frame: Frame) -> View | None:
    """Read the view that the page reported; None if it is none that fits (it may still mean another model)."""
    if not isinstance(value, Mapping):
        return None
    z, c, shown = value.get("z"), value.get("c"), value.get("map")
    if not (_are_numbers(z, frame.latent_dim) and _are_numbers(c, frame.condition_size)):
        return None
    clipped = np.clip(np.array(z, np.float64), -MAX_Z, MAX_Z)
    told = np.clip(np.array(c, np.float64), -1, 1)
    return View(tuple(clipped.tolist()), tuple(told.tolist()), shown if shown in frame.maps else None)


def _are_numbers(value: Any, size: int) -> bool:
    if not isinstance(value, list) or len(value) != size:
        return False
    return all(isinstance(one, int | float) and abs(one) <= sys.float_info.max for one in value)


def _parse_z(text: str, size: int) -> tuple[float, ...]:
    z = _unpack(text, MAX_Z)
    if z is None or len(z) != size:
        found = "text that is no code" if z is None else f"{len(z)} numbers"
        raise ConfigError(f"z in the address holds {found}; this model has {size} dimensions.")
    return z


def _parse_c(text: str, size: int) -> tuple[float, ...]:
    if text == "none":
        return (0.0,) * size
    if text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) < size:
        return tuple(float(i == int(text)) for i in range(size))
    c = _unpack(text[1:], 1.0) if text.startswith("~") else None
    if c is None or len(c) != size:
        raise ConfigError(f"c in the address is '{text[:40]}'; allowed: none, or a class from 0 to {size - 1}.")
    return c


def _format_c(c: Sequence[float]) -> str:
    if not any(c):
        return "none"
    if sorted(c)[-1] == 1 and sum(map(abs, c)) == 1:
        return str(list(c).index(1))
    return "~" + _pack(c, 1.0)


def _parse_map(text: str, maps: Sequence[str]) -> str:
    if text not in maps:
        raise unknown_name("map", text, maps) if maps else ConfigError("This model has no maps yet.")
    return text


def _pack(values: Sequence[float], full: float) -> str:
    """Write numbers from -full to full as int16, base64url."""
    steps = np.rint(np.clip(np.array(values), -full, full) * (_FULL / full)).astype("<i2")
    return base64.urlsafe_b64encode(steps.tobytes()).decode().rstrip("=")


def _unpack(text: str, full: float) -> tuple[float, ...] | None:
    """Read `_pack`'s text; None if it is damaged."""
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        steps = np.frombuffer(data, "<i2").astype(np.float64)
    except (binascii.Error, ValueError):
        return None
    return tuple(np.round(np.clip(steps * (full / _FULL), -full, full), 4).tolist())
