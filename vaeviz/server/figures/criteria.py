"""The criteria of collapse of every shipped model, for the page that moves their thresholds."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from vaeviz.errors import CheckpointError, VaevizError
from vaeviz.files.codes import CODES_FILE
from vaeviz.files.places import for_visitors, shipped
from vaeviz.installation import PROGRAM
from vaeviz.metrics.criteria import Thresholds
from vaeviz.metrics.criteria_of_codes import EPSILONS, CodesCriteria, criteria_of
from vaeviz.metrics.evaluation import read_evaluation
from vaeviz.server.decode.codes_cache import stored_codes
from vaeviz.server.decode.model_cache import open_checkpoint
from vaeviz.server.http.packing import join

COLUMNS = ("rate", "mu_variance", "posterior_variance")
NOT_MEASURED = -1.0  # where `use` is not known


def figures() -> bytes:
    """Return every model that has codes: one after the other, each dimension a row of each array.

    Raises
    ------
    CheckpointError
        If no model has codes.
    """
    models, found = [], []
    for name, folder in shipped().items():
        if not (folder / CODES_FILE).exists():
            continue
        try:
            told, criteria, use = _of_model(name, folder)
        except VaevizError as error:
            models.append({"name": name, "latent": 0, "problem": for_visitors(error)})
            continue
        models.append(told)
        found.append((criteria, use))
    if not models:
        raise CheckpointError(f"No model has codes yet. Make them with `{PROGRAM} codes` and the model's name.")
    head = {"models": models, "thresholds": asdict(Thresholds()), "epsilons": EPSILONS}
    arrays = {one: np.concatenate([getattr(criteria, one) for criteria, _ in found] or [_none()]) for one in COLUMNS}
    use = np.concatenate([use for _, use in found] or [_none()])
    quiet = np.concatenate([criteria.quiet for criteria, _ in found] or [np.zeros((0, len(EPSILONS)), np.uint32)])
    return join(head, {**arrays, "use": use, "quiet": quiet})


def _none() -> np.ndarray:
    return np.zeros(0, np.float32)


def _of_model(name: str, folder: Path) -> tuple[dict[str, Any], CodesCriteria, np.ndarray]:
    checkpoint = open_checkpoint(folder)
    codes = stored_codes(checkpoint).codes
    criteria = criteria_of(codes)
    told = {
        "name": name,
        "latent": codes.latent_dim,
        "images": criteria.images,
        "dataset": codes.dataset,
        "split": codes.split,
        "learned": codes.prior is not None,
        "surgery": asdict(criteria.surgery) if criteria.surgery else None,
        "problem": "",
    }
    return told, criteria, _use(folder, checkpoint.digest, codes.latent_dim)


def _use(folder: Path, digest: str, latent: int) -> np.ndarray:
    """Return what `evaluate` measured of the decoder, if it was of this model file."""
    found = read_evaluation(folder)
    if found is None or found.criteria is None or found.digest != digest:
        return np.full(latent, NOT_MEASURED, np.float32)
    return np.array(found.criteria.use, np.float32)
