"""The weights for pages that decode and encode in the browser, packed once per model; each network is a body."""

from collections.abc import Callable
from functools import lru_cache, partial

from starlette.requests import Request
from starlette.responses import Response

from vaeviz.families.encoder_program import encoder_program
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.server import workers
from vaeviz.server.access import require_same_origin, require_token
from vaeviz.server.decode.model_cache import require_checkpoint
from vaeviz.server.http.answering import answering_errors
from vaeviz.server.http.packing import join
from vaeviz.server.http.response_body import Packed

LIMIT = 8  # models
PAYS = 0.9  # of the body's size: if gzip saves less, decompressing takes longer than it saves


@answering_errors
async def weights(request: Request) -> Response:
    """Answer ``GET /vaeviz/weights/{digest}`` with the decoder's program and arrays, see `page_program`.

    The token is in ``?token=``, or in ``Authorization: Bearer``, which keeps the URL the same for all sessions, so that
    the browser only revalidates its cached weights. Status 204: the browser cannot run this model; the server decodes.
    """
    return await _answer(request, packed_weights)


@answering_errors
async def encoder(request: Request) -> Response:
    """Answer ``GET /vaeviz/encoder/{digest}`` likewise with the encoder's, see `encoder_program`.

    They are a body of their own, so that the first image does not wait for them.
    """
    return await _answer(request, packed_encoder)


async def _answer(request: Request, pack: Callable[[Checkpoint], Packed | None]) -> Response:
    require_same_origin(request, absent_ok=True)
    require_token(request)
    checkpoint = require_checkpoint(request.path_params["digest"])
    packed = await workers.run(workers.bodies(), partial(pack, checkpoint))
    if packed is None:
        return Response(status_code=204, headers={"Cache-Control": "private, no-cache"})
    return packed.answer(request)


@lru_cache(LIMIT)
def packed_weights(checkpoint: Checkpoint) -> Packed | None:
    """Pack a model's program; None if it has none. The header's list gives each array's precision."""
    program = checkpoint.page_program
    return None if program is None else Packed.of(join(program.header(), program.arrays), PAYS)


@lru_cache(LIMIT)
def packed_encoder(checkpoint: Checkpoint) -> Packed | None:
    """Pack the program of a model's encoder; None if it has none."""
    config, arrays = checkpoint.header.model, checkpoint.arrays
    program = encoder_program(config, arrays) if checkpoint.page_program else None
    return None if program is None else Packed.of(join(program.header(), program.arrays), PAYS)
