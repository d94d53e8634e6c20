"""A model given on the command line, as `vaeviz.load` takes it: the name of a shipped one, or a path."""

from pathlib import Path

from vaeviz.files.places import shipped


def model_path(given: Path) -> Path:
    """Return the folder of the shipped model of that name, else the path as it was given."""
    return shipped().get(str(given), given)
