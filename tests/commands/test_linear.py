import pytest

from vaeviz.__main__ import main
from vaeviz.collapse.linear.file import read_linear


def test_linear_trains_both_ways_and_prints_the_theory(tmp_path, capsys):
    options = ["--betas", "40", "--fitted-betas", "40", "30", "--epochs", "1", "--latent", "4", "--iterations", "40"]
    options += ["--spectra"]
    assert main(["collapse", "linear", *options, "--out", str(tmp_path)]) == 0
    stored = read_linear(tmp_path)
    header = stored.header
    assert header.betas == (40,)
    assert header.fitted_betas == (30, 40)
    assert header.fitted.epochs == 1
    assert header.command.startswith("python -m vaeviz collapse linear --betas 40 ")
    assert [one.dataset for one in header.spectra] == ["digits"]
    assert header.spectra[0].images == 1797
    assert stored.runs.active.tolist() == [0]
    assert stored.runs.rate.sum() == pytest.approx(0, abs=1e-3)
    assert stored.fitted.rate.shape == (2, 4)
    assert "beta 40: 0 active units (theory 0)" in capsys.readouterr().out
