"""Figures of the toy model."""

from vaeviz.collapse.toy import experiment as toy
from vaeviz.server.http.packing import join


def toy_figures() -> bytes:
    """Return every shipped run of the toy model, and the sequences that are shown."""
    return join(*toy.payload())
