"""`decode`: from a request's bytes to its answer's, for every shipped model, beside the bare network."""

import time
from collections.abc import Callable

import numpy as np
import torch

from vaeviz.bench.measures import median
from vaeviz.bench.options import Options
from vaeviz.bench.report import Figure, Report
from vaeviz.checkpoint import load, shipped
from vaeviz.latent import TrainableModel
from vaeviz.live.answers import answer
from vaeviz.live.wire import DECODE, parse_request

BATCHES = (1, 10)
WARM_UP = 5  # calls that are not timed
NOTE = "ms a picture, through parsing, decoding, checking and packing; the baseline is the network alone."


def measure_decode(options: Options) -> Report:
    """Time the answer to one request of 1 and of 10 codes; medians over the calls."""
    figures = []
    for name, folder in shipped().items():
        model = load(folder).model
        for batch in BATCHES:
            served, bare = _milliseconds(model, batch, options)
            figures.append(Figure(f"{name}, {batch}", served / batch, "ms", bare / batch, "model.decode"))
    return Report("decode", tuple(figures), (NOTE,))


def request(model: TrainableModel, batch: int, seed: int = 0) -> bytes:
    """Return the frame that asks for ``batch`` draws from N(0, I), under the null label."""
    told = model.condition.size if model.condition else 0
    rows = np.zeros((batch, model.latent_dim + told), "<f4")
    rows[:, : model.latent_dim] = np.random.default_rng(seed).standard_normal((batch, model.latent_dim))
    return np.array([0], "<u4").tobytes() + np.array([DECODE, batch], "<u2").tobytes() + rows.tobytes()


def _milliseconds(model: TrainableModel, batch: int, options: Options) -> tuple[float, float]:
    """Return the median time of a served and of a bare decode, called in turns."""
    frame = request(model, batch)
    told = model.condition.size if model.condition else 0
    z = torch.from_numpy(np.random.default_rng(0).standard_normal((batch, model.latent_dim)).astype(np.float32))
    served, bare = [], []
    with torch.inference_mode():
        for _ in range(WARM_UP + options.repeats * options.steps):
            served.append(_time(lambda: answer(model, parse_request(frame, model.latent_dim, told))))
            bare.append(_time(lambda: model.decode(z)))
    return median(served[WARM_UP:]), median(bare[WARM_UP:])


def _time(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1e3
