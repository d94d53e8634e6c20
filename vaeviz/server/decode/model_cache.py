"""The opened checkpoints: one object per file, shared by all sessions, found by digest."""

from collections import OrderedDict
from pathlib import Path
from threading import Lock

from vaeviz.errors import CheckpointError
from vaeviz.files.checkpoint import Checkpoint, load
from vaeviz.files.file_version import FileVersion, file_version
from vaeviz.files.places import model_file
from vaeviz.server.access import AccessError

LIMIT = 32  # models in memory; the least recently used one is dropped first

_Key = tuple[Path, FileVersion]  # resolved file

_opened: OrderedDict[_Key, Checkpoint] = OrderedDict()
_table = Lock()
_loading = Lock()  # held while a file is read, but not by the event loop's look-ups of a digest


def open_checkpoint(path: Path) -> Checkpoint:
    """Open a model file or folder once; a file that has changed on disk is read again.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or not a model of vaeviz.
    """
    key = _key(path)
    found = _take(key)
    if found is not None:
        return found
    with _loading:
        found = _take(key)
        if found is None:
            found = load(path)
            _keep(key, found)
    return found


def find(digest: str) -> Checkpoint | None:
    """Return the opened checkpoint with this digest, the most recent one of equal files; None if it is not open."""
    with _table:
        for key, checkpoint in reversed(_opened.items()):
            if checkpoint.digest == digest:
                _opened.move_to_end(key)
                return checkpoint
    return None


def require_checkpoint(digest: str) -> Checkpoint:
    """Return the opened checkpoint with this digest.

    Raises
    ------
    AccessError
        If no session has opened it.
    """
    checkpoint = find(digest)
    if checkpoint is None:
        raise AccessError(404, "This model is not open; choose it again.")
    return checkpoint


def _key(path: Path) -> _Key:
    file = model_file(path).resolve()
    try:
        return file, file_version(file)
    except OSError as error:
        raise CheckpointError(
            f"{path} cannot be opened ({error.strerror}). Check the path, or train the model again."
        ) from error


def _take(key: _Key) -> Checkpoint | None:
    with _table:
        if key in _opened:
            _opened.move_to_end(key)
        return _opened.get(key)


def _keep(key: _Key, checkpoint: Checkpoint) -> None:
    with _table:
        for stale in [opened for opened in _opened if opened[0] == key[0]]:
            del _opened[stale]
        _opened[key] = checkpoint
        while len(_opened) > LIMIT:
            _opened.popitem(last=False)
