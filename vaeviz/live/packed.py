"""The packed codes of each opened checkpoint: made once, kept while the file on disk stays the same."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vaeviz.checkpoint import Checkpoint
from vaeviz.codes import CODES_FILE, read_codes
from vaeviz.live.access import AccessError
from vaeviz.live.packing import pack

LIMIT = 8  # checkpoints


@dataclass(frozen=True)
class Packed:
    """One checkpoint's codes and maps as they are sent."""

    body: bytes
    compressed: bytes  # gzip
    etag: str


def packed_codes(checkpoint: Checkpoint) -> Packed:
    """Return the codes and maps that lie beside the model.

    Raises
    ------
    AccessError
        If there are none yet.
    CheckpointError
        If they are damaged or belong to another model.
    """
    folder = checkpoint.path.parent
    try:
        changed = (folder / CODES_FILE).stat().st_mtime_ns
    except OSError as error:
        name = checkpoint.header.name
        raise AccessError(404, f"'{name}' has no stored codes yet; encode its data set first.") from error
    return _packed(folder, checkpoint.digest, changed)


@lru_cache(LIMIT)
def _packed(folder: Path, digest: str, changed: int) -> Packed:
    body = pack(read_codes(folder, digest))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Packed(body, gzip.compress(body, compresslevel=4, mtime=0), etag)
