"""Batches of a training run: pixels and conditions, on the model's device."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from vaeviz.config import Condition, TrainConfig
from vaeviz.data.condition import condition_for
from vaeviz.data.dataset import ImageDataset

CHUNK = 10_000  # images rendered and copied to the device at once


class TrainBatches:
    """Batches by (epoch, index): their order depends only on seed and epoch, so a run can resume at any batch."""

    def __init__(
        self, data: ImageDataset, config: TrainConfig, condition: Condition | None, device: torch.device
    ) -> None:
        self.images = data.images
        if device.type == "cuda":  # all images as uint8 on the device: no copy per step, no worker processes
            self.images = torch.empty(data.images.shape, dtype=torch.uint8, device=device)
            for start in range(0, len(data), CHUNK):
                part = slice(start, min(start + CHUNK, len(data)))
                self.images[part] = torch.as_tensor(np.ascontiguousarray(data.images[part]), device=device)
        self.data = data
        self.config, self.condition, self.device = config, condition, device
        self._order: tuple[int, np.ndarray] = (-1, np.empty(0, np.int64))

    def take(self, epoch: int, number: int, generator: torch.Generator) -> tuple[Tensor, Tensor | None]:
        """Return pixels in [0, 1] and the condition of batch ``number`` of an epoch, on the model's device."""
        if self._order[0] != epoch:
            self._order = (epoch, np.random.default_rng([self.config.seed, epoch]).permutation(len(self.data)))
        size = self.config.batch_size
        index = self._order[1][number * size : (number + 1) * size]
        return self._batch(index, generator)

    def any(self, generator: torch.Generator) -> tuple[Tensor, Tensor | None]:
        """Return a batch of images drawn at random with replacement."""
        size = (self.config.batch_size,)
        index = torch.randint(len(self.data), size, generator=generator, device=self.device)
        return self._batch(index.cpu().numpy(), generator)

    def _batch(self, index: np.ndarray, generator: torch.Generator) -> tuple[Tensor, Tensor | None]:
        x = self._pixels(index)
        if self.config.binarise:
            x = torch.bernoulli(x, generator=generator)
        return x, self._condition(index, generator)

    def _pixels(self, index: np.ndarray) -> Float[Tensor, "batch channel height width"]:
        if isinstance(self.images, Tensor):
            return self.images[torch.as_tensor(index, device=self.device)].float() / 255
        return torch.from_numpy(self.images[index]).to(self.device).float() / 255

    def _condition(self, index: np.ndarray, generator: torch.Generator) -> Float[Tensor, "batch condition"] | None:
        c = condition_for(self.data, self.condition, index)
        if c is None:
            return None
        kept = torch.rand(len(c), 1, generator=generator, device=self.device) >= self.config.label_dropout
        return c.to(self.device) * kept
