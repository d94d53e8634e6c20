"""Figures of the KL per latent dimension, of a model and over its training."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float32, Int64

from vaeviz.api.latents import codes_of
from vaeviz.codes import LatentCodes
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.metrics.diagnostics import diagnose
from vaeviz.metrics.evaluation import Evaluation
from vaeviz.plot.colours import ACCENT, MUTED
from vaeviz.training.history import read_history

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

NARROW = 40  # up to this number of dimensions each bar is labelled
SLOTS = 16  # minimum number of bars that the axis has room for, so that bars stay narrow
_MARGIN = {"l": 36, "r": 4, "t": 4, "b": 24}


def kl_per_dimension(
    source: "LatentCodes | Checkpoint | Evaluation", *, accent: str = ACCENT, muted: str = MUTED
) -> "Figure":
    """Draw the KL of each latent dimension to the prior, largest first; collapsed dimensions are ``muted``.

    ``source`` is codes, a model with stored codes, or an evaluation. A dimension is active where the variance of the
    posterior mean over the images is above the threshold (0.01 for codes).
    """
    if isinstance(source, Evaluation):
        active = [variance > source.active_threshold for variance in source.mu_variance]
        return kl_bars(source.rate_per_dim, active, accent=accent, muted=muted)
    found = diagnose(codes_of(source))
    return kl_bars(found.rate_per_dim.tolist(), found.active.tolist(), accent=accent, muted=muted)


def kl_bars(kl: Sequence[float], active: Sequence[bool], *, accent: str = ACCENT, muted: str = MUTED) -> "Figure":
    """Draw given values of KL, in nats per image, one bar per dimension."""
    from plotly.graph_objects import Bar, Figure

    order = sorted(range(len(kl)), key=lambda dim: -kl[dim])
    bars = Bar(
        x=[f"z{dim}" for dim in order],
        y=[kl[dim] for dim in order],
        marker={"color": [accent if active[dim] else muted for dim in order], "line": {"width": 0}},
        customdata=["active" if active[dim] else "collapsed" for dim in order],
        hovertemplate="%{x}: %{y:.3f} nats, %{customdata}<extra></extra>",
    )
    figure = Figure(bars)
    figure.update_layout(height=136, margin=_MARGIN, bargap=0.25, showlegend=False, dragmode=False)
    room = [-0.6, max(len(kl), SLOTS) - 0.4]
    figure.update_xaxes(fixedrange=True, showticklabels=len(kl) <= NARROW, tickangle=0, title=None, range=room)
    figure.update_yaxes(fixedrange=True, rangemode="tozero", nticks=4, title={"text": "KL (nats)", "standoff": 4})
    return figure


def training_history(checkpoint: Checkpoint) -> "Figure":
    """Draw the KL of each dimension over training steps, sorted by the final KL.

    Raises
    ------
    CheckpointError
        If there is no history beside the model, or it is damaged.
    """
    found = read_history(checkpoint.path.parent)
    return kl_history(found.step, found.rate_per_dim)


def kl_history(step: Int64[np.ndarray, " window"], kl: Float32[np.ndarray, "window latent"]) -> "Figure":
    """Draw given values of KL, in nats per image, as a heat map of dimensions by training steps."""
    from plotly.graph_objects import Figure, Heatmap

    order = np.argsort(kl[-1], kind="stable")
    levels = Heatmap(
        x=step,
        y=[f"z{dim}" for dim in order],
        z=kl[:, order].T,
        colorscale="Viridis",
        zmin=0,
        colorbar={"title": {"text": "KL (nats)", "side": "right"}, "thickness": 8, "outlinewidth": 0, "nticks": 5},
        hovertemplate="%{y} at step %{x:,}: %{z:.3f} nats<extra></extra>",
    )
    figure = Figure(levels)
    height = 44 + 12 * max(kl.shape[1], 6)
    figure.update_layout(height=height, margin={**_MARGIN, "b": 36}, dragmode=False)
    figure.update_xaxes(fixedrange=True, title={"text": "training step", "standoff": 4}, nticks=6, showgrid=False)
    figure.update_yaxes(fixedrange=True, showgrid=False, nticks=min(kl.shape[1], 32))
    return figure
