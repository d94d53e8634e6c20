"""The criteria of collapse of every shipped model, for the page whose sliders move their thresholds."""

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
NOT_MEASURED = -1.0  # value of `use` if the decoder's effect was not measured


def figures() -> bytes:
    """Return the criteria of every model with codes; the arrays have one row per dimension, model after model.

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
            entry, criteria, effect = _of_model(name, folder)
        except VaevizError as error:
            models.append({"name": name, "latent": 0, "problem": for_visitors(error)})
            continue
        models.append(entry)
        found.append((criteria, effect))
    if not models:
        raise CheckpointError(
            f"No model has stored codes. Encode a data set with `{PROGRAM} codes` and the model's name."
        )
    head = {"models": models, "thresholds": asdict(Thresholds()), "epsilons": EPSILONS}
    arrays = {one: np.concatenate([getattr(criteria, one) for criteria, _ in found] or [_none()]) for one in COLUMNS}
    effect = np.concatenate([effect for _, effect in found] or [_none()])
    below = np.concatenate([criteria.quiet for criteria, _ in found] or [np.zeros((0, len(EPSILONS)), np.uint32)])
    return join(head, {**arrays, "use": effect, "quiet": below})


def _none() -> np.ndarray:
    return np.zeros(0, np.float32)


def _of_model(name: str, folder: Path) -> tuple[dict[str, Any], CodesCriteria, np.ndarray]:
    checkpoint = open_checkpoint(folder)
    codes = stored_codes(checkpoint).codes
    criteria = criteria_of(codes)
    entry = {
        "name": name,
        "latent": codes.latent_dim,
        "images": criteria.images,
        "dataset": codes.dataset,
        "split": codes.split,
        "learned": codes.prior is not None,
        "surgery": asdict(criteria.surgery) if criteria.surgery else None,
        "problem": "",
    }
    return entry, criteria, _decoder_effect(folder, checkpoint.digest, codes.latent_dim)


def _decoder_effect(folder: Path, digest: str, latent: int) -> np.ndarray:
    """Return the decoder's effect per dimension, if `evaluate` measured it for this model file."""
    found = read_evaluation(folder)
    if found is None or found.criteria is None or found.digest != digest:
        return np.full(latent, NOT_MEASURED, np.float32)
    return np.array(found.criteria.use, np.float32)
