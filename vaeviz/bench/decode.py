"""`decode`: time of one image on the server and in the page, for every shipped model, beside the network alone."""

import tempfile
import time
from collections.abc import Callable

import numpy as np
import torch

from vaeviz.bench import node
from vaeviz.bench.measures import median
from vaeviz.bench.options import Options
from vaeviz.bench.report import Figure, Report
from vaeviz.config import ModelConfig, condition_size
from vaeviz.files.checkpoint import Checkpoint, load
from vaeviz.files.places import shipped
from vaeviz.server.decode.answers import answer
from vaeviz.server.decode.weights import packed_weights
from vaeviz.server.decode.wire import DECODE, parse_request

BATCHES = (1, 10)
WARM_UP = 5  # calls that are not timed
RUNNERS = {"simd": "in the page, WebAssembly", "plain": "in the page, plain JavaScript"}
NOTES = (
    "ms per image, alone and in a batch of ten, with parsing, decoding, checks and packing by the server.",
    "In the page: its decoder in Node, from z to the bytes of the image. The baseline is the network in PyTorch.",
)


def measure_decode(options: Options) -> Report:
    """Time the answer to one request of 1 and of 10 codes, and one image in the page; medians over the calls."""
    figures = []
    for name, folder in shipped().items():
        checkpoint = load(folder)
        alone = None
        for batch in BATCHES:
            served, bare = _milliseconds(checkpoint, batch, options)
            alone = bare if batch == 1 else alone
            figures.append(Figure(f"{name}, {batch}", served / batch, "ms", bare / batch, "model.decode"))
        for runner, took in in_the_page(checkpoint, options).items():
            figures.append(Figure(f"{name}, {RUNNERS[runner]}", took, "ms", alone, "model.decode"))
    return Report("decode", tuple(figures), NOTES)


def in_the_page(checkpoint: Checkpoint, options: Options) -> dict[str, float]:
    """Return runner -> median ms per image; empty for a model that only the server decodes."""
    packed = packed_weights(checkpoint)
    if packed is None:
        return {}
    with tempfile.NamedTemporaryFile(prefix="vaeviz-") as weights:
        weights.write(packed.body)
        weights.flush()
        return node.run("decode.js", weights.name, options.repeats * options.steps)


def request(model: ModelConfig, batch: int, seed: int = 0) -> bytes:
    """Return the request frame for ``batch`` draws from N(0, I), with the null label."""
    rows = np.zeros((batch, model.latent_dim + condition_size(model)), "<f4")
    rows[:, : model.latent_dim] = np.random.default_rng(seed).standard_normal((batch, model.latent_dim))
    return np.array([0], "<u4").tobytes() + np.array([DECODE, batch], "<u2").tobytes() + rows.tobytes()


def _milliseconds(checkpoint: Checkpoint, batch: int, options: Options) -> tuple[float, float]:
    """Return the median time of a decode by the server and by the network alone, called in turns."""
    config, model = checkpoint.header.model, checkpoint.model
    frame = request(config, batch)
    sizes = config.latent_dim, condition_size(config), config.image_shape
    z = torch.from_numpy(np.random.default_rng(0).standard_normal((batch, config.latent_dim)).astype(np.float32))
    served, bare = [], []
    with torch.inference_mode():
        for _ in range(WARM_UP + options.repeats * options.steps):
            served.append(_time(lambda: answer(checkpoint, parse_request(frame, *sizes))))
            bare.append(_time(lambda: model.decode(z)))
    return median(served[WARM_UP:]), median(bare[WARM_UP:])


def _time(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1e3
