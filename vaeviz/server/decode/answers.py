"""The answers to decode and encode requests, computed in a worker thread."""

import time

import numpy as np
from jaxtyping import UInt8

from vaeviz.data.imaging import to_uint8
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.server.decode.wire import DecodeRequest, Request, decode_answer, encode_answer


def answer(checkpoint: Checkpoint, request: Request) -> bytes:
    """Return the frame that answers ``request``.

    Raises
    ------
    ModelContractError
        If the model's output is not finite or has the wrong shape.
    """
    if isinstance(request, DecodeRequest):
        images, elapsed = decode_images(checkpoint, request)
        return decode_answer(request.seq, images, elapsed)
    from vaeviz.server.decode.network import encode  # imports torch

    return encode_answer(request.seq, *encode(checkpoint.model, request.levels, request.c))


def decode_images(
    checkpoint: Checkpoint, request: DecodeRequest
) -> tuple[UInt8[np.ndarray, "n height width channel"], float]:
    """Return the decoded images, the same to the byte as the page's own if it can decode, and the time in ms.

    Raises
    ------
    ModelContractError
        If the output is not finite or has the wrong shape.
    """
    program = checkpoint.page_program
    if program is None:
        from vaeviz.server.decode.network import decode  # imports torch

        return decode(checkpoint.model, request.z, request.c)
    start = time.perf_counter()
    images = np.stack(list(program.run(request.z, request.c)))
    return to_uint8(images), (time.perf_counter() - start) * 1e3
