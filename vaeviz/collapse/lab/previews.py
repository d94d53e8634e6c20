"""The pictures of a live model: samples, reconstructions, a walk along one dimension; always the same places."""

import numpy as np
import torch
from jaxtyping import Float, UInt8
from torch import Tensor

from vaeviz.data.dataset import ImageDataset
from vaeviz.data.imaging import to_uint8
from vaeviz.latent import Autoregressive, TrainableModel

SAMPLES, SHOWN, STOPS = 20, 10, 11
REACH = 3.0  # prior deviations to each side that a dimension is walked over

Pixels = UInt8[np.ndarray, "n height width channel"]


class Previews:
    """Where the pictures are drawn: codes from the prior, held-out images, one dimension."""

    def __init__(self, data: ImageDataset, latent: int, seed: int) -> None:
        self.dim = 0
        self.values = torch.linspace(-REACH, REACH, STOPS)
        rows = np.unique(data.labels, return_index=True)[1][:SHOWN]  # the first of each digit
        self._seed = seed
        self._z = torch.randn(SAMPLES, latent, generator=torch.Generator().manual_seed(seed))
        self._x = torch.from_numpy(data.images[rows]).float() / 255
        self.originals = data.images[rows].transpose(0, 2, 3, 1).copy()

    def walk(self) -> Float[Tensor, "stop latent"]:
        """Return the codes along `dim`; every other dimension is at 0, the middle of the prior."""
        z = torch.zeros(STOPS, self._z.shape[1])
        z[:, self.dim] = self.values
        return z

    @torch.inference_mode()
    def draw(self, model: TrainableModel) -> dict[str, Pixels]:
        """Return all pictures, HWC.

        An autoregressive model's samples are drawn pixel by pixel, with the same noise each time; everything else is
        the pixel mean, there the one path on which each pixel is its own mean.
        """
        many = torch.cat([model.encode(self._x).mu, self.walk(), self._z])
        likelihood = model.likelihood(many[:-SAMPLES])
        if isinstance(likelihood, Autoregressive):
            noise = torch.Generator().manual_seed(self._seed)
            drawn = torch.cat([likelihood.mean, model.likelihood(self._z).sample(noise)])  # pyright: ignore
        else:
            drawn = model.likelihood(many).mean
        shown, walked, samples = np.split(_bytes(drawn), [SHOWN, SHOWN + STOPS])
        return {"samples": samples, "reconstructions": shown, "traversal": walked}


def _bytes(images: Float[Tensor, "n channel height width"]) -> Pixels:
    return np.ascontiguousarray(to_uint8(images.nan_to_num().numpy()).transpose(0, 2, 3, 1))
