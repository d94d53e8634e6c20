"""FAMILIES: name -> network. Adding one is a file here and a line below."""

from collections.abc import Callable

from vaeviz.config import ModelConfig
from vaeviz.errors import unknown_name
from vaeviz.models.autoregressive import autoregressive
from vaeviz.models.conv import conv, pyramid
from vaeviz.models.linear import linear
from vaeviz.models.mlp import mlp
from vaeviz.models.vae import VariationalAutoencoder

FAMILIES: dict[str, Callable[[ModelConfig], VariationalAutoencoder]] = {
    "mlp": mlp,
    "conv": conv,
    "pyramid": pyramid,
    "linear": linear,
    "autoregressive": autoregressive,
}


def build(config: ModelConfig) -> VariationalAutoencoder:
    """Return the untrained model that ``config`` describes; its weights come from torch's global seed.

    Raises
    ------
    ConfigError
        If the family is unknown or cannot have this configuration.
    """
    if config.family not in FAMILIES:
        raise unknown_name("model family", config.family, FAMILIES)
    return FAMILIES[config.family](config)
