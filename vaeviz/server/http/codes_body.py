"""The packed codes of each opened checkpoint: made once, kept while the file on disk stays the same."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from vaeviz.config import Attribute
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.file_version import FileVersion
from vaeviz.server.decode import codes_cache as stored
from vaeviz.server.decode.datasets import pictures_of
from vaeviz.server.http.packing import pack

LIMIT = 8  # checkpoints
PIECE, PIECES = 4096, 32  # bytes and number of what is tried
WORTH = 0.8  # of the size: codes are close to random numbers, and unpacking them takes the page longer than fetching


@dataclass(frozen=True)
class Packed:
    """What a page reads as a whole, such as one checkpoint's codes and maps, as it is sent."""

    body: bytes
    compressed: bytes  # gzip, or the body itself where that does not pay
    etag: str

    @classmethod
    def of(cls, body: bytes, worth: float = WORTH) -> "Packed":
        """Pack ``body``, compressed if that leaves less than ``worth`` of it."""
        compressed = gzip.compress(body, compresslevel=4, mtime=0) if pays(body, worth) else body
        return cls(body, compressed, f'"{hashlib.sha256(body).hexdigest()[:32]}"')

    def answer(self, request: Request) -> Response:
        """Return it, compressed where that pays and is understood; only the tag for who has it already."""
        headers = {"ETag": self.etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
        if self.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        gzipped = self.compressed is not self.body and "gzip" in request.headers.get("accept-encoding", "")
        headers["Content-Encoding"] = "gzip" if gzipped else "identity"  # no second compression on the event loop
        content = self.compressed if gzipped else self.body
        return Response(content, headers=headers, media_type="application/octet-stream")


def packed_codes(checkpoint: Checkpoint) -> Packed:
    """Return the codes and maps that lie beside the model.

    Raises
    ------
    AccessError
        If there are none yet.
    CheckpointError
        If they are damaged or belong to another model.
    """
    condition = checkpoint.model.condition
    attributes = condition.attributes if condition else ()
    return _packed(checkpoint.path.parent, checkpoint.digest, stored.codes_version(checkpoint), attributes)


@lru_cache(LIMIT)
def _packed(folder: Path, digest: str, version: FileVersion, attributes: tuple[Attribute, ...]) -> Packed:
    found = stored.read(folder, digest, version)
    return Packed.of(pack(found, originals=pictures_of(found.codes) is not None, attributes=attributes))


def pays(body: bytes, worth: float = WORTH) -> bool:
    """Whether gzip leaves less than ``worth`` of a body, judged by pieces from all over it."""
    step = max(PIECE, len(body) // PIECES)
    sample = b"".join(body[start : start + PIECE] for start in range(0, len(body), step))
    return len(gzip.compress(sample, compresslevel=4)) < worth * len(sample)
