"""vaeviz: an interactive latent-space explorer for variational autoencoders.

Data flows one way::

    data -> models -> codes -> embedding | diagnostics | decoding -> live -> ui -> app

``latent`` holds the vocabulary (posterior, latent model, latent codes); every table that can be extended is a
plain dict: ``data.DATASETS``, ``models.FAMILIES``, ``objectives.OBJECTIVES``, ``embedding.EMBEDDERS``.
Importing this package imports nothing heavy.
"""

__version__ = "0.1.0"
