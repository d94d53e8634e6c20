"""The mlp family: two hidden layers in each network; any image size."""

import math

from vaeviz.config import ModelConfig
from vaeviz.families.mlp_network import MlpNetwork
from vaeviz.families.vae import VariationalAutoencoder


def mlp(config: ModelConfig) -> VariationalAutoencoder:
    """Return a fully connected VAE with two hidden layers of ``config.hidden`` units in each network."""
    pixels = math.prod(config.image_shape)
    encoder = MlpNetwork(config, pixels, (2 * config.latent_dim,))
    decoder = MlpNetwork(config, config.latent_dim, config.image_shape)
    return VariationalAutoencoder(config, encoder, decoder)
