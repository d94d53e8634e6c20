"""Figures of the Models page that are drawn on demand: the same that `vaeviz.plot` gives in a notebook."""

from collections import defaultdict
from collections.abc import Iterable

import streamlit as st

from vaeviz.app.guard import guard
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.codes import CODES_FILE
from vaeviz.metrics.evaluation import Evaluation
from vaeviz.plot.images import manifold, traversals
from vaeviz.plot.planes import map as map_of
from vaeviz.plot.planes import rate_distortion

_BAR = {"displayModeBar": False}


def offer_latent_space(name: str, checkpoint: Checkpoint) -> None:
    """Offer a model's traversals, its map and, with two dimensions, its manifold; drawn when they are opened."""
    shown = st.expander("Traversals and map", on_change="rerun", key=f"latent-{name}")
    if not shown.open:
        return
    with shown, guard("The latent space cannot be drawn"):
        steps, rows = 9, min(checkpoint.model.latent_dim, 16)
        figure = traversals(checkpoint, steps=steps)
        drawn = f"Latent traversals of {name}: {rows} dimensions by {steps} values."
        st.plotly_chart(figure, key=f"traversals-{name}", config=_BAR, width="content", alt=drawn)
        if checkpoint.model.latent_dim == 2:
            grid = f"Manifold of {name}: decoded images over the plane of its two dimensions."
            st.plotly_chart(manifold(checkpoint), key=f"manifold-{name}", config=_BAR, width="content", alt=grid)
        if (checkpoint.path.parent / CODES_FILE).exists():
            alt = f"Map of the codes of {name}, coloured by label."
            st.plotly_chart(map_of(checkpoint), key=f"map-{name}", config=_BAR, alt=alt)


def offer_rate_distortion(evaluations: Iterable[Evaluation]) -> None:
    """Offer the plane of rate and distortion for every data set and likelihood with two models or more."""
    groups: defaultdict[tuple[str, str, bool], list[Evaluation]] = defaultdict(list)
    for one in evaluations:
        groups[one.dataset, one.likelihood, one.binarised].append(one)
    for (dataset, likelihood, binarised), found in groups.items():
        if len(found) < 2:
            continue
        kind = f"{dataset}-{likelihood}-{binarised}"
        shown = st.expander(f"Rate and distortion of the {dataset} models", on_change="rerun", key=f"plane-{kind}")
        if shown.open:
            with shown:
                alt = f"Rate and distortion of {', '.join(one.name for one in found)}, in nats per image."
                st.plotly_chart(rate_distortion(found), key=f"plane-chart-{kind}", config=_BAR, alt=alt)
