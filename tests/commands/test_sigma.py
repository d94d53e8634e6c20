import pytest

from vaeviz.__main__ import main
from vaeviz.collapse.sigma.file import read_sigma


def test_the_runs_are_trained_stored_and_printed(tmp_path, capsys):
    options = "--dataset digits --epochs 1 --variances 1 0.05 --latent 3 --width 4 --hidden 16"
    assert main(["collapse", "sigma", "--out", str(tmp_path), *options.split()]) == 0
    header = read_sigma(tmp_path).header
    assert [run.s2 for run in header.runs[:-1]] == pytest.approx([1, 0.05])
    assert header.runs[-1].optimal
    assert (header.images, header.model.latent_dim, header.train.epochs) == (360, 3, 1)
    assert header.command.startswith("python -m vaeviz collapse sigma")
    text = capsys.readouterr().out
    assert "sigma^2 1.0000 (fixed): squared error" in text
    assert f"sigma^2 {header.runs[-1].s2:.4f} (optimal)" in text
