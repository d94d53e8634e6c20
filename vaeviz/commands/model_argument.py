"""A model given on the command line: a path, or the name of a model that comes with the package."""

from pathlib import Path

from vaeviz.files.places import shipped


def model_path(given: Path) -> Path:
    """Return ``given`` where it exists, else the folder of the model of that name under `home`, else ``given``."""
    return given if given.exists() else shipped().get(str(given), given)
