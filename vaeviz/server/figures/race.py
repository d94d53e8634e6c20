"""The remedies' settings and the shipped table of their results."""

from vaeviz.collapse.race.file import payload
from vaeviz.server.http.packing import join


def figures() -> bytes:
    """Return the remedies that can be compared and, if it is shipped, the table with its curves."""
    return join(*payload())
