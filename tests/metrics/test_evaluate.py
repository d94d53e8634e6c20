"""A whole evaluation on models whose figures are known."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from toys import LAMP, holding, lamps

from vaeviz import data as datasets
from vaeviz.config import Condition, ModelConfig, TrainConfig
from vaeviz.data.dataset import choose_rows
from vaeviz.errors import ConfigError, DataError
from vaeviz.families import build
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.header import Header
from vaeviz.metrics.evaluate import EvaluationSettings, evaluate
from vaeviz.metrics.evaluation import Evaluation
from vaeviz.metrics.oracle_classifier import oracle_file, save
from vaeviz.metrics.oracle_training import OracleSettings, measure_errors, train_oracle

DIGITS = datasets.load("digits", "test")
X = torch.from_numpy(DIGITS.images[:]).float() / 255
NO_IWAE = EvaluationSettings(iwae_images=0)


def checkpoint(*, binarise: bool = False, condition: Condition | None = None, dead: bool = False) -> Checkpoint:
    torch.manual_seed(0)
    config = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=3, hidden=16, condition=condition)
    model = build(config).eval().requires_grad_(False)
    if dead:  # encoder says N(0, I) for every picture, decoder says 1/2 for every pixel
        for parameter in model.parameters():
            parameter.zero_()
    train = TrainConfig(dataset="digits", binarise=binarise)
    return holding(model, Header(name="toy", model=config, train=train), "d" * 32)


@pytest.mark.parametrize("binarise", [False, True])
def test_a_collapsed_grey_model_costs_ln_2_per_pixel_and_nothing_else(binarise):
    found = evaluate(
        checkpoint(binarise=binarise, dead=True), DIGITS, settings=EvaluationSettings(samples=4, iwae_images=20)
    )
    nats = 64 * math.log(2)
    for value in (found.elbo, found.iwae, found.iwae_elbo, -found.distortion):
        assert value == pytest.approx(-nats, abs=1e-3)
    assert found.rate == 0
    assert found.rate_per_dim == (0, 0, 0)
    assert found.active_units == 0
    assert found.elbo_error == pytest.approx(0, abs=1e-5)
    assert found.binarised is binarise


def test_figures_are_consistent_with_each_other_and_with_the_model():
    opened = checkpoint()
    found = evaluate(opened, DIGITS, settings=EvaluationSettings(samples=16, iwae_images=100))
    posterior = opened.model.encode(X)
    rate = posterior.kl_to_prior().mean(0)
    assert found.rate_per_dim == pytest.approx(rate.tolist(), abs=1e-6)
    assert found.mu_variance == pytest.approx(posterior.mu.var(0, correction=0).tolist(), abs=1e-6)
    assert found.active_units == int((posterior.mu.var(0, correction=0) > 0.01).sum())
    assert found.elbo == pytest.approx(-(found.distortion + found.rate), abs=1e-4)
    assert found.rate == pytest.approx(sum(found.rate_per_dim), abs=1e-6)
    assert found.iwae > found.iwae_elbo
    assert (found.images, found.iwae_images, found.iwae_samples) == (360, 100, 16)
    assert (found.name, found.digest, found.dataset, found.split) == ("toy", "d" * 32, "digits", "test")
    assert (found.likelihood, found.binarised, found.seed) == ("bernoulli", False, 0)


def test_the_criteria_are_of_the_images_of_the_bound():
    opened = checkpoint()
    found = evaluate(opened, DIGITS, settings=NO_IWAE)
    posterior, criteria = opened.model.encode(X), found.criteria
    assert criteria.quiet == pytest.approx((posterior.kl_to_prior() < 0.1).float().mean(0).tolist(), abs=1e-6)
    assert criteria.posterior_variance == pytest.approx(posterior.logvar.exp().mean(0).tolist(), abs=1e-5)
    assert criteria.mutual_information + criteria.aggregate_kl == pytest.approx(found.rate, abs=0.1)
    assert criteria.ceiling == pytest.approx(math.log(360))
    binarised = evaluate(checkpoint(binarise=True), DIGITS, settings=NO_IWAE)
    assert binarised.criteria.posterior_variance != criteria.posterior_variance


def test_an_evaluation_repeats_with_its_seed_and_differs_with_another():
    first, again, other = (
        evaluate(checkpoint(binarise=True), DIGITS, settings=EvaluationSettings(samples=2, seed=s)) for s in (3, 3, 4)
    )
    assert (first.elbo, first.iwae) == (again.elbo, again.iwae)
    assert first.elbo != other.elbo
    assert abs(first.elbo - other.elbo) < 5 * first.elbo_error


def test_a_limit_measures_the_chosen_rows_and_zero_skips_the_tighter_bound():
    opened = checkpoint()
    found = evaluate(opened, DIGITS, settings=EvaluationSettings(limit=40, seed=2, iwae_images=0))
    rate = opened.model.encode(X[choose_rows(len(DIGITS), 40, 2)]).kl_to_prior().mean(0)
    assert found.images == 40
    assert found.rate_per_dim == pytest.approx(rate.tolist(), abs=1e-6)
    assert (found.iwae, found.iwae_elbo, found.iwae_images) == (None, None, 0)


def test_only_a_model_with_the_classes_of_the_oracle_has_a_conditional_accuracy():
    condition = Condition(kind="class", names=DIGITS.class_names)
    found = evaluate(checkpoint(condition=condition), DIGITS, settings=NO_IWAE)
    assert found.conditional_accuracy == pytest.approx(0.1, abs=0.1)  # untrained: whatever is asked for, one class
    assert found.judge_accuracy is not None
    assert found.judge_accuracy >= 0.99
    assert found.conditional_samples == 10_000
    share = found.conditional_accuracy
    assert found.conditional_error == pytest.approx((share * (1 - share) / 10_000) ** 0.5)
    assert evaluate(checkpoint(), DIGITS, settings=NO_IWAE).conditional_accuracy is None


def test_an_evaluation_goes_through_json_unchanged():
    found = evaluate(checkpoint(), DIGITS, settings=EvaluationSettings(samples=2, iwae_images=10))
    assert Evaluation.from_json(json.loads(json.dumps(found.to_json()))) == found
    of_lamps = evaluate(lamp_model(), lamps(60, split="test"), lamps(100), settings=NO_IWAE)
    assert Evaluation.from_json(json.loads(json.dumps(of_lamps.to_json()))) == of_lamps


def lamp_model(condition: Condition | None = None) -> Checkpoint:
    config = ModelConfig(family="mlp", image_shape=(3, 12, 12), latent_dim=4, hidden=4, condition=condition)
    return holding(build(config).eval(), Header(name="lamp", model=config), "d" * 32)


def test_the_label_probe_is_fitted_to_other_images_and_ignores_collapsed_codes():
    train, opened = datasets.load("digits", "train"), checkpoint()
    collapsed = evaluate(opened, DIGITS, train, settings=NO_IWAE)
    assert collapsed.active_units == 0
    assert collapsed.probe_chance == pytest.approx(np.bincount(DIGITS.labels).max() / 360)
    assert collapsed.probe_accuracy <= collapsed.probe_chance
    last = [part for part in opened.model.encoder.modules() if isinstance(part, torch.nn.Linear)][-1]
    last.weight.data *= 20
    found = evaluate(opened, DIGITS, train, settings=NO_IWAE)
    assert found.active_units == 3
    assert found.probe_chance + 0.05 < found.probe_accuracy < 0.9  # random directions tell something of the class
    assert found.disentanglement is None
    assert found.attributes == found.attribute_judge == found.attribute_probes == ()


def test_a_model_conditioned_on_attributes_has_a_figure_for_each(tmp_path, monkeypatch):
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
    condition = Condition.of_attributes(LAMP)
    data = lamps(300, split="test")
    assert evaluate(lamp_model(condition), data, lamps(200), settings=NO_IWAE).attributes == ()  # no oracle yet
    save(oracle_file("lamps"), measure_errors(train_oracle(lamps(300), OracleSettings(epochs=2)), data))
    found = evaluate(lamp_model(condition), data, lamps(200), settings=NO_IWAE)
    assert [one.name for one in found.attributes] == ["height", "colour"]
    assert abs(found.attributes[0].rank_correlation) < 0.6  # untrained
    assert found.attributes[1].accuracy < 0.6
    assert found.attribute_judge[1].accuracy > 0.5
    assert [one.name for one in found.attribute_probes] == ["height", "colour"]
    assert found.disentanglement is None  # factors that are conditions are excluded, and one is left
    plain = evaluate(lamp_model(), data, lamps(200), settings=NO_IWAE)
    assert plain.disentanglement.factors == ("height", "colour", "level")
    assert plain.attributes == ()


def test_images_of_another_size_and_single_images_are_refused():
    with pytest.raises(DataError, match="at least two images"):
        evaluate(checkpoint(), replace(DIGITS, images=DIGITS.images[:1], labels=DIGITS.labels[:1]))
    with pytest.raises(ConfigError, match="limit is 1; allowed: whole numbers from 2"):
        EvaluationSettings(limit=1)
    small = ModelConfig(family="mlp", image_shape=(1, 4, 4), latent_dim=2, hidden=4)
    other = holding(build(small), Header(name="small", model=small), "d" * 32)
    with pytest.raises(DataError, match=r"small takes \(1, 4, 4\) images"):
        evaluate(other, DIGITS)


def test_progress_names_each_stage_and_may_stop_it():
    seen = []
    evaluate(
        checkpoint(),
        DIGITS,
        settings=EvaluationSettings(samples=64, iwae_images=40),
        progress=lambda *call: seen.append(call),
    )
    assert seen[0] == ("ELBO", 360, 360)
    assert (40, 40) in [one[1:] for one in seen]
    assert ("Encoding", 360, 360) in seen
    assert seen[-1] == ("Aggregate posterior", 360, 360)

    def stop(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate(checkpoint(), DIGITS, progress=stop)
