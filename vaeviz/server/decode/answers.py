"""The answers to decode and encode requests, computed in a worker thread."""

import time

import numpy as np
from jaxtyping import Float32, UInt8

from vaeviz.data.imaging import fit_drawing, to_uint8
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.server.decode.wire import DecodeRequest, Request, decode_answer, encode_answer


def answer(checkpoint: Checkpoint, request: Request) -> bytes:
    """Return the frame that answers ``request``.

    Raises
    ------
    DataError
        If the drawing is empty.
    ModelContractError
        If the model's output is not finite or has the wrong shape.
    """
    if isinstance(request, DecodeRequest):
        images, elapsed = decode_images(checkpoint, request)
        return decode_answer(request.seq, images, elapsed)
    pixels = fit_drawing(request.grey, checkpoint.header.model.image_shape)
    return encode_image(checkpoint, pixels, request.c, request.seq)


def encode_image(
    checkpoint: Checkpoint,
    pixels: Float32[np.ndarray, "channel height width"],
    c: Float32[np.ndarray, " condition"],
    seq: int = 0,
) -> bytes:
    """Return the frame with the posterior and the reconstruction of one image in the model's shape."""
    from vaeviz.server.decode.network import encode  # imports torch

    return encode_answer(seq, *encode(checkpoint.model, pixels, c))


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
