"""The version of a file on disk, to detect changes."""

from pathlib import Path
from typing import NamedTuple


class FileVersion(NamedTuple):
    """Values that change when a file is rewritten or replaced, even by one of the same size and time."""

    modified: int  # ns; the writer of the file can set it
    changed: int  # ns; the system sets it at every write (on Windows: at creation)
    inode: int
    size: int  # bytes


def file_version(path: Path) -> FileVersion:
    """Return the version of a file.

    Raises
    ------
    OSError
        If there is no such file.
    """
    status = path.stat()
    return FileVersion(status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_size)
