"""The learned prior p(z|c): a diagonal Gaussian whose parameters are affine in the condition."""

import torch
from jaxtyping import Float
from torch import Tensor, nn

from vaeviz.codes import LOGVAR_RANGE, AffinePrior
from vaeviz.latent import Prior


class ConditionalPrior(nn.Module):
    """c -> p(z|c); at initialisation it is N(0, I) for every condition.

    References
    ----------
    Sohn, Lee, Yan, "Learning Structured Output Representation using Deep Conditional Generative Models", NeurIPS 2015,
    equation 4.
    """

    def __init__(self, condition: int, latent_dim: int) -> None:
        super().__init__()
        self.affine = nn.Linear(condition, 2 * latent_dim)
        nn.init.zeros_(self.affine.weight)
        nn.init.zeros_(self.affine.bias)

    def forward(self, c: Float[Tensor, "batch condition"]) -> Prior:
        """Return one Gaussian per row, in single precision even where the networks use half precision."""
        with torch.autocast(c.device.type, enabled=False):
            mu, logvar = self.affine(c.float()).chunk(2, dim=1)
        return Prior(mu, logvar.clamp(*LOGVAR_RANGE))

    def numbers(self) -> AffinePrior:
        """Return the affine map as NumPy arrays."""
        weight, bias = (part.detach().float().cpu().numpy() for part in (self.affine.weight, self.affine.bias))
        return AffinePrior.of_layer(weight, bias)
