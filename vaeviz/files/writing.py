"""Write files atomically: to a temporary file, synced, then renamed."""

import contextlib
import glob
import hashlib
import os
import tempfile
import time
from pathlib import Path

from vaeviz.errors import CheckpointError

SUFFIX = ".partial"
STALE = 3600.0  # seconds after which a temporary file is taken to be abandoned


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` to a temporary file and rename it to ``path``, so that no reader sees half a file.

    A killed writer leaves a hidden temporary file. The next write of ``path`` deletes it once it is an hour old.

    Raises
    ------
    CheckpointError
        If the folder cannot be written; the old file is kept.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clean(path)
        _replace(path, data)
    except OSError as error:
        raise CheckpointError(
            f"{path} cannot be written ({error.strerror or error}). Free some space or choose another folder."
        ) from error


def digest_of(data: bytes) -> str:
    """Return the first 32 hex digits of the SHA-256."""
    return hashlib.sha256(data).hexdigest()[:32]


def _replace(path: Path, data: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=SUFFIX)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _clean(path: Path) -> None:
    for left in path.parent.glob(f".{glob.escape(path.name)}.*{SUFFIX}"):
        with contextlib.suppress(FileNotFoundError):  # another writer deleted it first
            if time.time() - left.stat().st_mtime > STALE:
                left.unlink()
