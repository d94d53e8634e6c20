"""Whether a file on disk is still the one that was read."""

from pathlib import Path
from typing import NamedTuple


class FileVersion(NamedTuple):
    """What differs after a file has been written again or replaced, even by one of the same size and time."""

    modified: int  # ns; can be set by whoever writes the file
    changed: int  # ns; set by the system at every write (on Windows: when it was made)
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
