"""The view of a page as plain values: z, c, pins, selections and tools."""

from dataclasses import dataclass

MAX_PINS = 8
MAX_TEMPERATURE = 4.0
MAX_SEED = 2**32 - 1
DRAWS = 10  # of the Compare page, as in ``contrast/draws.js``
TABS = ("walk", "encode")  # the tools of the Conditions page; the first is open by default


@dataclass(frozen=True)
class Selection:
    """A lasso on one map: its corners x, y, x, y in whole steps of the page's grid over that map."""

    map: str
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Pin:
    """A point (z, c) that was kept, under a name."""

    name: str
    z: tuple[float, ...]
    c: tuple[float, ...]


@dataclass(frozen=True)
class View:
    """All that a link keeps of a model's page; None means the model's default."""

    z: tuple[float, ...] | None = None
    c: tuple[float, ...] | None = None
    map: str | None = None
    seed: int = 0  # of the last draw from the prior
    temperature: float = 1.0  # of draws
    locks: tuple[int, ...] = ()
    a: Selection | None = None
    b: Selection | None = None
    pins: tuple[Pin, ...] = ()
    compared: str | None = None  # the name of a pin
    second: str | None = None  # another model on the same sliders
    code: int | None = None  # the index of the stored code that equals z; the page checks it
    highlight: int | None = None  # the class that is highlighted on both maps of Compare
    draw_class: int | None = None  # the class that conditions Compare's draws; None: the image's class
    draw: int = 0  # which of Compare's draws is selected
    tab: str = TABS[0]  # the open tool on Conditions


@dataclass(frozen=True)
class Frame:
    """What a view must fit: the open model's sizes and stored maps, and the possible second models."""

    latent_dim: int
    condition_size: int
    maps: tuple[str, ...]
    others: tuple[str, ...] = ()
    classes: int = 0  # of the data set, whether or not the model is conditioned on them
