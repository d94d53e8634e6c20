"""The body that the picture of the toy is drawn from."""

from vaeviz.collapse import toy
from vaeviz.live.packing import join


def toy_facts() -> bytes:
    """Return every shipped run of the toy, and the sequences that are shown."""
    return join(*toy.facts())
