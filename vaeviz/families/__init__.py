"""FAMILIES: name -> constructor. To add a family, add a file here and an entry below, and its arrays to `shapes`.

Importing this package does not import torch; the first use of a constructor does.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from vaeviz.config import ModelConfig
from vaeviz.errors import unknown_name

if TYPE_CHECKING:
    import vaeviz.families.vae


def _once_built(name: str, module: str) -> "Callable[[ModelConfig], vaeviz.families.vae.VariationalAutoencoder]":
    """Return a constructor that imports its module at the first use."""
    return lambda config: getattr(import_module(f"vaeviz.families.{module}"), name)(config)


FAMILIES: "dict[str, Callable[[ModelConfig], vaeviz.families.vae.VariationalAutoencoder]]" = {
    "mlp": _once_built("mlp", "mlp"),
    "conv": _once_built("conv", "conv"),
    "pyramid": _once_built("pyramid", "conv"),
    "linear": _once_built("linear", "linear"),
    "autoregressive": _once_built("autoregressive", "autoregressive"),
}


def build(config: ModelConfig) -> "vaeviz.families.vae.VariationalAutoencoder":
    """Return the untrained model that ``config`` describes; torch's global generator initialises its weights.

    Raises
    ------
    ConfigError
        If the family is unknown or does not support the configuration.
    """
    if config.family not in FAMILIES:
        raise unknown_name("model family", config.family, FAMILIES)
    return FAMILIES[config.family](config)
