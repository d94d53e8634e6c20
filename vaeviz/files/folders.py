"""Output folders: tested before the work begins, and locked by one run at a time."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from vaeviz.errors import CheckpointError

LOCK_FILE = ".training.lock"
OTHER_OUT = "Free some space, or give another --out."
OWN_COPY = (
    "Free some space, or copy the checkpoint's folder elsewhere and set VAEVIZ_CHECKPOINTS to its new parent folder."
)


def require_writable(folder: Path, advice: str = OTHER_OUT, size: int = 2**20) -> None:
    """Make the folder and test that ``size`` bytes can be written, before any long computation.

    Raises
    ------
    CheckpointError
        If they cannot be written; the message ends with ``advice``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(size))
            file.flush()
            os.fsync(file.fileno())  # some disks report only here that they are full
    except OSError as error:
        raise _unwritable(folder, error, advice) from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock the folder during the block; the system releases the lock when the process dies.

    The lock file is kept: if it were deleted, two processes could lock two files of the same name.

    Raises
    ------
    CheckpointError
        Immediately, if another run has locked the folder; or if no file can be created in it.
    """
    lock = FileLock(folder / LOCK_FILE, timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise CheckpointError(
            f"Another run is training into {folder}. Wait until it ends, or give another --out."
        ) from error
    except OSError as error:
        raise _unwritable(folder, error, OTHER_OUT) from error
    try:
        yield
    finally:
        lock.release()


def _unwritable(folder: Path, error: OSError, advice: str) -> CheckpointError:
    return CheckpointError(f"{folder} cannot be written to ({error.strerror or error}). {advice}")
