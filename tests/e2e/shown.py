"""Which of the shipped models the tests look at, and what is known of it from its files."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from vaeviz.files.checkpoint import load
from vaeviz.files.codes import CODES_FILE, StoredCodes, read_codes
from vaeviz.files.header import Header, read_header
from vaeviz.files.places import shipped

Z_STEPS = 3200  # a unit of z in a link, as in latents/place.js
PREFERRED = ("mnist-vae-z16", "mnist-cvae-z8")


def packed(z: Sequence[float]) -> str:
    """Return z as a link has it."""
    steps = np.rint(np.array(z) * Z_STEPS).astype("<i2")
    return base64.urlsafe_b64encode(steps.tobytes()).decode().rstrip("=")


@dataclass(frozen=True)
class Shown:
    """A shipped model that has codes and maps."""

    name: str
    folder: Path

    @cached_property
    def header(self) -> Header:
        return read_header(self.folder)

    @cached_property
    def stored(self) -> StoredCodes:
        return read_codes(self.folder, load(self.folder).digest)

    @property
    def classes(self) -> tuple[str, ...]:
        condition = self.header.model.condition
        return condition.names if condition else ()

    def query(self, z: float | list[float] = 0.0, label: int = 0) -> dict[str, str]:
        """Return an address; a number stands for every dimension."""
        values = np.broadcast_to(z, self.header.model.latent_dim).tolist()
        c = {"c": str(label)} if self.classes else {}
        return {"model": self.name, "z": packed(values), **c, "map": self.map}

    @property
    def map(self) -> str:
        """The name of a map whose marker stands exactly where z is, as far as there is one."""
        return next(name for name in ("axes", "pca") if name in self.stored.maps)


def choose(*, told: bool) -> Shown:
    """Return a model that takes a class, or one that takes nothing."""
    names = [name for name, folder in shipped().items() if (folder / CODES_FILE).exists()]
    for name in sorted(names, key=lambda name: (name not in PREFERRED, name)):
        condition = read_header(shipped()[name]).model.condition
        if (condition is not None and condition.kind == "class") if told else condition is None:
            return Shown(name, shipped()[name])
    raise LookupError("No shipped model with codes fits; run `python -m vaeviz codes` for one.")
