from dataclasses import replace

import numpy as np
import pytest
import torch

from vaeviz import data as datasets
from vaeviz.__main__ import main
from vaeviz.config import Attribute, Condition
from vaeviz.files.checkpoint import load


def test_the_header_holds_the_command_and_all_of_its_choices(trained):
    header = load(trained).header
    assert header.name == "tiny-cvae"
    assert header.command.startswith("python -m vaeviz train digits --family mlp")
    assert header.model.latent_dim == 2
    assert header.model.condition.names == tuple("0123456789")
    assert header.train.epochs == 3
    assert header.train.label_dropout == 0.1


def test_the_command_in_the_header_makes_the_same_bits_again(trained, tmp_path):
    words = load(trained).header.command.split()[3:]
    words[words.index("--out") + 1] = str(tmp_path / "again")
    assert main(words) == 0
    first, again = (load(folder).model.state_dict() for folder in (trained, tmp_path / "again"))
    assert all((first[name] == again[name]).all() for name in first)


def test_a_choice_that_the_family_cannot_have_is_one_clear_line(capsys, tmp_path):
    assert main(["train", "digits", "--family", "linear", "--out", str(tmp_path / "x")]) == 2
    assert "gaussian likelihood" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--sigma 0.1", "--likelihood gaussian"),
        ("--sigma 0.1 --likelihood gaussian-optimal", "--likelihood gaussian"),
        ("--free-bits 0.5", "--objective free-bits"),
        ("--beta-steps 100", "--beta-schedule"),
        ("--beta-schedule warm-up", "--beta-steps 1 or more"),
        ("--capacity 5", "--objective capacity"),
        ("--capacity-steps 5", "--objective capacity"),
        ("--objective capacity", "--capacity nats"),
        ("--posterior-floor 0.1", "--posterior delta or batch-norm"),
        ("--posterior delta", "posterior_floor is 0.0"),
        ("--context-dropout 0.5", "--family autoregressive"),
    ],
)
def test_an_option_without_effect_is_refused(options, words, capsys, tmp_path):
    assert main(["train", "digits", "--family", "mlp", *options.split(), "--out", str(tmp_path / "x")]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_every_remedy_can_be_asked_for(tmp_path):
    options = (
        "--family autoregressive --hidden 8 --epochs 1 --likelihood gaussian-optimal --posterior batch-norm "
        "--posterior-floor 0.6 --objective capacity --capacity 5 --capacity-steps 9 --beta 10 --context-dropout 0.3 "
        "--inner-steps 2 --learning-rate-schedule constant"
    )
    assert main(["train", "digits", *options.split(), "--out", str(tmp_path / "x")]) == 0
    found = load(tmp_path / "x")
    assert (found.header.model.posterior, found.header.model.posterior_floor) == ("batch-norm", 0.6)
    assert 0.05 < found.header.model.sigma < 0.5
    train = found.header.train
    assert (train.objective, train.capacity, train.capacity_steps) == ("capacity", 5, 9)
    assert (train.context_dropout, train.inner_steps, train.learning_rate_schedule) == (0.3, 2, "constant")
    assert (found.model.posterior.variance != 1).all()


def test_a_model_of_attributes_is_trained_without_label_dropout(capsys, tmp_path, monkeypatch):
    def described(name, split="train", progress=None):
        data = datasets.DATASETS[name].load(split, progress)
        values = np.linspace(-1, 1, len(data), dtype=np.float32)[:, None]
        return replace(data, attributes=(Attribute(name="slant", ends=("left", "right")),), attribute_values=values)

    command = [
        "train",
        "digits",
        "--family",
        "mlp",
        "--hidden",
        "4",
        "--epochs",
        "1",
        "--condition",
        "attributes",
        "--out",
    ]
    assert main([*command, str(tmp_path / "none")]) == 2
    assert "digits has no attributes" in capsys.readouterr().err
    monkeypatch.setattr(datasets, "load", described)
    assert main([*command, str(tmp_path / "x")]) == 0
    header = load(tmp_path / "x").header
    assert header.model.condition == Condition.of_attributes((Attribute(name="slant", ends=("left", "right")),))
    assert header.train.label_dropout == 0
    assert main([*command, str(tmp_path / "y"), "--label-dropout", "0.1"]) == 2
    assert "label_dropout is 0.1" in capsys.readouterr().err


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
def test_a_device_that_is_not_there_is_refused(capsys, tmp_path):
    assert main(["train", "digits", "--family", "mlp", "--device", "cuda", "--out", str(tmp_path / "x")]) == 2
    assert "no CUDA device" in capsys.readouterr().err


def test_loading_the_data_shows_progress(monkeypatch, capsys, tmp_path):
    load, seen = datasets.load, []

    def watched(name, split="train", progress=None):
        seen.append(progress)
        return load(name, split, progress)

    monkeypatch.setattr(datasets, "load", watched)
    assert (
        main(["train", "digits", "--family", "mlp", "--hidden", "4", "--epochs", "1", "--out", str(tmp_path / "x")])
        == 0
    )
    assert len(seen) == 1
    assert seen[0] is not None
