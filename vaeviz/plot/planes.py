"""Scatter plots: the map of codes, and models by rate and distortion."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from vaeviz.codes import Embedding, LatentCodes
from vaeviz.errors import CheckpointError, ConfigError, DataError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.codes import read_codes
from vaeviz.metrics.evaluation import Evaluation
from vaeviz.plot.colours import ACCENT, MUTED, OKABE_ITO, REPEATED

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def map(
    source: "LatentCodes | Checkpoint",
    embedding: Embedding | None = None,
    *,
    class_names: Sequence[str] = (),
) -> "Figure":
    """Draw a 2-D map of codes, coloured by label.

    For a model, its stored codes are used and, without ``embedding``, its first stored map.

    Raises
    ------
    CheckpointError
        If the model has no stored codes or no stored map.
    ConfigError
        If codes come without an embedding.
    DataError
        If codes and embedding have different lengths.
    """
    if isinstance(source, Checkpoint):
        stored = read_codes(source.path.parent, source.digest)
        codes, class_names = stored.codes, class_names or source.header.class_names
        if embedding is None:
            if not stored.maps:
                raise CheckpointError(f"{source.header.name} has no stored map. Make one with `vaeviz.embed`.")
            embedding = next(iter(stored.maps.values()))
    else:
        codes = source
    if embedding is None:
        raise ConfigError("Codes need an embedding. Pass the one that `vaeviz.embed` returns.")
    if len(codes) != len(embedding.points):
        raise DataError(
            f"There are {len(codes)} codes and {len(embedding.points)} points. Pass the map of these codes."
        )
    return _scatter(codes.labels, embedding, class_names)


def _scatter(labels: np.ndarray, embedding: Embedding, class_names: Sequence[str]) -> "Figure":
    from plotly.graph_objects import Figure, Scattergl

    figure = Figure()
    for index in np.unique(labels).tolist():
        x, y = embedding.points[labels == index].T
        name = class_names[index] if index < len(class_names) else str(index)
        symbol = REPEATED[index // len(OKABE_ITO) % len(REPEATED)]
        marker = {"size": 4, "opacity": 0.7, "color": OKABE_ITO[index % len(OKABE_ITO)], "symbol": symbol}
        figure.add_trace(Scattergl(x=x, y=y, mode="markers", name=name, marker=marker))
    trust = "" if embedding.trustworthiness is None else f", trustworthiness {embedding.trustworthiness:.3f}"
    figure.update_layout(height=520, margin={"l": 36, "r": 4, "t": 4, "b": 44}, legend={"itemsizing": "constant"})
    figure.update_xaxes(title={"text": f"{embedding.method}{trust}"}, showticklabels=False, zeroline=False)
    figure.update_yaxes(showticklabels=False, zeroline=False, scaleanchor="x")
    return figure


def rate_distortion(evaluations: "Mapping[str, Evaluation] | Sequence[Evaluation]") -> "Figure":
    """Draw models in the plane of rate and distortion, with the line of equal ELBO through the best one.

    Distortions are comparable only between models with the same data set and likelihood.

    Raises
    ------
    DataError
        If there is no evaluation, or they are of different data sets or likelihoods.

    References
    ----------
    Alemi et al., "Fixing a Broken ELBO", ICML 2018.
    """
    from plotly.graph_objects import Figure, Scatter

    found = dict(evaluations) if isinstance(evaluations, Mapping) else {one.name: one for one in evaluations}
    kinds = {(one.dataset, one.likelihood, one.binarised) for one in found.values()}
    if len(kinds) != 1:
        listed = ", ".join(sorted(f"{dataset} ({likelihood})" for dataset, likelihood, _ in kinds)) or "none"
        raise DataError(f"Rate and distortion are comparable for one data set and likelihood only, found {listed}.")
    rates, distortions = [one.rate for one in found.values()], [one.distortion for one in found.values()]
    best = max(one.elbo for one in found.values())
    ends = [0.0, 1.15 * max(rates)]
    line = Scatter(
        x=ends,
        y=[-best - rate for rate in ends],
        mode="lines",
        name=f"ELBO {best:.2f}",
        line={"color": MUTED, "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )
    points = Scatter(
        x=rates,
        y=distortions,
        mode="markers+text",
        text=list(found),
        textposition=["top center" if place % 2 else "bottom center" for place in range(len(found))],
        customdata=[one.elbo for one in found.values()],
        marker={"color": ACCENT, "size": 9},
        name="models",
        hovertemplate="%{text}: rate %{x:.2f}, distortion %{y:.2f}, ELBO %{customdata:.2f}<extra></extra>",
    )
    figure = Figure([line, points])
    figure.update_layout(height=420, margin={"l": 56, "r": 8, "t": 8, "b": 44}, showlegend=False)
    figure.update_xaxes(title={"text": "rate (nats per image)"}, rangemode="tozero")
    figure.update_yaxes(title={"text": "distortion (nats per image)"})
    return figure
