"""The stored codes of opened checkpoints, cached while the file on disk is unchanged."""

from functools import lru_cache
from pathlib import Path

from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.codes import CODES_FILE, StoredCodes, read_codes
from vaeviz.files.file_version import FileVersion, file_version
from vaeviz.server.access import AccessError

LIMIT = 4  # checkpoints


def codes_version(checkpoint: Checkpoint) -> FileVersion:
    """Return the version of a model's file of codes.

    Raises
    ------
    AccessError
        If there are none yet.
    """
    try:
        return file_version(checkpoint.path.parent / CODES_FILE)
    except OSError as error:
        name = checkpoint.header.name
        raise AccessError(404, f"'{name}' has no stored codes yet; encode its data set first.") from error


def stored_codes(checkpoint: Checkpoint) -> StoredCodes:
    """Return the codes and maps stored with a model.

    Raises
    ------
    AccessError
        If there are none yet.
    CheckpointError
        If they are damaged or belong to another model.
    """
    return read(checkpoint.path.parent, checkpoint.digest, codes_version(checkpoint))


@lru_cache(LIMIT)
def read(folder: Path, digest: str, version: FileVersion) -> StoredCodes:
    """Read the codes of a model; the cache has one entry per ``version`` of the file.

    Raises
    ------
    CheckpointError
        If they are damaged or belong to another model.
    """
    return read_codes(folder, digest)
