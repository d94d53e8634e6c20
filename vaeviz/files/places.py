"""Locations of models: one folder each, below the folder of shipped files."""

import os
import shlex
from pathlib import Path

from vaeviz.errors import VaevizError
from vaeviz.files.data_folders import roots
from vaeviz.installation import PROGRAM, SHIPPED

MODEL_FILE = "model.safetensors"
VARIABLE = "VAEVIZ_CHECKPOINTS"
MODEL_REMEDY = f"Fetch it again, or train it with `{PROGRAM} train`."


def home() -> Path:
    """Return the folder of models: $VAEVIZ_CHECKPOINTS, else the shipped ones of this clone or installed package."""
    return Path(os.environ.get(VARIABLE) or SHIPPED / "checkpoints")


def shipped(root: Path | None = None) -> dict[str, Path]:
    """Return name -> folder of every model under ``root``, else under `home`."""
    return {file.parent.name: file.parent for file in sorted((root or home()).glob(f"*/{MODEL_FILE}"))}


def train_command(options: str, name: str) -> str:
    """Return a command that trains a model called ``name`` into `home`, without the path above that folder."""
    return f"{PROGRAM} train {options} --out {shlex.quote(str(Path(home().resolve().name) / name))}"


def for_visitors(message: VaevizError | str) -> str:
    """Return an error message with file paths relative to `home` or to a folder of data sets.

    Visitors of a web page must not see the server's paths; users of the command line may. A relative path is kept: it
    does not reveal its parent folders.
    """
    text = str(message)
    absolute = {str(full(folder)) for folder in (home(), *roots()) for full in (Path.absolute, Path.resolve)}
    for folder in sorted(absolute, key=len, reverse=True):
        text = text.replace(f"{folder}{os.sep}", "")
    return text


def model_file(path: Path) -> Path:
    """Return the model file of a checkpoint given as its folder or as the file itself."""
    return path / MODEL_FILE if path.is_dir() else path
