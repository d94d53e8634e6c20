"""Oracle classifiers: they measure the class or the attributes of decoded images, for conditional accuracy."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Float32, Int64
from torch import Tensor, nn

from vaeviz.config import MAX_SIDE, Attribute, Record
from vaeviz.errors import ConfigError
from vaeviz.files import read_tensors, reading, write_tensors
from vaeviz.files.places import home
from vaeviz.files.weights import numbers, put_weights
from vaeviz.installation import PROGRAM
from vaeviz.metrics.attribute_figures import AttributeFigure

FOLDER = "oracles"  # beside the models; it is not listed as one, as it has no model file
_REMEDY = f"Fetch it again, or train one with `{PROGRAM} oracle`."
_WIDTHS = (16, 32, 64)
_HIDDEN = 64
_LARGE = 48  # pixels: from this side on, 2x2 pixels become the channels of one pixel


@dataclass(frozen=True, kw_only=True)
class OracleHeader(Record):
    """Header of an oracle file: an oracle has classes or attributes, never both."""

    dataset: str
    image_shape: tuple[int, ...]  # (C, H, W)
    class_names: tuple[str, ...] = ()
    epochs: int
    seed: int
    test_accuracy: float | None = None  # on grey test images
    test_accuracy_binarised: float | None = None  # the same with pixels drawn from Bernoulli(grey level)
    attributes: tuple[Attribute, ...] = ()
    test_attributes: tuple[AttributeFigure, ...] = ()  # for each attribute, on real test images

    def __post_init__(self) -> None:
        if bool(self.class_names) == bool(self.attributes):
            raise ConfigError(
                f"An oracle has classes or attributes; found {len(self.class_names)} and {len(self.attributes)}."
            )
        shape = self.image_shape
        if len(shape) != 3 or shape[0] not in (1, 3) or not all(1 <= side <= MAX_SIDE for side in shape[1:]):
            raise ConfigError(f"image_shape is {shape}; allowed: (C, H, W) with C 1 or 3 and sides 1 to {MAX_SIDE}.")

    @property
    def outputs(self) -> int:
        """Return the number of the network's outputs: one per class, or one per column of the attributes."""
        return len(self.class_names) or sum(len(one.columns) for one in self.attributes)


@dataclass(frozen=True)
class OracleClassifier:
    """A trained classifier or regressor in eval mode; it is shared and never changed."""

    header: OracleHeader
    network: nn.Module

    def classify(self, x: Float[Tensor, "n channel height width"], batch: int = 500) -> Int64[np.ndarray, " n"]:
        """Return the predicted class index of each image in [0, 1], grey or binarised."""
        return self._outputs(x, batch).argmax(1).numpy()

    def measure(self, x: Float[Tensor, "n channel height width"], batch: int = 500) -> Float32[np.ndarray, "n column"]:
        """Return the attributes of each image in [0, 1]: numbers as they are, choices as scores."""
        return self._outputs(x, batch).numpy()

    def _outputs(self, x: Tensor, batch: int) -> Tensor:
        with torch.inference_mode():
            return torch.cat([self.network(part) for part in x.split(batch)])


class OracleNetwork(nn.Sequential):
    """Three convolutions with batch norm and pooling, two linear layers: 61,000 weights at 28x28.

    Large images are first rearranged to half their side (pixel unshuffle), which takes a quarter of the time.
    """

    def __init__(self, image_shape: tuple[int, ...], outputs: int) -> None:
        layers: list[nn.Module] = []
        channel, height, width = image_shape
        while min(height, width) >= _LARGE and height % 2 == width % 2 == 0:
            layers.append(nn.PixelUnshuffle(2))
            channel, height, width = 4 * channel, height // 2, width // 2
        for out in _WIDTHS:
            layers += [nn.Conv2d(channel, out, 3, padding=1, bias=False), nn.BatchNorm2d(out), nn.ReLU()]
            channel = out
            if min(height, width) > 3:
                layers.append(nn.MaxPool2d(2))
                height, width = height // 2, width // 2
        features = channel * height * width
        head = [nn.Flatten(), nn.Linear(features, _HIDDEN), nn.ReLU(), nn.Linear(_HIDDEN, outputs)]
        super().__init__(*layers, *head)


def save(path: Path, oracle: OracleClassifier) -> str:
    """Write the oracle with weights in half precision; return the digest of the file."""
    weights = {
        name: part.half() if part.is_floating_point() else part for name, part in oracle.network.state_dict().items()
    }
    return write_tensors(path, numbers(weights), oracle.header.to_json())


def load(path: Path) -> OracleClassifier:
    """Open an oracle file.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or not an oracle.
    """
    with reading(path, _REMEDY) as data:
        found = read_tensors(data)
        header = OracleHeader.from_json(found.header)
        with torch.device("meta"):  # no memory for what a header only claims
            network = OracleNetwork(header.image_shape, header.outputs)
        put_weights(network, found.arrays)
    return OracleClassifier(header, network.eval().requires_grad_(False))


def oracle_file(dataset: str, root: Path | None = None) -> Path:
    """Return the path of the oracle of ``dataset``, beside the models."""
    return (root or home()) / FOLDER / f"{dataset}.safetensors"


def shipped_oracle(dataset: str, root: Path | None = None) -> OracleClassifier | None:
    """Open the oracle of ``dataset`` that is shipped beside the models; None if there is none."""
    path = oracle_file(dataset, root)
    return load(path) if path.exists() else None
