"""FAMILIES: name -> constructor. To add a family, add a file here and an entry below."""

from collections.abc import Callable

from vaeviz.config import ModelConfig
from vaeviz.errors import unknown_name
from vaeviz.families.autoregressive import autoregressive
from vaeviz.families.conv import conv, pyramid
from vaeviz.families.linear import linear
from vaeviz.families.mlp import mlp
from vaeviz.families.vae import VariationalAutoencoder

FAMILIES: dict[str, Callable[[ModelConfig], VariationalAutoencoder]] = {
    "mlp": mlp,
    "conv": conv,
    "pyramid": pyramid,
    "linear": linear,
    "autoregressive": autoregressive,
}


def build(config: ModelConfig) -> VariationalAutoencoder:
    """Return the untrained model that ``config`` describes; torch's global generator initialises its weights.

    Raises
    ------
    ConfigError
        If the family is unknown or does not support the configuration.
    """
    if config.family not in FAMILIES:
        raise unknown_name("model family", config.family, FAMILIES)
    return FAMILIES[config.family](config)
