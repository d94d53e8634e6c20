import itertools
import math
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from vaeviz import data as datasets
from vaeviz.__main__ import main
from vaeviz.collapse.experiments import begin
from vaeviz.collapse.lab.held_out import measure_held_out
from vaeviz.collapse.lab.laboratory import Laboratory
from vaeviz.collapse.lab.settings import LabSettings
from vaeviz.collapse.lab.settings_log import Run, SettingsLog
from vaeviz.errors import ConfigError
from vaeviz.families import build
from vaeviz.files.checkpoint import load
from vaeviz.training.fit import fit
from vaeviz.training.history import read_history
from vaeviz.training.state import TrainState

SMALL: dict[str, Any] = {"latent": 4, "batch_size": 128}


def train_by(command: str, out: Path) -> None:
    """Do what the command says, to another folder."""
    program, *words = shlex.split(command)
    assert (program, *words[:2]) == ("python", "-m", "vaeviz")
    words[words.index("--out") + 1] = str(out)
    assert main(words[2:]) == 0


@pytest.mark.parametrize(
    "settings",
    [
        {"beta": 2.0, "schedule": "warm-up", "ramp": 30},
        {"decoder": "conv", "free_bits": 0.2, "seed": 7},
        {"decoder": "autoregressive", "context_dropout": 0.3, "schedule": "cyclical", "ramp": 10},
        {"decoder": "linear", "capacity": 3.0, "ramp": 20, "learning_rate": 0.003},
        {"posterior": "delta", "floor": 0.2, "inner_steps": 3},
        {"posterior": "batch-norm", "floor": 0.6, "sigma": 0.0},
    ],
)
def test_its_command_line_trains_the_same_bits(settings: dict[str, Any], tmp_path: Path) -> None:
    lab = Laboratory({**SMALL, **settings})
    lab.frame()  # looking changes nothing
    lab.advance(60, 15)
    head, _ = lab.frame()
    lab.advance(60, head["command_step"] - 15)
    head, arrays = lab.frame()
    assert (head["step"], head["epoch"]) == (head["command_step"], 2)
    train_by(head["command"], tmp_path / "run")
    history = read_history(tmp_path / "run")
    assert history.step[-1] == head["step"]
    assert history.distortion[-1] == np.float32(head["train_distortion"])
    np.testing.assert_array_equal(history.rate_per_dim[-1], arrays["train_rate_per_dim"])
    trained = load(tmp_path / "run").model
    for mine, theirs in zip(lab.run.model.parameters(), trained.parameters(), strict=True):
        assert torch.equal(mine, theirs)
    held = measure_held_out(trained, datasets.load("digits", "test"))
    np.testing.assert_array_equal(held.rate_per_dim, arrays["rate_per_dim"])
    np.testing.assert_array_equal(held.mu_variance, arrays["mu_variance"])


def changed_laboratory() -> Laboratory:
    lab = Laboratory({**SMALL, "sigma": 0.3})
    for steps, settings in [
        (5, {"beta": 4}),
        (7, {"sigma": 0.2, "free_bits": 0.1}),
        (3, {"sigma": 0.0, "schedule": "warm-up", "ramp": 40}),
        (9, {"sigma": 0.3, "learning_rate": 0.005, "free_bits": 0, "capacity": 2}),
        (4, {"inner_steps": 2, "capacity": 0}),
        (6, {}),
    ]:
        lab.advance(60, steps)
        lab.move(settings)
        lab.frame()
    return lab


def test_a_run_with_changed_settings_is_repeated_from_its_log() -> None:
    lab = changed_laboratory()
    head, arrays = lab.frame()
    assert (head["step"], head["moves"], head["command"]) == (34, 5, "")
    lab.look({"log": True})
    log = SettingsLog.from_json(lab.frame()[0]["log"])
    assert [position.step for position in log.positions] == [0, 5, 12, 15, 24, 28]
    again = Run(log, datasets.load("digits"))
    *_, last = itertools.islice(again.steps, 34)
    assert last.loss.item() == head["loss"]
    np.testing.assert_array_equal(last.rate_per_dim.numpy(), arrays["train_rate_per_dim"])
    np.testing.assert_array_equal(
        measure_held_out(again.model, datasets.load("digits", "test")).rate_per_dim, arrays["rate_per_dim"]
    )


def test_a_log_is_all_that_fit_depends_on() -> None:
    """The same changes without the laboratory, apart from its settings."""
    lab = changed_laboratory()
    first, data = lab.log.positions[0].settings, datasets.load("digits")
    torch.manual_seed(first.seed)
    model = build(first.model_config())
    state = TrainState(model, first.train_config())
    steps = fit(model, data, first.train_config(), state=state, moved=lambda step: lab.log.at(step).config)
    for step in range(34):
        model.config = lab.log.at(step).settings.model_config()
        next(steps)
    for mine, theirs in zip(lab.run.model.parameters(), model.parameters(), strict=True):
        assert torch.equal(mine, theirs)


def beta_now(lab: Laboratory) -> float:
    return lab.frame()[0]["beta"]


def test_a_schedule_that_is_chosen_during_the_run_counts_from_there() -> None:
    lab = Laboratory({**SMALL, "beta": 4.0, "ramp": 20})
    lab.advance(60, 30)
    lab.move({"schedule": "warm-up"})
    assert beta_now(lab) == 0
    lab.advance(60, 5)
    assert beta_now(lab) == 1
    lab.move({"beta": 8.0})  # the schedule goes on
    assert beta_now(lab) == 2
    lab.move({"ramp": 10})
    assert beta_now(lab) == 4
    lab.move({"schedule": "constant"})
    assert beta_now(lab) == 8
    lab.advance(60, 5)
    lab.move({"schedule": "cyclical"})
    assert beta_now(lab) == 0


def test_a_capacity_that_is_set_during_the_run_rises_from_there() -> None:
    lab = Laboratory({**SMALL, "ramp": 20})
    lab.advance(60, 30)
    lab.move({"capacity": 5.0})
    assert lab.log.positions[-1].config.capacity_start == 30
    lab.advance(60, 5)
    lab.move({"capacity": 8.0, "schedule": "warm-up"})
    config = lab.log.positions[-1].config
    assert (config.capacity_start, config.beta_start) == (30, 35)


def test_a_run_whose_schedule_was_chosen_during_it_is_repeated_bit_for_bit() -> None:
    lab = Laboratory({**SMALL, "beta": 4.0, "ramp": 20})
    for steps, settings in [(30, {"schedule": "warm-up"}), (8, {"beta": 2.0}), (6, {"schedule": "constant"})]:
        lab.advance(60, steps)
        lab.move(settings)
    lab.advance(60, 4)
    again = Run(SettingsLog.from_json(lab.log.to_json()), datasets.load("digits"))
    *_, last = itertools.islice(again.steps, 48)
    assert last.loss.item() == lab.frame()[0]["loss"]
    for mine, theirs in zip(lab.run.model.parameters(), again.model.parameters(), strict=True):
        assert torch.equal(mine, theirs)


def test_a_schedule_that_is_chosen_before_the_first_step_is_the_command_lines() -> None:
    lab = Laboratory({**SMALL, "beta": 4.0, "ramp": 20})
    lab.move({"schedule": "warm-up"})
    lab.advance(60, 5)
    head, _ = lab.frame()
    assert head["beta"] == 1
    assert "--beta-schedule warm-up --beta-steps 20" in head["command"]
    assert "start" not in head["command"]


def test_a_setting_that_was_never_trained_with_is_not_logged() -> None:
    lab = Laboratory(SMALL)
    lab.move({"beta": 9})
    lab.move({"beta": 2})
    lab.advance(60, 1)
    lab.move({"beta": 5})
    lab.move({"beta": 2})
    head, _ = lab.frame()
    assert head["moves"] == 0
    assert "--beta 2" in head["command"]


def test_a_refused_change_of_settings_changes_nothing() -> None:
    lab = Laboratory(SMALL)
    for wanted in ({"latent": 2}, {"beta": -1}, {"free_bits": 1, "capacity": 1}, {"nothing": 1}):
        with pytest.raises(ConfigError):
            lab.move(wanted)
    assert lab.settings == LabSettings(**SMALL)
    assert lab.log.moves == 0


def test_a_frame_before_the_first_step() -> None:
    head, arrays = begin("lab", {}).frame()
    assert (head["step"], head["loss"], head["train_rate"], head["images"]) == (0, None, None, 360)
    assert "train_rate_per_dim" not in arrays
    assert arrays["samples"].shape == (20, 8, 8, 1)
    assert arrays["traversal"].shape == (11, 8, 8, 1)
    assert arrays["reconstructions"].shape == arrays["originals"].shape == (10, 8, 8, 1)
    assert arrays["points"].shape == (360, 2)
    assert {array.dtype.name for array in arrays.values()} == {"uint8", "float32"}


def test_figures_add_up_and_include_the_current_settings() -> None:
    lab = Laboratory({**SMALL, "beta": 4.0, "schedule": "warm-up", "ramp": 100})
    lab.advance(60, 25)
    head, arrays = lab.frame()
    assert head["beta"] == 1.0
    assert head["rate"] == pytest.approx(arrays["rate_per_dim"].sum(), rel=1e-6)
    assert head["elbo"] == pytest.approx(-head["distortion"] - head["rate"], rel=1e-5)
    assert head["active"] == (arrays["mu_variance"] > head["active_threshold"]).sum()
    assert head["active_kl"] == (arrays["rate_per_dim"] > head["kl_threshold"]).sum()
    assert head["dims"] == sorted(np.argsort(-arrays["mu_variance"])[:2])
    assert head["steps_per_second"] > 0
    assert head["seconds"] > 0


def test_a_run_that_diverges_ends_with_a_message() -> None:
    lab = Laboratory(SMALL)
    with torch.no_grad():
        next(lab.run.model.parameters()).fill_(torch.nan)
    lab.advance(60, 1)
    head, arrays = lab.frame()
    assert lab.finished
    assert "smaller learning rate" in head["text"]
    assert arrays["samples"].dtype == np.uint8


def test_a_run_with_all_its_steps_done_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaeviz.collapse.lab.settings.EPOCHS", 1)
    lab = Laboratory(SMALL)
    lab.advance(60)
    head, _ = lab.frame()
    assert lab.finished
    assert head["step"] == head["command_step"] > 0
    assert "all its steps" in head["text"]


def test_one_latent_has_one_coordinate() -> None:
    head, arrays = begin("lab", {"latent": 1}).frame()
    assert head["dims"] == [0]
    assert arrays["points"].shape == (360, 1)


def test_another_dimension_draws_its_traversal() -> None:
    lab = Laboratory(SMALL)
    lab.advance(60, 20)
    before = lab.frame()[1]["traversal"]
    lab.look({"dim": 3})
    head, arrays = lab.frame()
    assert head["dim"] == 3
    assert not np.array_equal(arrays["traversal"], before)
    for wish in ({"dim": 4}, {"dim": -1}, {"dim": "x"}, {"dim": True}, {}, {"colour": 1}):
        with pytest.raises(ConfigError):
            lab.look(wish)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_not_all_collapsed_units_become_active_again(seed: int) -> None:
    """Beta 1, far up, and back: fewer units than a fresh run of as many steps at the same beta."""
    fresh, lab = begin("lab", {"seed": seed}), begin("lab", {"seed": seed})
    fresh.advance(math.inf, 800)
    alive, _ = fresh.frame()
    lab.advance(math.inf, 500)
    lab.move({"beta": 100})
    lab.advance(math.inf, 500)
    dead, _ = lab.frame()
    assert (dead["active"], dead["active_kl"]) == (0, 0)
    lab.move({"beta": 1})
    lab.advance(math.inf, 800)
    back, _ = lab.frame()
    assert back["active_kl"] < alive["active_kl"]
    assert back["elbo"] < alive["elbo"] - 1


def test_an_unknown_experiment_is_refused() -> None:
    with pytest.raises(ConfigError, match="Did you mean 'lab'"):
        begin("labs", {})
