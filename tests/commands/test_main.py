import os
import subprocess
import sys

import pytest

from vaeviz import data as datasets
from vaeviz.__main__ import main
from vaeviz.commands import COMMANDS


def test_the_module_runs_and_lists_its_commands():
    done = subprocess.run([sys.executable, "-m", "vaeviz", "--help"], capture_output=True, text=True, check=True)
    assert all(word in done.stdout for word in COMMANDS)


def test_an_error_of_ours_is_one_line_and_status_2(capsys, tmp_path):
    assert main(["evaluate", str(tmp_path / "nothing")]) == 2
    text = capsys.readouterr().err
    assert text.startswith("vaeviz: ")
    assert "cannot be read" in text
    assert "Traceback" not in text


def test_an_interrupt_is_status_130(monkeypatch, capsys):
    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("vaeviz.commands.listing.run", interrupted)
    assert main(["list"]) == 130


def test_an_unknown_word_is_refused():
    with pytest.raises(SystemExit):
        main(["fly"])


def test_a_command_is_imported_when_it_is_chosen():
    code = """
import sys
from vaeviz import data as datasets
from vaeviz.__main__ import main
status = main(["list"])
print(status, [name for name in ("torch", "vaeviz.commands.train", "vaeviz.bench") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


@pytest.mark.parametrize("word", COMMANDS)
def test_each_command_has_help(word, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([word, "--help"])
    assert capsys.readouterr().out.startswith(f"usage: vaeviz {word} ")


@pytest.mark.parametrize(
    ("words", "unbuffered"), [("list", ""), ("list", "1"), ("list --figures", ""), ("--help", ""), ("train --help", "")]
)
def test_output_into_a_closed_pipe_ends_without_a_traceback(words, unbuffered):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "vaeviz", *words.split()]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}  # empty: the output is written at the end
    with os.fdopen(writing, "w") as pipe:
        done = subprocess.run(command, env=environment, stdout=pipe, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("bench knn --repeats 0", "repeats is 0; allowed: whole numbers from 1 to 100"),
        ("bench map --points 99", "points is 99; allowed: whole numbers from 100 to 1000000"),
        ("bench knn --threads 0", "threads is 0; allowed: whole numbers from 1 to 1024"),
        ("codes digits-cvae-z4 --limit 0", "limit is 0; allowed: whole numbers from 1 to 10000000 (images)"),
        ("codes digits-cvae-z4 --seed -1", "seed is -1; allowed: whole numbers from 0 to 2^31 - 1"),
        ("evaluate digits-cvae-z4 --samples 0", "samples is 0; allowed: whole numbers from 1 to 100000"),
        ("evaluate digits-cvae-z4 --iwae-images -1", "iwae_images is -1; allowed: whole numbers from 0 to"),
        ("evaluate digits-cvae-z4 --limit 1", "limit is 1; allowed: whole numbers from 2 to 10000000 (images)"),
        ("oracle digits --epochs 0", "epochs is 0; allowed: whole numbers from 1 to 100000 (epochs)"),
        ("collapse toy --seeds 0 -1", "seeds is -1; allowed: whole numbers from 0 to 2^31 - 1"),
        ("collapse race --steps 0", "steps is 0; allowed: whole numbers from 1 to 20000 (steps)"),
        ("collapse linear --s2 0", "s2 is 0.0; allowed: numbers above 0, at most 10000"),
        ("collapse linear --fitted-betas 4 -1", "fitted_betas is -1.0; allowed: numbers from 0 to 1000000"),
        ("collapse sigma --variances 1 0", "variances is 0.0; allowed: numbers above 0, at most 10000"),
        ("collapse sweep --latent 0", "latent_dim is 0; allowed: whole numbers from 1 to 512"),
        ("collapse sigma --epochs 0", "epochs is 0; allowed: whole numbers from 1 to 100000"),
        ("train digits --latent 0", "latent_dim is 0; allowed: whole numbers from 1 to 512"),
        ("train digits --threads 0", "threads is 0; allowed: whole numbers from 1 to 1024"),
        ("collapse sweep --betas -1", "betas is -1.0; allowed: numbers from 0 to 1000000"),
    ],
)
def test_a_number_out_of_range_is_refused_before_any_work(words, message, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(datasets, "load", None)
    out = ["--out", str(tmp_path / "out")] if words.startswith(("oracle", "collapse", "train")) else []
    assert main([*words.split(), *out]) == 2
    assert f"vaeviz: {message}" in capsys.readouterr().err


@pytest.mark.parametrize("words", ["evaluate", "codes", "oracle", "bench", "collapse toy", "collapse race", "train"])
def test_help_gives_the_range_and_the_default_of_a_number(words, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([*words.split(), "--help"])
    text = " ".join(capsys.readouterr().out.split())
    number = (
        "whole numbers from 1 to 100; default 3" if words == "bench" else "whole numbers from 0 to 2^31 - 1; default 0"
    )
    assert number in text
