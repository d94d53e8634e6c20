"""A classifier of our own that says which class a decoded picture shows, so that obedience can be counted."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Int64
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from vaeviz.checkpoint import HEADER_KEY, Checkpoint, metadata_of, read_bytes, save_file
from vaeviz.config import Record
from vaeviz.data.dataset import ImageDataset, Progress
from vaeviz.decoding import decode, prior_samples
from vaeviz.errors import CheckpointError, ConfigError, DataError

FOLDER = "judges"  # beside the models; no model file in it, so it is not listed as one
_WIDTHS = (16, 32, 64)
_HIDDEN = 64
_BATCH = 128
_LEARNING_RATE = 4e-3
_SHIFT = 2  # pixels on a 28-pixel side, in proportion on others
_BINARISED = 0.3  # share of training pictures whose pixels are drawn black or white


@dataclass(frozen=True, kw_only=True)
class JudgeHeader(Record):
    """What a judge's file says of itself."""

    dataset: str
    image_shape: tuple[int, ...]  # (C, H, W)
    class_names: tuple[str, ...]
    epochs: int
    seed: int
    test_accuracy: float | None = None  # share of grey test pictures named right
    test_accuracy_binarised: float | None = None  # the same with pixels drawn from Bernoulli(grey level)


@dataclass(frozen=True)
class Judge:
    """A trained classifier; in eval mode, shared, never mutated."""

    header: JudgeHeader
    network: nn.Module

    def classify(self, x: Float[Tensor, "n channel height width"], batch: int = 500) -> Int64[np.ndarray, " n"]:
        """Return the class index that each picture in [0, 1] shows, grey or binarised."""
        with torch.inference_mode():
            parts = [self.network(part).argmax(1) for part in x.split(batch)]
        return torch.cat(parts).numpy()


class JudgeNetwork(nn.Sequential):
    """Three convolutions with batch norm and pooling, two linear layers: 61,000 weights at 28x28."""

    def __init__(self, image_shape: tuple[int, ...], classes: int) -> None:
        layers: list[nn.Module] = []
        channel, height, width = image_shape
        for out in _WIDTHS:
            layers += [nn.Conv2d(channel, out, 3, padding=1, bias=False), nn.BatchNorm2d(out), nn.ReLU()]
            channel = out
            if min(height, width) > 3:
                layers.append(nn.MaxPool2d(2))
                height, width = height // 2, width // 2
        features = channel * height * width
        head = [nn.Flatten(), nn.Linear(features, _HIDDEN), nn.ReLU(), nn.Linear(_HIDDEN, classes)]
        super().__init__(*layers, *head)


def train_judge(data: ImageDataset, *, seed: int = 0, epochs: int = 5, progress: Progress | None = None) -> Judge:
    """Train a judge on real pictures, shifted by up to two pixels and partly binarised.

    Its accuracies are unknown until `measure` has seen the test split.

    Raises
    ------
    DataError
        If the data set has no classes to tell apart.
    """
    if len(data.class_names) < 2:
        raise DataError(f"{data.name} has {len(data.class_names)} class names; a judge needs two or more.")
    header = JudgeHeader(
        dataset=data.name, image_shape=data.image_shape, class_names=data.class_names, epochs=epochs, seed=seed
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = JudgeNetwork(header.image_shape, len(header.class_names))
    total = epochs * -(-len(data) // _BATCH)
    optimizer = torch.optim.Adam(network.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _LEARNING_RATE, total_steps=total)
    for step, (x, label) in enumerate(_augmented(data, seed, epochs), start=1):
        optimizer.zero_grad()
        F.cross_entropy(network(x), label, label_smoothing=0.05).backward()
        optimizer.step()
        schedule.step()
        if progress:
            progress("Training the judge", step, total)
    return Judge(header, network.eval().requires_grad_(False))


def _augmented(data: ImageDataset, seed: int, epochs: int) -> Iterator[tuple[Tensor, Tensor]]:
    rng = np.random.default_rng(seed)
    generator = torch.Generator().manual_seed(seed)
    labels = torch.from_numpy(data.labels)
    reach = round(_SHIFT * max(data.image_shape[1:]) / 28)
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(len(data)), -(-len(data) // _BATCH)):
            x = torch.from_numpy(data.images[rows]).float() / 255
            x = _shifted(x, rng.integers(-reach, reach + 1, (len(rows), 2)))
            drawn = torch.rand(len(x), 1, 1, 1, generator=generator) < _BINARISED
            yield torch.where(drawn, torch.bernoulli(x, generator=generator), x), labels[rows]


def _shifted(x: Float[Tensor, "n channel height width"], by: Int64[np.ndarray, "n two"]) -> Tensor:
    """Move each picture by its own (down, right) pixels; what enters is black."""
    _, _, height, width = x.shape
    reach = int(np.abs(by).max(initial=0))
    padded = F.pad(x, (reach,) * 4)
    corners = reach - by
    crops = [one[:, i : i + height, j : j + width] for one, (i, j) in zip(padded, corners, strict=True)]
    return torch.stack(crops)


def measure(judge: Judge, data: ImageDataset, *, seed: int = 0) -> Judge:
    """Return the judge with its accuracy on ``data``, the test split, in the header: grey and binarised."""
    x = torch.from_numpy(data.images[:]).float() / 255
    drawn = torch.bernoulli(x, generator=torch.Generator().manual_seed(seed))
    grey, binarised = (float((judge.classify(part) == data.labels).mean()) for part in (x, drawn))
    header = replace(judge.header, test_accuracy=grey, test_accuracy_binarised=binarised)
    return Judge(header, judge.network)


def save(path: Path, judge: Judge) -> str:
    """Write the judge, weights in half precision; return the file's digest."""
    tensors = {
        name: part.half().contiguous() if part.is_floating_point() else part
        for name, part in judge.network.state_dict().items()
    }
    return save_file(path, tensors, judge.header.to_json())


def load(path: Path) -> Judge:
    """Open a judge.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or not a judge.
    """
    data = read_bytes(path)
    try:
        tensors = load_tensors(data)
        header = JudgeHeader.from_json(json.loads(metadata_of(data)[HEADER_KEY]))
        network = JudgeNetwork(header.image_shape, len(header.class_names))
        network.load_state_dict(tensors)
    except (SafetensorError, KeyError, ValueError, RuntimeError) as error:  # ours and JSON's are ValueErrors
        raise CheckpointError(
            f"{path.name} cannot be read as a judge ({error}). Fetch it again, or train one with "
            "`python -m vaeviz judge`."
        ) from error
    return Judge(header, network.eval().requires_grad_(False))


def shipped_judge(dataset: str, root: Path | None = None) -> Judge | None:
    """Open the judge of ``dataset`` that is shipped beside the models, if there is one."""
    default = Path(__file__).parent.parent / "checkpoints"
    root = root or Path(os.environ.get("VAEVIZ_CHECKPOINTS") or default)
    path = root / FOLDER / f"{dataset}.safetensors"
    return load(path) if path.exists() else None


def conditional_accuracy(
    checkpoint: Checkpoint, judge: Judge, *, n: int = 2000, seed: int = 0, temperature: float = 1.0
) -> float:
    """Return the share of samples that the judge puts in the class that was asked for.

    z comes from the prior, whose standard deviation ``temperature`` scales; every class is asked for equally often,
    so ``n`` is rounded up to a multiple of the number of classes.

    Raises
    ------
    ConfigError
        If the model is not told a class, or the judge knows other classes or picture sizes.
    """
    model = checkpoint.model
    condition = model.condition
    if condition is None or condition.kind != "class":
        raise ConfigError(f"{checkpoint.header.name} is not told a class, so it cannot obey one.")
    if condition.names != judge.header.class_names or model.image_shape != tuple(judge.header.image_shape):
        raise ConfigError(
            f"The judge of {judge.header.dataset} knows {len(judge.header.class_names)} classes on "
            f"{judge.header.image_shape} pictures; {checkpoint.header.name} has {condition.size} on "
            f"{model.image_shape}. Use the judge of its own data set."
        )
    asked = np.arange(-(-n // condition.size) * condition.size) % condition.size
    c = np.eye(condition.size, dtype=np.float32)[asked]
    z = prior_samples(model, len(asked), seed=seed, temperature=temperature, c=c)
    shown = judge.classify(torch.from_numpy(decode(model, z, c)))
    return float((shown == asked).mean())
