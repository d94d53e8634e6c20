"""The fully connected network of the mlp family, which is also the autoregressive family's encoder."""

import math

from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from vaeviz.config import ModelConfig, condition_size
from vaeviz.families.layers import ConditionedLinear


class MlpNetwork(nn.Module):
    """A vector or image, and c -> a tensor of the given shape; SiLU after each hidden layer."""

    def __init__(self, config: ModelConfig, features: int, out_shape: tuple[int, ...]) -> None:
        super().__init__()
        condition = condition_size(config)
        sizes = [features, config.hidden, config.hidden]
        self.hidden = nn.ModuleList(ConditionedLinear(size, config.hidden, condition) for size in sizes[:-1])
        self.out = ConditionedLinear(config.hidden, math.prod(out_shape), condition)
        self.out_shape = out_shape

    def forward(
        self, h: Float[Tensor, "batch *features"], c: Float[Tensor, "batch condition"] | None
    ) -> Float[Tensor, "batch *out"]:
        """Return the last layer's output in its shape."""
        h = h.flatten(1)
        for layer in self.hidden:
            h = F.silu(layer(h, c))
        return self.out(h, c).unflatten(1, self.out_shape)
