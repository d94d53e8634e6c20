"""A folder that results go to: tried before the work begins, and held by one run at a time."""

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
    "Free some space, or copy the checkpoint's folder to a place of your own and set VAEVIZ_CHECKPOINTS to the folder "
    "above it."
)


def require_writable(folder: Path, advice: str = OTHER_OUT, size: int = 2**20) -> None:
    """Make the folder and write ``size`` bytes for a trial: a full or read-only disk is found before the work.

    Raises
    ------
    CheckpointError
        If they cannot be written; it ends with ``advice``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(size))
            file.flush()
            os.fsync(file.fileno())  # some disks tell only then that they are full
    except OSError as error:
        raise _unwritable(folder, error, advice) from error


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder for the length of the block; the system frees it when its holder dies.

    The lock's file stays behind: to delete it would let two holders lock two files of one name.

    Raises
    ------
    CheckpointError
        At once, if another run holds the folder; or if no file can be made in it.
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
