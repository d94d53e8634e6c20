"""Open and save models."""

import shutil
from pathlib import Path

from vaeviz.errors import CheckpointError, unknown_name
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.checkpoint import load as load_file
from vaeviz.files.checkpoint import save as save_weights
from vaeviz.files.codes import CODES_FILE
from vaeviz.files.header import Header, read_header
from vaeviz.files.places import shipped
from vaeviz.metrics.evaluation import EVALUATION_FILE
from vaeviz.training.history import HISTORY_FILE

BESIDE = (CODES_FILE, EVALUATION_FILE, HISTORY_FILE)  # files that travel with a model


def models(folder: str | Path | None = None) -> dict[str, Header]:
    """Return name -> header of every model in ``folder``, by default the shipped ones.

    Only headers are read. `$VAEVIZ_CHECKPOINTS` names another default folder.

    Raises
    ------
    CheckpointError
        If a model file in the folder is damaged, or the folder does not exist.
    """
    if folder is not None and not Path(folder).is_dir():
        raise CheckpointError(f"{folder} is not a folder. Name a folder with one subfolder per model.")
    found = shipped(None if folder is None else Path(folder))
    return {name: read_header(path) for name, path in found.items()}


def load(model: str | Path) -> Checkpoint:
    """Open a model by the name of a shipped one, or by the path of its folder or file.

    The result has ``.header`` (configuration, training, data set), ``.model`` (the network, in eval mode without
    gradients) and ``.digest`` (of the file). It may be shared; do not change its weights.

    Raises
    ------
    ConfigError
        If ``model`` is neither the name of a shipped model nor a path that exists.
    CheckpointError
        If the file is damaged or its weights do not fit its header.
    """
    known = shipped()
    if str(model) in known:
        return load_file(known[str(model)])
    if not Path(model).exists():
        raise unknown_name("model or path", str(model), known)
    return load_file(Path(model))


def save(checkpoint: Checkpoint, folder: str | Path) -> Path:
    """Write a model with the files beside it (codes, maps, training history, figures); return the folder.

    Raises
    ------
    CheckpointError
        If the folder is not empty.
    """
    folder, source = Path(folder), checkpoint.path.parent
    if folder.exists() and any(folder.iterdir()):
        raise CheckpointError(f"{folder} is not empty. Choose a new folder, or delete what is in it.")
    save_weights(folder, checkpoint.model, checkpoint.header)
    for name in BESIDE:
        if (source / name).exists():
            shutil.copyfile(source / name, folder / name)
    return folder
