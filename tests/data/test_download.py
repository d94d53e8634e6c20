import gzip
import hashlib
import socket
import subprocess
import sys
import threading
from concurrent.futures import CancelledError
from typing import Literal

import numpy as np
import pytest
import requests
from filelock import FileLock

from vaeviz.data import download as download_module
from vaeviz.data.download import download
from vaeviz.data.remote_file import RemoteFile
from vaeviz.errors import DataError

NAME = "file.gz"
CONTENT = np.random.default_rng(0).bytes(150_000)


def remote(*mirrors, content=CONTENT, sha256_of: Literal["file", "content"] = "file"):
    return RemoteFile(NAME, mirrors, hashlib.sha256(content).hexdigest(), sha256_of)


@pytest.fixture
def served(mirror):
    mirror.files[NAME] = CONTENT
    return mirror


@pytest.fixture
def dead_url():
    with socket.socket() as taken:  # bound, not listening: the system refuses whoever connects
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/"


def cancel(what, done, total):
    raise CancelledError


def left_over(folder):
    return sorted(path.name for path in folder.iterdir())


def test_fetches_checks_and_renames(served, tmp_path):
    reports = []
    folder = tmp_path / "new" / "folder"
    path = download(remote(served.url("good")), folder, lambda *report: reports.append(report))
    assert path == folder / NAME
    assert path.read_bytes() == CONTENT
    assert left_over(folder) == [".lock", NAME]
    assert served.requests == [("good", NAME)]
    done = [report[1] for report in reports]
    assert done[0] == 0
    assert done == sorted(done)
    assert reports[-1] == (f"Downloading {NAME} from 127.0.0.1", len(CONTENT), len(CONTENT))


def test_a_file_that_is_there_is_not_fetched(served, tmp_path):
    (tmp_path / NAME).write_bytes(b"here")
    assert download(remote(served.url("good")), tmp_path).read_bytes() == b"here"
    assert served.requests == []


@pytest.mark.parametrize("mode", ["error", "wrong", "cut", "hang", "endless", "huge"])
def test_a_bad_mirror_gives_way_to_the_next(served, tmp_path, monkeypatch, mode):
    monkeypatch.setattr(download_module, "TIMEOUT", 0.3)
    monkeypatch.setattr(download_module, "MAX_BYTES", 200_000)
    path = download(remote(served.url(mode), served.url("good")), tmp_path)
    assert path.read_bytes() == CONTENT
    assert [request[0] for request in served.requests] == [mode, "good"]


def test_a_refused_connection_gives_way_to_the_next(served, dead_url, tmp_path):
    assert download(remote(dead_url, served.url("good")), tmp_path).read_bytes() == CONTENT


def test_when_all_mirrors_fail_the_message_lists_them(served, dead_url, tmp_path):
    with pytest.raises(DataError) as caught:
        download(remote(dead_url, served.url("error"), served.url("wrong")), tmp_path)
    text = str(caught.value)
    for mirror in (dead_url, served.url("error"), served.url("wrong")):
        assert mirror + NAME in text
    assert "refused" in text
    assert "500 Server Error" in text
    assert "wrong content: sha256" in text
    assert left_over(tmp_path) == [".lock"]


def test_content_is_checked_unpacked_where_mirrors_pack_differently(mirror, tmp_path):
    mirror.files[NAME] = gzip.compress(CONTENT, 1)
    path = download(remote(mirror.url("good"), sha256_of="content"), tmp_path)
    assert gzip.decompress(path.read_bytes()) == CONTENT
    mirror.files[NAME] = gzip.compress(CONTENT)[:-100]
    path.unlink()
    with pytest.raises(DataError, match="cannot be read"):
        download(remote(mirror.url("good"), sha256_of="content"), tmp_path)


def test_a_mirror_that_failed_once_is_asked_again_after_the_others(served, dead_url, tmp_path, monkeypatch):
    failed = []

    def fail_once(url, *rest, **named):
        if not failed:
            failed.append(url)
            raise requests.exceptions.ConnectionError("connection reset")
        return ask(url, *rest, **named)

    ask = requests.get
    monkeypatch.setattr(requests, "get", fail_once)
    assert download(remote(served.url("good"), dead_url), tmp_path).read_bytes() == CONTENT
    assert failed == [served.url("good") + NAME]


def test_too_much_is_refused_with_what_is_allowed(served, tmp_path, monkeypatch):
    monkeypatch.setattr(download_module, "MAX_BYTES", 200_000)
    with pytest.raises(DataError, match="bytes or more; allowed: 200000"):
        download(remote(served.url("endless")), tmp_path)
    assert left_over(tmp_path) == [".lock"]


def test_progress_can_cancel_and_nothing_is_left(served, tmp_path):
    def interrupt(what, done, total):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(remote(served.url("slow")), tmp_path, interrupt)
    assert left_over(tmp_path) == [".lock"]
    assert download(remote(served.url("good")), tmp_path).read_bytes() == CONTENT


def test_nothing_is_written_to_the_terminal(served, tmp_path, capfd):
    download(remote(served.url("good")), tmp_path)
    with pytest.raises(DataError):
        download(remote(served.url("wrong")), tmp_path / "other")
    assert capfd.readouterr() == ("", "")


def test_a_folder_that_cannot_be_written_is_a_data_error(served, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DataError, match=r"cannot be stored in .*below: Not a directory. Free some space"):
        download(remote(served.url("good")), tmp_path / "file" / "below")


def test_threads_take_turns(served, tmp_path):
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(download(remote(served.url("good")), tmp_path)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [tmp_path / NAME] * 8
    assert served.requests == [("good", NAME)]
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_processes_take_turns(served, tmp_path):
    file = remote(served.url("good"))
    code = (
        "from pathlib import Path; from vaeviz.data.download import download;"
        "from vaeviz.data.remote_file import RemoteFile;"
        f"file = RemoteFile({file.name!r}, {file.mirrors!r}, {file.sha256!r}, 'file');"
        f"print(download(file, Path({str(tmp_path)!r})))"
    )
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [process.communicate(timeout=60)[0].strip() for process in running]
    assert answers == [str(tmp_path / NAME)] * 2
    assert (tmp_path / NAME).read_bytes() == CONTENT
    assert served.requests == [("good", NAME)]


def test_a_second_download_waits_for_the_first(served, tmp_path):
    waits, taken, release = threading.Event(), threading.Event(), threading.Event()

    def hold():
        with FileLock(tmp_path / ".lock"):
            taken.set()
            release.wait(10)

    def wait(what, done, total):
        if what == f"Waiting for another download of {NAME}":
            waits.set()

    holder = threading.Thread(target=hold)
    holder.start()
    assert taken.wait(5)
    second = threading.Thread(target=download, args=(remote(served.url("good")), tmp_path, wait))
    second.start()
    assert waits.wait(5)
    assert served.requests == []
    release.set()
    second.join(5)
    holder.join(5)
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_waiting_can_give_up_and_a_killed_holder_frees_the_lock(served, tmp_path):
    code = (
        "import sys, time; from filelock import FileLock\n"
        f"with FileLock({str(tmp_path / '.lock')!r}): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(CancelledError):
            download(remote(served.url("good")), tmp_path, cancel)
        process.kill()
    assert download(remote(served.url("good")), tmp_path).read_bytes() == CONTENT


def test_an_error_while_it_downloads_frees_the_lock(served, tmp_path):
    with pytest.raises(CancelledError):
        download(remote(served.url("good")), tmp_path, cancel)
    reports = []
    download(remote(served.url("good")), tmp_path, lambda *report: reports.append(report))
    assert not any("Waiting" in report[0] for report in reports)
