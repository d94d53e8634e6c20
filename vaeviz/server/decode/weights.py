"""The decoder's weights for the page that makes its own pictures: packed once a model, tried before they are sent."""

from functools import lru_cache, partial

import numpy as np
import torch
from jaxtyping import Float32
from starlette.requests import Request
from starlette.responses import Response

from vaeviz.data.condition import random_attributes
from vaeviz.latent import TrainableModel
from vaeviz.latents.decode import decode
from vaeviz.server import workers
from vaeviz.server.access import require_checkpoint, require_same_origin, require_token
from vaeviz.server.decode.page_program import Runnable, draw, halved, runnable
from vaeviz.server.http.codes_body import Packed
from vaeviz.server.http.endpoints import answering_errors
from vaeviz.server.http.packing import join

LIMIT = 8  # models
LARGEST_ERROR = 0.25 / 255  # of a pixel in [0, 1]; with the rounding to bytes the page stays within 1 of the server
TRIALS, SEED, AT_ONCE = 256, 0, 16  # codes that a program is tried on, drawn from this seed, so many at a time
PAYS = 0.9  # of the body's length: a gzip that saves less costs the page more time than it saves

Codes = tuple[Float32[np.ndarray, "n latent"], Float32[np.ndarray, "n condition"]]


@answering_errors
async def weights(request: Request) -> Response:
    """Answer ``GET /vaeviz/weights/{digest}`` with the decoder's program and arrays, see `runnable`.

    The token comes as ``?token=``, or as ``Authorization: Bearer``, which leaves the address the same from session
    to session: the browser then asks only whether the weights are still the ones it has. 204: the model's pictures
    can be made here only.
    """
    require_same_origin(request, absent_ok=True)
    require_token(request)
    checkpoint = require_checkpoint(request.path_params["digest"])
    packed = await workers.run(workers.bodies(), partial(packed_weights, checkpoint.model))
    if packed is None:
        return Response(status_code=204, headers={"Cache-Control": "private, no-cache"})
    return packed.answer(request)


@lru_cache(LIMIT)
def packed_weights(model: TrainableModel) -> Packed | None:
    """Pack a model's program; None if it has none that gives the model's own pictures.

    An array that is sent in half precision is float16 in the header's list; ``error`` is the largest difference of a
    pixel to the model's own that the trial found.
    """
    given = runnable(model)
    tried = None if given is None else small_and_true(given, model)
    if tried is None:
        return None
    chosen, error = tried
    return Packed.of(join({**chosen.header(), "error": error}, chosen.arrays), PAYS)


def small_and_true(given: Runnable, model: TrainableModel) -> tuple[Runnable, float] | None:
    """Return the shortest form of a program whose pictures are the model's, and its error.

    All arrays in half precision, the largest alone, or none. None if even that is not true: a subclass may decode
    otherwise than its parts say.
    """
    codes = trial_codes(given, model)
    own = _own_pictures(model, codes)
    largest = max(given.arrays, key=lambda name: given.arrays[name].size)
    for names in (given.arrays, [largest], []):
        form = halved(given, names)
        error = largest_error(form, codes, own)
        if error < LARGEST_ERROR:
            return form, error
    return None


def trial_codes(given: Runnable, model: TrainableModel) -> Codes:
    """Return z from the prior at temperatures 1 and 2, under each class and no class in turn, or any attributes."""
    generator = np.random.default_rng(SEED)
    z = generator.standard_normal((TRIALS, given.latent), np.float32)
    z[::2] *= 2
    if model.condition is not None and model.condition.kind == "attributes":
        c = random_attributes(model.condition, TRIALS, SEED).numpy()
    else:
        told = np.eye(given.condition + 1, given.condition, dtype=np.float32)  # the last row is the null label
        c = told[np.arange(TRIALS) // 2 % len(told)]
    with torch.inference_mode():
        prior = model.prior(torch.from_numpy(c) if given.condition else None)
        return (prior.mu + (prior.logvar / 2).exp() * torch.from_numpy(z)).numpy(), c


def largest_error(given: Runnable, codes: Codes, own: Float32[np.ndarray, "n height width channel"]) -> float:
    """Return the largest difference of a pixel to the model's own; not a number where a picture is not finite."""
    z, c = codes
    parts = [slice(at, at + AT_ONCE) for at in range(0, len(z), AT_ONCE)]
    with np.errstate(over="ignore", invalid="ignore"):
        gaps = [np.abs(draw(given, z[part], c[part]) - own[part]).max() for part in parts]
    return float(np.max(gaps))


def _own_pictures(model: TrainableModel, codes: Codes) -> Float32[np.ndarray, "n height width channel"]:
    z, c = codes
    return decode(model, z, c if c.shape[1] else None, batch=AT_ONCE).transpose(0, 2, 3, 1)
