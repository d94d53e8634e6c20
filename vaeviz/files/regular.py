"""Read the bytes of regular files of bounded size, with errors that name the file and a remedy."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from vaeviz.errors import CheckpointError, VaevizError

MAX_BYTES = 512 * 2**20


@contextmanager
def reading(path: Path, remedy: str) -> Iterator[bytes]:
    """Yield the bytes of a file; errors of the block are re-raised with the file's name and the remedy.

    Raises
    ------
    CheckpointError
        If the file cannot be read, or the block raises a `VaevizError`.
    """
    with _naming(path, remedy):
        yield read_bytes(path, MAX_BYTES)


@contextmanager
def opening(path: Path, remedy: str) -> Iterator[BinaryIO]:
    """Yield the open file, to read a part of it; errors are those of `reading`."""
    with _naming(path, remedy), open_regular(path, MAX_BYTES) as file:
        yield file


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """Return a whole file.

    Raises
    ------
    CheckpointError
        If it is missing, not a regular file or larger than ``most`` bytes; the message does not name the file.
    """
    with open_regular(path, most) as file:
        return file.read(most)


@contextmanager
def open_regular(path: Path, most: int) -> Iterator[BinaryIO]:
    """Open a regular file of at most ``most`` bytes; a pipe or a device is rejected without waiting for it."""
    try:
        with open(path, "rb", opener=_at_once) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise CheckpointError("it is not a regular file")
            if status.st_size > most:
                raise CheckpointError(f"it has {status.st_size:,} bytes; at most {most:,} are read")
            yield file
    except OSError as error:
        raise CheckpointError(f"it cannot be opened: {error.strerror or error}") from error


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # opening a pipe would wait for a writer


@contextmanager
def _naming(path: Path, remedy: str) -> Iterator[None]:
    try:
        yield
    except VaevizError as error:
        raise CheckpointError(f"{path} cannot be read ({str(error).rstrip('.')}). {remedy}") from error
