"""Whatever the text is: an answer or our error, within a bounded time, and nothing of it is run."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from collapse.loss.fuzz import HURTFUL, MUTATED

from vaeviz.collapse.loss.reader import LONGEST, read
from vaeviz.errors import ConfigError

TESTS = Path(__file__).parents[2]
PATIENCE = 5.0  # seconds of processor time for one text; the slowest takes 0.6


@pytest.fixture(scope="module")
def results():
    path = os.pathsep.join([str(TESTS.parent), str(TESTS)])
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("fuzz.py"))],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_five_thousand_mutated_texts_give_an_answer_each(results):
    mutated = results[len(HURTFUL) :]
    assert len(mutated) == MUTATED == 5000
    assert all(beta != open_ for _, beta, open_ in mutated)
    assert 100 < sum(beta for _, beta, _ in mutated) < 4900
    assert max(seconds for seconds, *_ in mutated) < PATIENCE


def test_hostile_texts_are_answered_in_time(results):
    hurtful = results[: len(HURTFUL)]
    assert [(beta, open_) for _, beta, open_ in hurtful] == [(False, True)] * len(HURTFUL)
    assert max(seconds for seconds, *_ in hurtful) < PATIENCE


def test_nothing_of_a_text_is_run(tmp_path):
    file = tmp_path / "ran"
    for text in (
        f"open({str(file)!r}, 'w').write('x')",
        f"import pathlib\npathlib.Path({str(file)!r}).touch()",
        f"@__import__('pathlib').Path({str(file)!r}).touch()\ndef f(): pass",
        f"x = (lambda: __import__('os').system('touch {file}'))()",
    ):
        assert read(text).to_json()["beta"] is None
    assert not file.exists()


def test_a_refusal_is_an_error_of_ours():
    with pytest.raises(ConfigError):
        read("x" * (LONGEST + 1))
