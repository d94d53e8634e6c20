"""Images of a live model: samples, reconstructions and a latent traversal, always at the same codes."""

import numpy as np
import torch
from jaxtyping import Float, UInt8
from torch import Tensor

from vaeviz.data.dataset import ImageDataset
from vaeviz.data.imaging import to_uint8
from vaeviz.latent import Autoregressive, TrainableModel

SAMPLES, SHOWN, STOPS = 20, 10, 11
REACH = 3.0  # standard deviations of the prior, to each side of a traversal

Pixels = UInt8[np.ndarray, "n height width channel"]


class Previews:
    """The codes to decode: from the prior, of held-out images, and along one dimension."""

    def __init__(self, data: ImageDataset, latent: int, seed: int) -> None:
        self.dim = 0
        self.values = torch.linspace(-REACH, REACH, STOPS)
        rows = np.unique(data.labels, return_index=True)[1][:SHOWN]  # the first of each digit
        self._seed = seed
        self._z = torch.randn(SAMPLES, latent, generator=torch.Generator().manual_seed(seed))
        self._x = torch.from_numpy(data.images[rows]).float() / 255
        self.originals = data.images[rows].transpose(0, 2, 3, 1).copy()

    def traversal(self) -> Float[Tensor, "stop latent"]:
        """Return the codes along `dim`; every other dimension is 0, the mean of the prior."""
        z = torch.zeros(STOPS, self._z.shape[1])
        z[:, self.dim] = self.values
        return z

    @torch.inference_mode()
    def draw(self, model: TrainableModel) -> dict[str, Pixels]:
        """Return all images, HWC.

        An autoregressive model's samples are drawn pixel by pixel, with the same noise each time. Everything else is
        the pixel mean; for an autoregressive model each pixel's mean is conditioned on the means before it.
        """
        many = torch.cat([model.encode(self._x).mu, self.traversal(), self._z])
        likelihood = model.likelihood(many[:-SAMPLES])
        if isinstance(likelihood, Autoregressive):
            noise = torch.Generator().manual_seed(self._seed)
            drawn = torch.cat([likelihood.mean, model.likelihood(self._z).sample(noise)])  # pyright: ignore
        else:
            drawn = model.likelihood(many).mean
        shown, traversed, samples = np.split(_bytes(drawn), [SHOWN, SHOWN + STOPS])
        return {"samples": samples, "reconstructions": shown, "traversal": traversed}


def _bytes(images: Float[Tensor, "n channel height width"]) -> Pixels:
    return np.ascontiguousarray(to_uint8(images.nan_to_num().numpy()).transpose(0, 2, 3, 1))
