"""Figures of images: traversals, the manifold, any images."""

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import numpy as np
from jaxtyping import Float

from vaeviz.api.latents import Traversals, decode, traverse
from vaeviz.data.imaging import mosaic, to_png
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.latents.decode import manifold_grid

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_CELL = 64  # minimum side of an image in a figure, in pixels


def traversals(source: "Checkpoint | Traversals", **settings: Any) -> "Figure":
    """Draw latent traversals, one row per dimension; ``settings`` are those of `vaeviz.traverse`."""
    found = source if isinstance(source, Traversals) else traverse(source, **settings)
    rows, steps, _, height, width = found.images.shape
    figure = _images(found.images.reshape(rows * steps, *found.images.shape[2:]), columns=steps)
    figure.update_xaxes(
        visible=True,
        tickvals=[column * (width + 1) + width / 2 for column in range(steps)],
        ticktext=[f"{value:.1f}" for value in found.values],
        title={"text": "value of the traversed dimension"},
        showgrid=False,
        zeroline=False,
    )
    figure.update_yaxes(
        visible=True,
        tickvals=[row * (height + 1) + height / 2 for row in range(rows)],
        ticktext=[f"z{dimension}" for dimension in found.dimensions],
        showgrid=False,
        zeroline=False,
    )
    return figure.update_layout(margin={"l": 44, "r": 4, "t": 4, "b": 44})


def manifold(
    checkpoint: Checkpoint, *, n: int = 15, dimensions: tuple[int, int] = (0, 1), around: Any = None
) -> "Figure":
    """Draw the images at n x n points of equal prior mass in the plane of two dimensions, with the second one upwards.

    The other dimensions stay at ``around`` (0 by default), so the whole manifold is visible only if there are two.

    References
    ----------
    Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, figure 4.
    """
    fixed = None if around is None else np.asarray(around, np.float32)
    z = manifold_grid(n, checkpoint.model.latent_dim, dims=dimensions, around=fixed)
    figure = _images(decode(checkpoint, z), columns=n, gap=0)
    figure.update_xaxes(visible=True, showticklabels=False, title={"text": f"z{dimensions[0]}"}, showgrid=False)
    figure.update_yaxes(visible=True, showticklabels=False, title={"text": f"z{dimensions[1]}"}, showgrid=False)
    return figure.update_layout(margin={"l": 24, "r": 4, "t": 4, "b": 24})


def images(values: Float[np.ndarray, "n channel height width"], *, columns: int = 10) -> "Figure":
    """Draw images in [0, 1] in rows of ``columns``."""
    return _images(values, columns=columns)


def _images(values: Float[np.ndarray, "n channel height width"], *, columns: int, gap: int = 1) -> "Figure":
    """Draw images as one PNG, with ``gap`` pixels between them, so that the figure stays small."""
    from plotly.graph_objects import Figure, Image

    sheet = mosaic(values, columns, gap, ground=0.45)
    _, tall, wide = sheet.shape
    scale = max(1, round(_CELL / values.shape[-1]))
    source = f"data:image/png;base64,{b64encode(to_png(sheet)).decode()}"
    figure = Figure(Image(source=source, hoverinfo="skip"))
    figure.update_layout(width=wide * scale + 48, height=tall * scale + 48, margin={"l": 4, "r": 4, "t": 4, "b": 4})
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure
