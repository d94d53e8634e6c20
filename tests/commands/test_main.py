import os
import subprocess
import sys

import pytest

from vaeviz.__main__ import main
from vaeviz.commands import COMMANDS


def test_the_module_runs_and_lists_its_commands():
    done = subprocess.run([sys.executable, "-m", "vaeviz", "--help"], capture_output=True, text=True, check=True)
    assert all(word in done.stdout for word in COMMANDS)


def test_an_error_of_ours_is_one_line_and_status_2(capsys, tmp_path):
    assert main(["evaluate", str(tmp_path / "nothing")]) == 2
    said = capsys.readouterr().err
    assert said.startswith("vaeviz: ")
    assert "cannot be read" in said
    assert "Traceback" not in said


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
from vaeviz.__main__ import main
status = main(["list"])
print(status, [name for name in ("torch", "vaeviz.commands.train", "vaeviz.bench") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


@pytest.mark.parametrize("word", COMMANDS)
def test_each_command_says_what_it_takes(word, capsys):
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
