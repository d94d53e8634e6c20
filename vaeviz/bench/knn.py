"""`knn`: time and error of decoding a point of a map, beside scikit-learn's regressor on the same neighbours."""

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Float32

from vaeviz.bench import node
from vaeviz.bench.decode import RUNNERS, in_the_page
from vaeviz.bench.measures import median
from vaeviz.bench.options import Options
from vaeviz.bench.report import Figure, Report
from vaeviz.files.checkpoint import load
from vaeviz.files.codes import CODES_FILE, read_codes
from vaeviz.files.places import shipped

Points = Float32[np.ndarray, "n 2"]
NOTES = (
    "lookup: from a point to the average of the nearest codes, without decoding, in the page's code run in Node; "
    "the baseline predicts one point at a time. decode: from that average to its image, by the page's decoder.",
    "error: of the average at the point of a code, without that code; RMS over all codes and dimensions, as a share "
    "of the codes' RMS deviation from their mean. Both weight by 1 / distance.",
)


def measure_knn(options: Options) -> Report:
    """Measure time and error of every stored map of every shipped model, and the time of its decoder."""
    figures = []
    for name, folder in shipped().items():
        if not (folder / CODES_FILE).is_file():
            continue
        checkpoint = load(folder)
        stored = read_codes(folder, checkpoint.digest)
        took = in_the_page(checkpoint, options)
        figures += [Figure(f"{name}, decode, {RUNNERS[runner]}", ms, "ms") for runner, ms in took.items()]
        for method, made in stored.maps.items():
            if method == "axes":
                continue  # its points are codes already
            label = f"{name}, {method}, {len(made.points)} codes"
            figures += _figures(label, stored.codes.mu, made.points, options)
    return Report("knn", tuple(figures), NOTES)


def _figures(label: str, mu: Float32[np.ndarray, "n latent"], points: Points, options: Options) -> list[Figure]:
    ours = near(mu, points, options.repeats * options.steps, with_error=True)
    each, error = _stock(mu, points, ours["k"], options)
    beside = f"KNeighborsRegressor, {ours['k']} neighbours"
    return [
        Figure(f"{label}, lookup p50", ours["p50"], "ms", each, beside),
        Figure(f"{label}, lookup p99", ours["p99"], "ms"),
        Figure(f"{label}, held-out error", ours["error"], "1", error, beside),
    ]


def near(
    mu: Float32[np.ndarray, "n latent"], points: Points, calls: int, *, with_error: bool = False
) -> dict[str, Any]:
    """Return the figures of `near.js`: p50 and p99 of a lookup, pick and made in ms; error; k."""
    with tempfile.TemporaryDirectory(prefix="vaeviz-") as folder:
        for name, array in {"mu": mu, "points": points}.items():
            (Path(folder) / name).write_bytes(array.astype("<f4").tobytes())
        return node.run("near.js", folder, *mu.shape, calls, *(["error"] if with_error else []))


def _stock(mu: Float32[np.ndarray, "n latent"], points: Points, k: int, options: Options) -> tuple[float, float]:
    """Return the median ms of one prediction, and the error with each code left out."""
    from sklearn.neighbors import KNeighborsRegressor  # slow to import

    fitted = KNeighborsRegressor(k, weights="distance").fit(points, mu)
    queries = np.random.default_rng(0).uniform(points.min(0), points.max(0), (options.repeats * options.steps, 2))
    times = []
    for query in queries:
        start = time.perf_counter()
        fitted.predict(query[None])
        times.append((time.perf_counter() - start) * 1e3)
    return median(times), error_of(fitted.predict(None), mu)


def error_of(guess: Float[np.ndarray, "n latent"], mu: Float32[np.ndarray, "n latent"]) -> float:
    """Return the RMS error as a share of the RMS deviation from the mean: 1 is as bad as the mean."""
    return float(np.sqrt(np.square(guess - mu).mean() / mu.var(0, dtype=np.float64).mean()))
