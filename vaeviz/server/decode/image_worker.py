"""The process that opens image files, one at a time, until its standard input ends.

Run as ``python -m vaeviz.server.decode.image_worker``; `image_wire` defines the messages. If it takes too long,
or a damaged file crashes it, the server starts another.
"""

import os
import sys
import warnings
from typing import BinaryIO

from vaeviz.data.imaging import fit_image, read_image
from vaeviz.errors import DataError
from vaeviz.server.decode.image_wire import HEAD, PIXELS, READY, REFUSED, REQUEST

MAX_MEMORY = 2 * 2**30  # bytes of address space; a transparent image of 24 million pixels needs about half
NICENESS = 5  # decoding during a drag goes first


def main() -> None:
    """Answer requests until stdin ends."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # keep library output out of the answers
    warnings.simplefilter("ignore")  # a damaged file may cause tens of thousands of warnings
    limit_resources()
    answer(out, READY, b"")
    serve(sys.stdin.buffer, out)


def limit_resources() -> None:
    """Limit this process's memory and lower its priority, if the system supports it."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def serve(source: BinaryIO, out: BinaryIO) -> None:
    """Answer every complete request in ``source``."""
    while len(head := source.read(REQUEST.size)) == REQUEST.size:
        channel, height, width, length = REQUEST.unpack(head)
        try:
            pixels = fit_image(read_image(source.read(length)), (channel, height, width))
        except DataError as error:
            answer(out, REFUSED, str(error).encode())
        else:
            answer(out, PIXELS, pixels.astype("<f4").tobytes())


def answer(out: BinaryIO, kind: bytes, body: bytes) -> None:
    """Write one answer."""
    out.write(HEAD.pack(kind, len(body)) + body)
    out.flush()


if __name__ == "__main__":
    main()
