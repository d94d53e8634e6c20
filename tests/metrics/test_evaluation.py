"""The measured figures as a record and as the file beside a model."""

import json
from dataclasses import replace

import pytest
from toys import EVALUATION

from vaeviz.errors import CheckpointError, ConfigError
from vaeviz.metrics.attribute_figures import AttributeFigure
from vaeviz.metrics.criteria import Criteria, Thresholds
from vaeviz.metrics.evaluation import EVALUATION_FILE, Evaluation, read_evaluation, write_evaluation
from vaeviz.metrics.linear_probe import Probe

CRITERIA = Criteria(
    thresholds=Thresholds(),
    quiet=(0.0, 1.0),
    posterior_variance=(0.1, 1.0),
    use=(0.5, 0.0),
    mutual_information=1.0,
    total_correlation=0.25,
    dimension_kl=0.25,
    ceiling=5.0,
    samples=100,
)
FOUND = replace(
    EVALUATION,
    probe_accuracy=0.8,
    probe_chance=0.1,
    attributes=(AttributeFigure(name="height", rank_correlation=0.9, mean_absolute_error=0.1),),
    attribute_probes=(Probe(name="height", score=0.7),),
    criteria=CRITERIA,
)


def test_it_goes_through_json_unchanged():
    assert Evaluation.from_json(json.loads(json.dumps(FOUND.to_json()))) == FOUND


def test_figures_from_before_the_probe_still_load():
    probed = (
        "probe_accuracy",
        "probe_chance",
        "attributes",
        "attribute_judge",
        "attribute_probes",
        "disentanglement",
    )
    later = (*probed, "criteria", "conditional_samples", "conditional_error")
    found = FOUND.to_json()
    before = Evaluation.from_json({key: value for key, value in found.items() if key not in later})
    assert before.probe_accuracy is None
    assert before.criteria is None
    assert before.attributes == ()


def test_an_evaluation_is_kept_beside_the_model_and_a_damaged_one_is_refused(tmp_path):
    assert read_evaluation(tmp_path) is None
    write_evaluation(tmp_path, FOUND)
    assert read_evaluation(tmp_path) == FOUND
    for content in ("{", "[]", '{"name": 3}'):
        (tmp_path / EVALUATION_FILE).write_text(content)
        with pytest.raises(CheckpointError, match="cannot be read"):
            read_evaluation(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mu_variance": (0.9,)}, "mu_variance has 1 entries"),
        ({"criteria": replace(CRITERIA, use=(0.5,))}, "use has 1 entries"),
        ({"images": -1}, "images is -1"),
        ({"probe_accuracy": 1.5}, "probe_accuracy is 1.5; allowed: 0 to 1"),
    ],
)
def test_impossible_figures_are_refused(change, message):
    with pytest.raises(ConfigError, match=message):
        replace(FOUND, **change)
