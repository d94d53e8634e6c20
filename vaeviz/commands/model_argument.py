"""A model on the command line, as in `vaeviz.load`: the name of a shipped model, or a path."""

from pathlib import Path

from vaeviz.files.places import shipped


def model_path(given: Path) -> Path:
    """Return the folder of the shipped model of that name, else the given path."""
    return shipped().get(str(given), given)
