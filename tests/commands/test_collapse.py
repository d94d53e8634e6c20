"""`collapse`: its words, and the grid made from the command line."""

import pytest

from vaeviz.__main__ import main
from vaeviz.collapse.sweep.grid import read_grid
from vaeviz.commands.collapse import WORDS


def test_every_word_is_listed(capsys):
    with pytest.raises(SystemExit):
        main(["collapse", "--help"])
    text = capsys.readouterr().out
    assert all(word in text for word in WORDS)


@pytest.mark.parametrize("word", WORDS)
def test_a_folder_that_cannot_be_written_to_is_refused_before_the_work(word, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["collapse", word, "--out", str(tmp_path / "file" / "out")]) == 2
    assert "cannot be written to" in capsys.readouterr().err


def test_sweep_makes_a_grid_with_its_command(tmp_path, capsys):
    words = ["collapse", "sweep", "--dataset", "digits", "--betas", "1", "64", "--epochs", "1", "--latent", "4"]
    assert main([*words, "--out", str(tmp_path)]) == 0
    grid = read_grid(tmp_path)
    assert grid.betas == (1.0, 64.0)
    assert grid.rows[0].header.command.startswith("python -m vaeviz collapse sweep --dataset digits")
    assert "2 runs" in capsys.readouterr().out
