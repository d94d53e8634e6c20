"""Plotly charts of what training and measuring found; Plotly is imported where a chart is made, not before."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float32, Int64

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

NARROW = 40  # dimensions up to which each one's name stands under its bar
SLOTS = 16  # the least number of bars that there is room for: two of them are no two towers
_MARGIN = {"l": 36, "r": 4, "t": 4, "b": 24}


def rate_bars(rate: Sequence[float], active: Sequence[bool], accent: str, muted: str) -> "Figure":
    """Draw what each dimension carries, the most first; ``rate`` in nats per image, collapsed ones ``muted``."""
    from plotly.graph_objects import Bar, Figure

    order = sorted(range(len(rate)), key=lambda dim: -rate[dim])
    bars = Bar(
        x=[f"z{dim}" for dim in order],
        y=[rate[dim] for dim in order],
        marker={"color": [accent if active[dim] else muted for dim in order], "line": {"width": 0}},
        customdata=["active" if active[dim] else "collapsed" for dim in order],
        hovertemplate="%{x}: %{y:.3f} nats, %{customdata}<extra></extra>",
    )
    figure = Figure(bars)
    figure.update_layout(height=136, margin=_MARGIN, bargap=0.25, showlegend=False, dragmode=False)
    room = [-0.6, max(len(rate), SLOTS) - 0.4]
    figure.update_xaxes(fixedrange=True, showticklabels=len(rate) <= NARROW, tickangle=0, title=None, range=room)
    figure.update_yaxes(fixedrange=True, rangemode="tozero", nticks=4, title={"text": "nats", "standoff": 4})
    return figure


def rate_history(step: Int64[np.ndarray, " window"], rate: Float32[np.ndarray, "window latent"]) -> "Figure":
    """Draw each dimension's rate over training steps, the one that ends highest on top; nats per image."""
    from plotly.graph_objects import Figure, Heatmap

    order = np.argsort(rate[-1], kind="stable")
    levels = Heatmap(
        x=step,
        y=[f"z{dim}" for dim in order],
        z=rate[:, order].T,
        colorscale="Viridis",
        zmin=0,
        colorbar={"title": {"text": "nats", "side": "right"}, "thickness": 8, "outlinewidth": 0, "nticks": 5},
        hovertemplate="%{y} at step %{x:,}: %{z:.3f} nats<extra></extra>",
    )
    figure = Figure(levels)
    height = 44 + 12 * max(rate.shape[1], 6)
    figure.update_layout(height=height, margin={**_MARGIN, "b": 36}, dragmode=False)
    figure.update_xaxes(fixedrange=True, title={"text": "training step", "standoff": 4}, nticks=6, showgrid=False)
    figure.update_yaxes(fixedrange=True, showgrid=False, nticks=min(rate.shape[1], 32))
    return figure
