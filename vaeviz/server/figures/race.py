"""What the page is told of the remedies: their settings, and the shipped table."""

from vaeviz.collapse.race.file import payload
from vaeviz.server.http.packing import join


def figures() -> bytes:
    """Return the remedies that can be raced and, where it is shipped, the table with its curves."""
    return join(*payload())
