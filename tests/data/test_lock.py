import subprocess
import sys
import threading

import pytest

from vaeviz.data.lock import exclusive


def never():
    raise AssertionError("nobody else holds the lock")


def test_a_second_holder_waits_for_the_first(tmp_path):
    path = tmp_path / ".lock"
    waits, entered = threading.Event(), threading.Event()

    def second():
        with exclusive(path, waits.set):
            entered.set()

    with exclusive(path, never):
        thread = threading.Thread(target=second)
        thread.start()
        assert waits.wait(5)
        assert not entered.is_set()
    thread.join(5)
    assert entered.is_set()


def test_waiting_can_give_up_and_an_error_inside_frees_the_lock(tmp_path):
    path = tmp_path / ".lock"
    with pytest.raises(ZeroDivisionError), exclusive(path, never), exclusive(path, lambda: 1 // 0):
        pass
    with exclusive(path, never):
        pass


def test_a_killed_holder_frees_the_lock(tmp_path):
    path = tmp_path / ".lock"
    code = (
        "import sys, time; from pathlib import Path; from vaeviz.data.lock import exclusive\n"
        f"with exclusive(Path({str(path)!r}), lambda: None): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(ZeroDivisionError), exclusive(path, lambda: 1 // 0):
            pass
        process.kill()
    with exclusive(path, never):
        pass
