"""A page and its workspace as values: where it is, what was pinned and selected. Nothing here reads or writes."""

from dataclasses import dataclass

MAX_PINS = 8
MAX_TEMPERATURE = 4.0
MAX_SEED = 2**32 - 1
DRAWS = 10  # of the Compare page, as in ``contrast/draws.js``
TABS = ("walk", "encode")  # the tools of the Conditions page; the first is in sight unasked


@dataclass(frozen=True)
class Selection:
    """A lasso on one map: its corners x, y, x, y in whole steps of the page's grid over that map."""

    map: str
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Pin:
    """A place that was kept, under a name."""

    name: str
    z: tuple[float, ...]
    c: tuple[float, ...]


@dataclass(frozen=True)
class View:
    """All that a link keeps of a model's page; None stands for the model's own default."""

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
    code: int | None = None  # the stored code that z is said to be; the page looks whether it is
    lit: int | None = None  # the class that stands out on both maps of Compare
    told: int | None = None  # the class that its draws are told, where that is not the image's
    draw: int = 0  # which of its draws is in hand
    tab: str = TABS[0]  # the tool in sight on Conditions


@dataclass(frozen=True)
class Frame:
    """What a view must fit: the open model's sizes and stored maps, and the models that may stand beside it."""

    latent_dim: int
    condition_size: int
    maps: tuple[str, ...]
    others: tuple[str, ...] = ()
    classes: int = 0  # of the data set, whether or not the model is told them
