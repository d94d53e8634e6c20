"""The packed codes of each opened checkpoint: made once, kept while the file on disk stays the same."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vaeviz.checkpoint import Checkpoint
from vaeviz.codes import CODES_FILE, read_codes
from vaeviz.live.access import AccessError
from vaeviz.live.datasets import pictures_of
from vaeviz.live.packing import pack

LIMIT = 8  # checkpoints
PIECE, PIECES = 4096, 32  # bytes and number of what is tried
WORTH = 0.8  # of the size: codes are close to random numbers, and unpacking them takes the page longer than fetching


@dataclass(frozen=True)
class Packed:
    """One checkpoint's codes and maps as they are sent."""

    body: bytes
    compressed: bytes  # gzip, or the body itself where that does not pay
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
    stored = read_codes(folder, digest)
    body = pack(stored, originals=pictures_of(stored.codes) is not None)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    compressed = gzip.compress(body, compresslevel=4, mtime=0) if pays(body) else body
    return Packed(body, compressed, etag)


def pays(body: bytes) -> bool:
    """Whether gzip takes at least a fifth off a body, judged by pieces from all over it."""
    step = max(PIECE, len(body) // PIECES)
    sample = b"".join(body[start : start + PIECE] for start in range(0, len(body), step))
    return len(gzip.compress(sample, compresslevel=4)) < WORTH * len(sample)
