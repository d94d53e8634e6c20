import os
import sys
from pathlib import Path

import pytest

from vaeviz.__main__ import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def started(monkeypatch):
    """Keep what this process would become, as (command, environment), in place of becoming it."""
    found = []
    monkeypatch.setattr(os, "execve", lambda program, command, environment: found.append((command, environment)))
    return found


def test_it_becomes_streamlit_with_the_entry_beside_the_package(started):
    assert main(["app"]) == 0
    ((command, environment),) = started
    assert command == [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    assert environment["PYTHONSAFEPATH"] == "1"
    assert (Path(command[-1]).parent / ".streamlit" / "config.toml").is_file()


def test_options_are_streamlits_flags(started, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs").mkdir()
    assert main(["app", "--host", "0.0.0.0", "--port", "0", "--base-path", "/a/b", "--checkpoints", "runs"]) == 0
    ((command, environment),) = started
    assert command[5:] == ["--server.address=0.0.0.0", "--server.port=0", "--server.baseUrlPath=/a/b"]
    assert environment["VAEVIZ_CHECKPOINTS"] == str(tmp_path / "runs")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--port", "65536"], "--port is 65536; allowed: 0 to 65535."),
        (["--port", "-1"], "--port is -1; allowed: 0 to 65535."),
        (["--base-path", "a b"], "--base-path is 'a b'; allowed: names of letters"),
        (["--base-path", "/a//b"], "--base-path is '/a//b'; allowed"),
        (["--base-path", "/../?x"], "--base-path is '/../?x'; allowed"),
        (["--checkpoints", "nowhere"], "--checkpoints is nowhere, which is not a folder. Name a folder"),
    ],
)
def test_a_bad_option_is_refused_before_anything_starts(started, capsys, options, message):
    assert main(["app", *options]) == 2
    assert message in capsys.readouterr().err
    assert not started


def test_an_account_without_a_home_is_asked_to_set_one(started, capsys, monkeypatch):
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # as for a number that the system does not know
    assert main(["app"]) == 2
    assert "Set HOME to a folder." in capsys.readouterr().err
    assert not started
