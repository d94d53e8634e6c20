"""The criteria of all shipped models in one body: each its own rows, and words where one cannot be read."""

import json

import numpy as np
import pytest
from server.http.test_packing import unpack

from vaeviz import data as datasets
from vaeviz.errors import CheckpointError
from vaeviz.files.checkpoint import load
from vaeviz.files.codes import CODES_FILE, read_codes, write_codes
from vaeviz.latents.encode import encode_dataset
from vaeviz.metrics.criteria_of_codes import EPSILONS
from vaeviz.metrics.evaluate import EvaluationSettings, evaluate
from vaeviz.metrics.evaluation import write_evaluation
from vaeviz.server.figures.criteria import NOT_MEASURED, figures
from vaeviz.server.figures.endpoint import FIGURES

DIGITS = datasets.load("digits", "test")


@pytest.fixture
def models(write_model, tmp_path, monkeypatch):
    """Four models: one with its codes and figures, one with codes only, one with broken codes, one with none."""
    for seed, name in enumerate(("broken", "codes", "figures", "nothing")):
        checkpoint = load(write_model(tmp_path / name, seed=seed))
        if name != "nothing":
            write_codes(tmp_path / name, encode_dataset(checkpoint, DIGITS), {})
        if name == "figures":
            write_evaluation(tmp_path / name, evaluate(checkpoint, DIGITS, settings=EvaluationSettings(iwae_images=0)))
    (tmp_path / "broken" / CODES_FILE).write_bytes(b"nothing of the kind")
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
    return tmp_path


def test_every_model_with_codes_has_its_rows(models):
    head, arrays = unpack(FIGURES["criteria"]())
    assert [(one["name"], one["latent"]) for one in head["models"]] == [("broken", 0), ("codes", 3), ("figures", 3)]
    assert "cannot be read" in head["models"][0]["problem"]
    assert str(models) not in head["models"][0]["problem"]
    assert head["models"][1]["images"] == 360
    assert head["models"][1]["surgery"]["ceiling"] == pytest.approx(np.log(360))
    assert head["thresholds"]["variance"] == 0.01
    assert tuple(head["epsilons"]) == EPSILONS
    stored = read_codes(models / "figures", load(models / "figures").digest).codes
    np.testing.assert_allclose(arrays["rate"][3:], stored.rate().mean(0), rtol=1e-6)
    np.testing.assert_allclose(arrays["mu_variance"][3:], stored.mu.var(0), rtol=1e-6)
    assert arrays["quiet"].shape == (6, len(EPSILONS))


def test_the_decoders_use_is_that_of_evaluate_for_this_very_model_file(models):
    measured = json.loads((models / "figures" / "evaluation.json").read_text())
    _, arrays = unpack(figures())
    assert arrays["use"][:3].tolist() == [NOT_MEASURED] * 3
    assert arrays["use"][3:].tolist() == pytest.approx(measured["criteria"]["use"])
    (models / "figures" / "evaluation.json").write_text(json.dumps(measured | {"digest": "f" * 32}))
    _, arrays = unpack(figures())
    assert arrays["use"].tolist() == [NOT_MEASURED] * 6


def test_without_codes_the_error_says_how_to_make_them(tmp_path, monkeypatch):
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
    with pytest.raises(CheckpointError, match="Encode a data set with `python -m vaeviz codes`"):
        figures()
