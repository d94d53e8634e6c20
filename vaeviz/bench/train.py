"""`train`: a step of `fit` beside a plain PyTorch DataLoader loop of the same model on the same images."""

import math
import time
from collections.abc import Iterator
from dataclasses import replace

import torch
from torch.utils.data import DataLoader, TensorDataset

from vaeviz import data as datasets
from vaeviz.bench.measures import median
from vaeviz.bench.options import Options
from vaeviz.bench.report import Figure, Report
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.data.dataset import ImageDataset
from vaeviz.families import build
from vaeviz.training.fit import fit, steps_per_epoch
from vaeviz.training.objectives import elbo_terms

WARM_UP = 10  # steps that are not timed
BLOCK = 5  # steps of one loop before the other's turn, so that other load slows both equally
MAX_IMAGES = 60_000
MIN_CONV_SIDE = 28  # smaller images are trained with the fully connected family


def measure_train(options: Options) -> Report:
    """Time both loops in turns, float32, the same batch size and thread count; medians over blocks of steps.

    Our loop also computes the weight average, the learning-rate schedule and the rate per dimension.
    """
    data = _first(datasets.load(options.dataset), MAX_IMAGES)
    family = "conv" if data.image_shape[1] >= MIN_CONV_SIDE else "mlp"
    model = ModelConfig(family=family, image_shape=data.image_shape, latent_dim=16)
    config = TrainConfig(dataset=data.name)
    wanted = WARM_UP + options.repeats * options.steps + BLOCK
    config = replace(config, epochs=math.ceil(wanted / steps_per_epoch(data, config)))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    loops = {"ours": _ours(model, data, config, device), "plain": _plain(model, data, config, device)}
    times: dict[str, list[float]] = {name: [] for name in loops}
    for steps in loops.values():
        _milliseconds(steps, WARM_UP, device)
    for _ in range(math.ceil(options.repeats * options.steps / BLOCK)):
        for name, steps in loops.items():
            times[name].append(_milliseconds(steps, BLOCK, device))
    return _report(data, family, device, times, config.batch_size)


def _first(data: ImageDataset, count: int) -> ImageDataset:
    """Return the first images, so that the plain loop can keep all of them as floats."""
    bare = replace(data, factors=None, factor_names=(), attribute_values=None, attributes=())
    return replace(bare, images=data.images[:count], labels=data.labels[:count])


def _ours(model: ModelConfig, data: ImageDataset, config: TrainConfig, device: str) -> Iterator[object]:
    torch.manual_seed(config.seed)
    yield from fit(build(model).to(device), data, config)


def _plain(config_of_model: ModelConfig, data: ImageDataset, config: TrainConfig, device: str) -> Iterator[object]:
    """Train as tutorials do: all images as floats, a shuffling DataLoader, Adam with default settings."""
    torch.manual_seed(config.seed)
    model = build(config_of_model).to(device)
    images = torch.from_numpy(data.images).float() / 255
    loader = DataLoader(TensorDataset(images), batch_size=config.batch_size, shuffle=True, drop_last=True)
    optimizer = torch.optim.Adam(model.parameters())
    generator = torch.Generator(device).manual_seed(config.seed)
    for _ in range(config.epochs):
        for (batch,) in loader:
            terms = elbo_terms(model, batch.to(device), None, generator)
            loss = -terms.elbo().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            yield loss.item()


def _milliseconds(steps: Iterator[object], count: int, device: str) -> float:
    """Return the mean time of ``count`` steps."""
    start = time.perf_counter()
    for _ in range(count):
        next(steps)
    if device == "cuda":
        torch.cuda.synchronize()
    return (time.perf_counter() - start) * 1e3 / count


def _report(data: ImageDataset, family: str, device: str, times: dict[str, list[float]], batch: int) -> Report:
    ours, plain = median(times["ours"]), median(times["plain"])
    figures = (
        Figure("step", ours, "ms", plain, "a plain DataLoader loop"),
        Figure("images per second", batch * 1e3 / ours, "1/s", batch * 1e3 / plain, "a plain DataLoader loop"),
    )
    return Report(
        "train", figures, (f"{family}, 16 latent dimensions, {data.name}, batch {batch}, {device}, float32.",)
    )
