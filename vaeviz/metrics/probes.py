"""What can be read off a model's codes: the label, each attribute, and the factors, one dimension at a time."""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float32, Int64

from vaeviz.data.dataset import ImageDataset, Progress
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.latent import LatentCodes
from vaeviz.latents.encode import encode_dataset
from vaeviz.metrics.disentanglement import TEST, TRAIN, Disentanglement, disentanglement, usable_factors
from vaeviz.metrics.linear_probe import Probe, probe_attributes, probe_classes

LEAST = 20  # codes that rules are fitted to; of fewer one class may be missing, and a number look like a choice


@dataclass(frozen=True)
class ProbeResults:
    """What the codes hold; None or empty where the data set does not know it, or the codes are fewer than `LEAST`."""

    label: Probe | None
    attributes: tuple[Probe, ...]
    disentanglement: Disentanglement | None


@dataclass(frozen=True)
class _Known:
    """Codes, and the rows of the data set that they are of."""

    mu: Float32[np.ndarray, "n latent"]
    data: ImageDataset
    rows: Int64[np.ndarray, " n"]

    def only(self, chosen: Int64[np.ndarray, " m"]) -> "_Known":
        return _Known(self.mu[chosen], self.data, self.rows[chosen])


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
    """Read off what the posterior means of ``data`` hold, by rules fitted to at most 10,000 codes of ``fitted``.

    Without ``fitted`` the rules are fitted to half of each class of ``data`` and scored on the other half. A
    conditional model is told each picture's own class or attributes when it encodes. A dimension whose mean varies
    over the fitted codes by no more than ``threshold`` is collapsed: the posterior's noise drowns what its mean might
    give away, so it counts as constant.
    """
    scored = _known(encode_dataset(checkpoint, data, limit=limit, seed=seed, progress=progress), data)
    if fitted is None:
        half, other = stratified_halves(data.labels[scored.rows], seed)
        fit, scored = scored.only(half), scored.only(other)
    else:
        fit = _known(encode_dataset(checkpoint, fitted, limit=TRAIN, seed=seed, progress=progress), fitted)
    if len(fit.rows) < LEAST:
        return ProbeResults(None, (), None)
    active = fit.mu.var(0) > threshold
    fit, scored = (replace(part, mu=part.mu * active) for part in (fit, scored))
    return ProbeResults(_label(fit, scored), _attributes(fit, scored), _factors(checkpoint, fit, scored, seed))


def stratified_halves(
    labels: Int64[np.ndarray, " n"], seed: int
) -> tuple[Int64[np.ndarray, " half"], Int64[np.ndarray, " other"]]:
    """Part the rows at random into two halves with the same share of each class, give or take one picture."""
    mixed = np.random.default_rng(seed).permutation(len(labels))
    by_class = mixed[np.argsort(labels[mixed], kind="stable")]
    return np.sort(by_class[::2]), np.sort(by_class[1::2])


def _known(codes: LatentCodes, data: ImageDataset) -> _Known:
    return _Known(codes.mu, data, np.arange(len(codes)) if codes.rows is None else codes.rows)


def _label(fit: _Known, scored: _Known) -> Probe | None:
    classes = fit.data.labels[fit.rows]
    if len(np.unique(classes)) < 2:
        return None
    return probe_classes(fit.mu, classes, scored.mu, scored.data.labels[scored.rows])


def _attributes(fit: _Known, scored: _Known) -> tuple[Probe, ...]:
    told, other = fit.data.attribute_values, scored.data.attribute_values
    if told is None or other is None:
        return ()
    return probe_attributes(fit.data.attributes, fit.mu, told[fit.rows], scored.mu, other[scored.rows])


def _factors(checkpoint: Checkpoint, fit: _Known, scored: _Known, seed: int) -> Disentanglement | None:
    """Measure what z is left to hold: every usable factor but those that the model is told."""
    names = usable_factors(fit.data, _conditioned_factors(checkpoint, fit.data))
    if len(names) < 2:
        return None
    rng = np.random.default_rng(seed)
    fit, scored = (
        part.only(np.sort(rng.permutation(len(part.rows))[:most])) for part, most in ((fit, TRAIN), (scored, TEST))
    )
    columns = [fit.data.factor_names.index(name) for name in names]
    values, others = (
        part.data.factors[part.rows][:, columns] for part in (fit, scored) if part.data.factors is not None
    )
    return disentanglement(fit.mu, values, scored.mu, others, names, seed=seed)


def _conditioned_factors(checkpoint: Checkpoint, data: ImageDataset) -> tuple[str, ...]:
    """Return the factors that the model is told: those of its attributes' names, or the one that is the label."""
    condition = checkpoint.model.condition
    if condition is None or data.factors is None:
        return ()
    if condition.kind == "attributes":
        return tuple(attribute.name for attribute in condition.attributes)
    columns = zip(data.factor_names, data.factors.T, strict=True)
    return tuple(name for name, values in columns if np.array_equal(values, data.labels))
