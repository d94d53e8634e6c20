"""Projection methods of a map: each takes codes, a seed and settings, and returns two coordinates per point."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import TextIOBase

import numpy as np
from jaxtyping import Float32

from vaeviz.codes import LatentCodes, ParamValue
from vaeviz.data.dataset import Progress
from vaeviz.errors import ConfigError
from vaeviz.latents.umap_import import import_umap


@dataclass(frozen=True)
class Placed:
    """The result of a method: the points, and the linear map if the method is linear."""

    points: Float32[np.ndarray, "n 2"]
    basis: Float32[np.ndarray, "2 latent"] | None = None
    centre: Float32[np.ndarray, " latent"] | None = None
    params: Mapping[str, ParamValue] = field(default_factory=dict)  # settings chosen by the method


class _ProgressSink(TextIOBase):
    """A file for tqdm that turns its "n/total" lines into calls; silent once a call has raised."""

    def __init__(self, stage: str, progress: Progress) -> None:
        self._stage, self._progress = stage, progress
        self._last = (0, 0)
        self._stopped = False

    def write(self, text: str, /) -> int:
        done, _, total = text.strip().partition("/")
        if not self._stopped and done.isdigit() and total.isdigit() and self._last != (int(done), int(total)):
            self._last = int(done), int(total)
            self._stopped = True  # tqdm writes again while an exception passes through it
            self._progress(self._stage, *self._last)
            self._stopped = False
        return len(text)


def _tqdm_settings(stage: str, progress: Progress | None) -> dict[str, object]:
    if progress is None:
        return {"disable": True}
    sink = _ProgressSink(stage, progress)
    return {"disable": False, "file": sink, "bar_format": "{n_fmt}/{total_fmt}", "mininterval": 0.05}


def pca(codes: LatentCodes, seed: int, progress: Progress | None, params: Mapping[str, ParamValue]) -> Placed:
    """Project onto the two directions of largest variance; the largest entry of each is positive."""
    centre = codes.mu.mean(0, dtype=np.float64)
    covariance = np.cov(codes.mu, rowvar=False).reshape(codes.latent_dim, codes.latent_dim)
    _, vectors = np.linalg.eigh(covariance)
    basis = np.zeros((2, codes.latent_dim))
    top = vectors[:, ::-1].T[:2]
    signs = np.sign(top[np.arange(len(top)), np.abs(top).argmax(1)])
    basis[: len(top)] = signs[:, None] * top
    points = (codes.mu - centre) @ basis.T
    return Placed(points.astype(np.float32), basis.astype(np.float32), centre.astype(np.float32))


def umap(codes: LatentCodes, seed: int, progress: Progress | None, params: Mapping[str, ParamValue]) -> Placed:
    """Run UMAP on one thread, which makes it reproducible."""
    if progress:
        progress("Loading UMAP", 0, 0)
    umap_class = import_umap()  # imported here because it compiles for many seconds the first time
    if progress:
        progress("UMAP: finding neighbours", 0, 0)
    model = umap_class(
        n_neighbors=min(int(params["neighbours"]), len(codes) - 1),
        min_dist=float(params["min-dist"]),
        metric=str(params["metric"]),
        random_state=seed,
        n_jobs=1,
        tqdm_kwds=_tqdm_settings("UMAP: placing points, epochs", progress),
    )
    return Placed(np.asarray(model.fit_transform(codes.mu), np.float32))


def tsne(codes: LatentCodes, seed: int, progress: Progress | None, params: Mapping[str, ParamValue]) -> Placed:
    """Run Barnes-Hut t-SNE, initialised by PCA; its epochs are not reported."""
    from sklearn.manifold import TSNE

    if progress:
        progress("t-SNE: placing points", 0, 0)
    perplexity = min(float(params["perplexity"]), (len(codes) - 1) / 3)
    start = "pca" if codes.latent_dim > 1 else "random"
    model = TSNE(perplexity=perplexity, init=start, random_state=seed, n_jobs=1)
    return Placed(np.asarray(model.fit_transform(codes.mu), np.float32))


def axes(codes: LatentCodes, seed: int, progress: Progress | None, params: Mapping[str, ParamValue]) -> Placed:
    """Return two latent coordinates, z_i and z_j, by default those of the highest rate."""
    by_rate = [int(dim) for dim in np.argsort(-codes.rate().mean(0), kind="stable")]
    chosen = {"x": int(params["x"]), "y": int(params["y"])}
    for axis, dim in chosen.items():
        if dim >= codes.latent_dim:
            raise ConfigError(f"{axis} is dimension {dim}; these codes have 0 to {codes.latent_dim - 1}.")
    for axis, dim in chosen.items():
        if dim < 0:
            chosen[axis] = next((free for free in by_rate if free not in chosen.values()), by_rate[0])
    return Placed(np.ascontiguousarray(codes.mu[:, [chosen["x"], chosen["y"]]]), params=chosen)
