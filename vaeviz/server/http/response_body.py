"""A body that many pages request: packed once, compressed if that helps, not sent again to a browser that has it."""

import gzip
import hashlib
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

PIECE, PIECES = 4096, 32  # bytes and number of the pieces that are tried
WORTH = 0.8  # of the size: codes are nearly random, and the page decompresses them more slowly than it downloads them


@dataclass(frozen=True)
class Packed:
    """A body ready to be sent, such as one checkpoint's codes and maps."""

    body: bytes
    compressed: bytes  # gzip, or the body itself if compression does not help
    etag: str

    @classmethod
    def of(cls, body: bytes, worth: float = WORTH) -> "Packed":
        """Pack ``body``, compressed if the result is smaller than ``worth`` of its size."""
        compressed = gzip.compress(body, compresslevel=4, mtime=0) if pays(body, worth) else body
        return cls(body, compressed, f'"{hashlib.sha256(body).hexdigest()[:32]}"')

    def answer(self, request: Request) -> Response:
        """Return the body, compressed if that helps and the browser accepts it; status 304 if the browser has it."""
        headers = {"ETag": self.etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
        if self.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        gzipped = self.compressed is not self.body and "gzip" in request.headers.get("accept-encoding", "")
        headers["Content-Encoding"] = "gzip" if gzipped else "identity"  # no second compression on the event loop
        content = self.compressed if gzipped else self.body
        return Response(content, headers=headers, media_type="application/octet-stream")


def pays(body: bytes, worth: float = WORTH) -> bool:
    """Whether gzip gives less than ``worth`` of a body's size, estimated from pieces spread over it."""
    step = max(PIECE, len(body) // PIECES)
    sample = b"".join(body[start : start + PIECE] for start in range(0, len(body), step))
    return len(gzip.compress(sample, compresslevel=4)) < worth * len(sample)
