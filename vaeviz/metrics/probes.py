"""Linear probes and disentanglement of a model's codes: the label, each attribute, and the factors."""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float32, Int64

from vaeviz.codes import LatentCodes
from vaeviz.data.dataset import ImageDataset, Progress
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.latents.encode import encode_dataset
from vaeviz.metrics.disentanglement import TEST, TRAIN, Disentanglement, disentanglement, usable_factors
from vaeviz.metrics.linear_probe import Probe, probe_attributes, probe_classes

LEAST = 20  # codes to fit; with fewer, a class may be missing and a number may look like a choice


@dataclass(frozen=True)
class ProbeResults:
    """Probes of the codes; None or empty where the data set lacks the target, or there are fewer than `LEAST` codes."""

    label: Probe | None
    attributes: tuple[Probe, ...]
    disentanglement: Disentanglement | None


@dataclass(frozen=True)
class _CodesOfRows:
    """Codes, and the rows of the data set that they encode."""

    mu: Float32[np.ndarray, "n latent"]
    data: ImageDataset
    rows: Int64[np.ndarray, " n"]

    def only(self, chosen: Int64[np.ndarray, " m"]) -> "_CodesOfRows":
        return _CodesOfRows(self.mu[chosen], self.data, self.rows[chosen])


def fit_linear_probes(
    checkpoint: Checkpoint,
    data: ImageDataset,
    fitted: ImageDataset | None = None,
    *,
    threshold: float,
    limit: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> ProbeResults:
    """Score probes on the posterior means of ``data``, fitted to at most 10,000 codes of ``fitted``.

    Without ``fitted`` the probes are fitted to half of each class of ``data`` and scored on the other half. A
    conditional model encodes each image with its true condition. A dimension is collapsed, and counts as constant, if
    the variance of its mean over the fitted codes is not above ``threshold``: the posterior's noise hides its mean.
    """
    scored = _codes_of_rows(encode_dataset(checkpoint, data, limit=limit, seed=seed, progress=progress), data)
    if fitted is None:
        half, rest = stratified_halves(data.labels[scored.rows], seed)
        fit, scored = scored.only(half), scored.only(rest)
    else:
        fit = _codes_of_rows(encode_dataset(checkpoint, fitted, limit=TRAIN, seed=seed, progress=progress), fitted)
    if len(fit.rows) < LEAST:
        return ProbeResults(None, (), None)
    active = fit.mu.var(0) > threshold
    fit, scored = (replace(part, mu=part.mu * active) for part in (fit, scored))
    return ProbeResults(_label(fit, scored), _attributes(fit, scored), _factors(checkpoint, fit, scored, seed))


def stratified_halves(
    labels: Int64[np.ndarray, " n"], seed: int
) -> tuple[Int64[np.ndarray, " half"], Int64[np.ndarray, " rest"]]:
    """Split the rows at random into two halves with the same share of each class, up to one image."""
    mixed = np.random.default_rng(seed).permutation(len(labels))
    by_class = mixed[np.argsort(labels[mixed], kind="stable")]
    return np.sort(by_class[::2]), np.sort(by_class[1::2])


def _codes_of_rows(codes: LatentCodes, data: ImageDataset) -> _CodesOfRows:
    return _CodesOfRows(codes.mu, data, np.arange(len(codes)) if codes.rows is None else codes.rows)


def _label(fit: _CodesOfRows, scored: _CodesOfRows) -> Probe | None:
    classes = fit.data.labels[fit.rows]
    if len(np.unique(classes)) < 2:
        return None
    return probe_classes(fit.mu, classes, scored.mu, scored.data.labels[scored.rows])


def _attributes(fit: _CodesOfRows, scored: _CodesOfRows) -> tuple[Probe, ...]:
    values, test_values = fit.data.attribute_values, scored.data.attribute_values
    if values is None or test_values is None:
        return ()
    return probe_attributes(fit.data.attributes, fit.mu, values[fit.rows], scored.mu, test_values[scored.rows])


def _factors(checkpoint: Checkpoint, fit: _CodesOfRows, scored: _CodesOfRows, seed: int) -> Disentanglement | None:
    """Measure disentanglement over every usable factor that the model is not conditioned on."""
    names = usable_factors(fit.data, _conditioned_factors(checkpoint, fit.data))
    if len(names) < 2:
        return None
    rng = np.random.default_rng(seed)
    fit, scored = (
        part.only(np.sort(rng.permutation(len(part.rows))[:most])) for part, most in ((fit, TRAIN), (scored, TEST))
    )
    columns = [fit.data.factor_names.index(name) for name in names]
    values, test_values = (
        part.data.factors[part.rows][:, columns] for part in (fit, scored) if part.data.factors is not None
    )
    return disentanglement(fit.mu, values, scored.mu, test_values, names, seed=seed)


def _conditioned_factors(checkpoint: Checkpoint, data: ImageDataset) -> tuple[str, ...]:
    """Return the factors that the model is conditioned on: its attributes, or the factor that is the label."""
    condition = checkpoint.model.condition
    if condition is None or data.factors is None:
        return ()
    if condition.kind == "attributes":
        return tuple(attribute.name for attribute in condition.attributes)
    columns = zip(data.factor_names, data.factors.T, strict=True)
    return tuple(name for name, values in columns if np.array_equal(values, data.labels))
