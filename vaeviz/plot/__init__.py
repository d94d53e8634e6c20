"""Plotly figures of a model, its codes and its training; Plotly is imported when the first figure is made.

Rates, bounds and KL are in nats per image. Every function returns a `plotly.graph_objects.Figure`.
"""

from vaeviz.plot.images import images, manifold, traversals
from vaeviz.plot.kl import kl_bars, kl_history, kl_per_dimension, training_history
from vaeviz.plot.planes import map, rate_distortion

__all__ = [
    "images",
    "kl_bars",
    "kl_history",
    "kl_per_dimension",
    "manifold",
    "map",
    "rate_distortion",
    "training_history",
    "traversals",
]
