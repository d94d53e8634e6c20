from dataclasses import replace

import numpy as np
import pytest
import torch

from vaeviz import data as datasets
from vaeviz.config import Condition, ModelConfig, TrainConfig
from vaeviz.data.dataset import DataSource
from vaeviz.errors import CheckpointError
from vaeviz.families import FAMILIES
from vaeviz.files import read_tensors, write_tensors
from vaeviz.files.checkpoint import load
from vaeviz.training.history import read_history
from vaeviz.training.runs import RESUME_FILE, Run, train

MODEL = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=16)


class KilledError(Exception):
    """Stands for a power cut."""


@pytest.fixture
def run(corners, monkeypatch, tmp_path):
    made = DataSource(lambda split, progress: corners, source="made by the tests", license="none")
    monkeypatch.setitem(datasets.DATASETS, "corners", made)
    monkeypatch.setattr("vaeviz.training.runs.SAVE_EVERY", 10)
    config = TrainConfig(dataset="corners", epochs=12, batch_size=32)
    return Run(out=tmp_path / "run", model=MODEL, train=config, command="python -m vaeviz train corners")


def watch(step, total):
    assert 0 < step.step <= total


def kill_at(n):
    def watch(step, total):
        if step.step == n:
            raise KilledError

    return watch


def test_a_finished_run_is_a_checkpoint_with_its_history(run):
    digest = train(run, watch)
    found = load(run.out)
    assert found.digest == digest
    assert found.header.name == "run"
    assert found.header.command == "python -m vaeviz train corners"
    assert found.header.hardware.startswith("CPU (")
    assert f", {torch.backends.cpu.get_cpu_capability()}, " in found.header.hardware
    assert f"torch {torch.__version__}" in found.header.hardware
    history = read_history(run.out)
    assert history.step[-1] == 96
    assert history.rate_per_dim.shape == (len(history.step), 2)
    assert history.distortion[-1] < history.distortion[0]
    assert not (run.out / RESUME_FILE).exists()


def test_a_killed_run_goes_on_to_the_same_bits(run, tmp_path):
    straight = train(replace(run, out=tmp_path / "other" / "run"), watch)
    with pytest.raises(KilledError):
        train(run, kill_at(57))
    assert (run.out / RESUME_FILE).exists()
    assert not (run.out / "model.safetensors").exists()
    steps = []
    resumed = train(replace(run, resume=True), lambda step, total: steps.append(step.step))
    assert steps[0] == 51
    assert resumed == straight
    for name in ("step", "distortion", "rate_per_dim"):
        both = (getattr(read_history(folder), name) for folder in (run.out, tmp_path / "other" / "run"))
        np.testing.assert_array_equal(*both)


def test_without_resume_a_run_starts_anew(run):
    with pytest.raises(KilledError):
        train(run, kill_at(57))
    steps = []
    train(run, lambda step, total: steps.append(step.step))
    assert steps[0] == 1


def test_resuming_without_a_resume_file_starts_anew_with_a_warning(run, caplog):
    steps = []
    train(replace(run, resume=True), lambda step, total: steps.append(step.step))
    assert steps[0] == 1
    assert "starts from scratch" in caplog.text


def test_a_finished_model_is_replaced_only_when_asked(run):
    digest = train(run, watch)
    (run.out / "evaluation.json").write_text("{}")
    with pytest.raises(CheckpointError, match="--overwrite"):
        train(run, watch)
    assert load(run.out).digest == digest
    other = train(replace(run, train=replace(run.train, seed=1), overwrite=True), watch)
    assert load(run.out).digest == other != digest
    assert not (run.out / "evaluation.json").exists()


def test_a_second_run_into_the_same_folder_is_refused_at_once(run):
    refused = []

    def watch(step, total):
        if step.step == 20:
            with pytest.raises(CheckpointError, match="Another run is training into") as error:
                train(replace(run, overwrite=True, train=replace(run.train, seed=1)), watch)
            refused.append(error)

    digest = train(run, watch)
    assert len(refused) == 1
    assert load(run.out).digest == digest
    assert load(run.out).header.train.seed == 0


def test_a_disk_without_room_is_found_before_the_first_step(run, limited_files):
    steps = []
    with limited_files(20_000), pytest.raises(CheckpointError, match="cannot be written to"):
        train(run, lambda step, total: steps.append(step.step))
    assert steps == []


def test_a_disk_that_fills_up_is_an_error_of_ours_and_the_old_model_stays(run, limited_files, monkeypatch):
    digest = train(run, watch)
    (run.out / "evaluation.json").write_text("{}")
    before = {path.name: path.read_bytes() for path in run.out.iterdir()}
    again = replace(run, overwrite=True, train=replace(run.train, seed=1))
    monkeypatch.setattr("vaeviz.training.runs.SAVE_EVERY", 10**6)
    monkeypatch.setattr("vaeviz.training.runs.require_writable", lambda folder, size: None)  # there was room at first
    with limited_files(8_000), pytest.raises(CheckpointError, match=r"model\.safetensors cannot be written"):
        train(again, watch)
    assert {path.name: path.read_bytes() for path in run.out.iterdir()} == before
    assert load(run.out).digest == digest


def test_another_configuration_does_not_resume_from_the_file(run):
    with pytest.raises(KilledError):
        train(run, kill_at(57))
    with pytest.raises(CheckpointError, match="other settings"):
        train(replace(run, resume=True, train=replace(run.train, beta=2.0)), watch)


def test_a_damaged_resume_file_is_reported(run):
    with pytest.raises(KilledError):
        train(run, kill_at(57))
    (run.out / RESUME_FILE).write_bytes(b"half")
    with pytest.raises(CheckpointError, match="without --resume"):
        train(replace(run, resume=True), watch)


RESUMED = [
    ({"adam.0.exp_avg": np.zeros((0,), np.float32)}, "adam.0.exp_avg has shape"),
    ({"adam.0.exp_avg": None}, "lacks the arrays adam.0.exp_avg"),
    ({"adam.99.exp_avg": np.zeros(1, np.float32)}, "has the arrays adam.99.exp_avg"),
    ({"adam.0.exp_avg_sq": -1.0}, "adam.0.exp_avg_sq holds numbers from -1"),
    ({"adam.1.exp_avg": np.nan}, "adam.1.exp_avg holds numbers that are not finite"),
    ({"adam.1.step": np.array(3, np.float32)}, "adam.1.step holds numbers from 3"),
    ({"model.decoder.out.linear.bias": np.inf}, "not finite"),
    ({"average.decoder.out.linear.bias": np.zeros(64, np.float64)}, "type float64"),
    ({"generator": np.zeros(16, np.uint8)}, r"generator has shape \(16,\)"),
    ({"generator": 255}, "noise generator"),
    ({"step": np.array(-1, np.int64)}, "step holds numbers from -1 to -1; allowed: 1 to 96"),
    ({"step": np.array(97, np.int64)}, "allowed: 1 to 96"),
    ({"step": np.array(np.nan, np.float32)}, "step has type float32"),
    ({"step": np.array([50], np.int64)}, r"step has shape \(1,\)"),
    ({"history.step": 1}, "not have one row for every"),
    ({"history.rate_per_dim": np.nan}, "not finite"),
]


@pytest.mark.parametrize(("change", "message"), RESUMED)
def test_a_resume_file_that_no_run_wrote_is_refused_before_torch_sees_it(run, change, message):
    with pytest.raises(KilledError):
        train(run, kill_at(57))
    path = run.out / RESUME_FILE
    found = read_tensors(path.read_bytes())
    for name, value in change.items():
        if value is None:
            del found.arrays[name]
        elif isinstance(value, np.ndarray):
            found.arrays[name] = value
        else:
            found.arrays[name][...] = value
    write_tensors(path, found.arrays, found.header)
    with pytest.raises(CheckpointError, match=f"{message}.*without --resume"):
        train(replace(run, resume=True), watch)


SHAPES = [
    *({"family": family} for family in FAMILIES),
    {"posterior": "batch-norm", "posterior_floor": 0.5},
    {"posterior": "delta", "posterior_floor": 0.5},
    {"condition": Condition(kind="class", names=("0", "1", "2", "3")), "prior": "conditional"},
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_kind_of_model_can_go_on(run, shape):
    settings = replace(run.train, epochs=2, inner_steps=2)
    this = replace(run, model=replace(MODEL, likelihood="gaussian", sigma=0.3, **shape), train=settings)
    with pytest.raises(KilledError):
        train(this, kill_at(15))
    steps = []
    train(replace(this, resume=True), lambda step, total: steps.append(step.step))
    assert steps == list(range(11, 17))


def test_the_optimal_sigma_is_fixed_at_the_end(run, corners):
    condition = Condition(kind="class", names=corners.class_names)
    shape = replace(MODEL, likelihood="gaussian-optimal", condition=condition)
    train(replace(run, model=shape, train=replace(run.train, epochs=60, average=0.9)), watch)
    sigma = load(run.out).header.model.sigma
    assert 0.001 < sigma < np.std(corners.images[:] / 255) / 2


def test_the_optimal_sigma_of_a_linear_model_is_of_its_unclipped_mean(run, corners):
    shape = ModelConfig(family="linear", image_shape=(1, 8, 8), latent_dim=2, likelihood="gaussian-optimal")
    train(replace(run, model=shape, train=replace(run.train, epochs=1, average=0.0)), watch)
    opened = load(run.out)
    x = torch.from_numpy(corners.images[:]).float() / 255
    z = opened.model.encode(x).sample(torch.Generator().manual_seed(1))
    mean = opened.model.likelihood(z).mean
    assert mean.min() < 0
    assert opened.header.model.sigma == pytest.approx((x - mean).square().mean().sqrt().item(), rel=0.05)
