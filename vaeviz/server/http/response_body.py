"""A body that many pages ask for: packed once, sent compressed where that pays, not sent to who has it already."""

import gzip
import hashlib
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

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


def pays(body: bytes, worth: float = WORTH) -> bool:
    """Whether gzip leaves less than ``worth`` of a body, judged by pieces from all over it."""
    step = max(PIECE, len(body) // PIECES)
    sample = b"".join(body[start : start + PIECE] for start in range(0, len(body), step))
    return len(gzip.compress(sample, compresslevel=4)) < worth * len(sample)
