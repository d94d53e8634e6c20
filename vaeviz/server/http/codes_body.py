"""The packed codes of each opened checkpoint, cached while the file on disk is unchanged."""

from functools import lru_cache
from pathlib import Path

from vaeviz.config import Attribute
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.file_version import FileVersion
from vaeviz.server.decode import codes_cache as stored
from vaeviz.server.decode.datasets import images_of
from vaeviz.server.http.packing import pack
from vaeviz.server.http.response_body import Packed

LIMIT = 8  # checkpoints


def codes_body(checkpoint: Checkpoint) -> Packed:
    """Return the codes and maps stored with the model.

    Raises
    ------
    AccessError
        If there are none yet.
    CheckpointError
        If they are damaged or belong to another model.
    """
    condition = checkpoint.header.model.condition
    attributes = condition.attributes if condition else ()
    return _packed(checkpoint.path.parent, checkpoint.digest, stored.codes_version(checkpoint), attributes)


@lru_cache(LIMIT)
def _packed(folder: Path, digest: str, version: FileVersion, attributes: tuple[Attribute, ...]) -> Packed:
    found = stored.read(folder, digest, version)
    return Packed.of(pack(found, originals=images_of(found.codes) is not None, attributes=attributes))
