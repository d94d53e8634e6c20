import json
import os

import pytest
from server.jobs.children import DEADLINE, FOREVER, REPORT, child, ended, process_of, started

from vaeviz.server.jobs import Job
from vaeviz.server.jobs.job import NICENESS


def test_progress_is_seen_while_it_runs():
    job = started(FOREVER)
    now = job.wait_for(lambda now: now.total == 4, DEADLINE)
    assert (now.state, now.done, now.total, now.live) == ("running", 1, 4, True)
    job.cancel()
    ended(job)


def test_a_result_is_kept():
    job = started(REPORT + "report(stage='a', done=2, total=2); report(result='made it'); print('chatter')")
    now = ended(job)
    assert (now.state, now.stage, now.done, now.text, now.live) == ("done", "a", 2, "made it", False)


def test_cancelling_counts_at_once_and_kills_the_child():
    job = started(FOREVER)
    process = process_of(job)
    job.cancel()
    assert job.snapshot().state == "cancelled"
    assert job.join(DEADLINE)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert job.snapshot().state == "cancelled"


def test_one_cancelled_before_its_start_never_starts():
    job = Job(child(FOREVER))
    job.cancel()
    assert not job.start(lambda: None)
    assert ended(job).state == "cancelled"


def test_cancelling_what_has_ended_changes_nothing():
    job = started("")
    assert ended(job).state == "done"
    job.cancel()
    assert job.snapshot().state == "done"


def test_the_message_of_our_own_error_passes_with_all_its_lines():
    code = "import sys; print('a warning'); print('vaeviz: no file.\\nFetch it.', file=sys.stderr); sys.exit(2)"
    now = ended(started(code))
    assert (now.state, now.text) == ("failed", "no file.\nFetch it.")


def test_a_bug_leaves_its_last_line():
    now = ended(started("raise RuntimeError('it broke')"))
    assert now.state == "failed"
    assert now.text == "The job ended with status 1. RuntimeError: it broke"


def test_a_child_that_something_else_kills_is_a_failure():
    now = ended(started("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"))
    assert now.state == "failed"
    assert "signal 9" in now.text
    assert "memory" in now.text


def test_a_program_that_is_not_there_is_a_failure(tmp_path):
    job = Job([str(tmp_path / "nothing")])
    assert not job.start(lambda: None)
    assert "could not be started" in ended(job).text


@pytest.mark.parametrize("line", ["[1]", "3", '{"stage": 1}', '{"stage": "a", "done": "x", "total": 2}', "{"])
def test_lines_that_are_not_progress_are_ignored(line):
    now = ended(started(f"print({line!r}); print({json.dumps({'result': 'fine'})!r})"))
    assert (now.state, now.stage, now.text) == ("done", "Starting", "fine")


def test_a_child_finds_the_package_and_reads_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert ended(started("import sys, vaeviz; sys.exit(bool(sys.stdin.read()))")).state == "done"


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="no priorities here")
def test_a_child_gives_way_to_the_page():
    job = started(FOREVER)
    assert os.getpriority(os.PRIO_PROCESS, process_of(job)) >= NICENESS
    job.cancel()
    ended(job)
