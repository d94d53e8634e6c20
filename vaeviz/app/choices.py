"""Which of the available models a page shows; only their headers are read."""

from collections.abc import Mapping
from pathlib import Path

from vaeviz.errors import VaevizError
from vaeviz.files.header import read_header


def damaged(known: Mapping[str, Path]) -> dict[str, str]:
    """Return the error of each model whose header cannot be read, by the model's name."""
    found = {}
    for name, folder in known.items():
        try:
            read_header(folder)
        except VaevizError as error:
            found[name] = str(error)
    return found


def conditional(known: Mapping[str, Path]) -> dict[str, Path]:
    """Return the conditional models; a file that cannot be read is left out."""
    return {name: folder for name, folder in known.items() if _has_condition(folder)}


def _has_condition(folder: Path) -> bool:
    try:
        return read_header(folder).model.condition is not None
    except VaevizError:
        return False
