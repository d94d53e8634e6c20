import gzip
import hashlib
import socket
import subprocess
import sys
import threading

import numpy as np
import pytest

from vaeviz.data import download as download_module
from vaeviz.data import transfer
from vaeviz.data.download import RemoteFile, download
from vaeviz.errors import DataError

NAME = "file.gz"
CONTENT = np.random.default_rng(0).bytes(150_000)


def remote(*mirrors, content=CONTENT, md5_of="file"):
    return RemoteFile(NAME, mirrors, hashlib.md5(content).hexdigest(), md5_of)


@pytest.fixture
def served(mirror):
    mirror.files[NAME] = CONTENT
    return mirror


@pytest.fixture
def dead_url():
    with socket.socket() as taken:  # bound, not listening: the system refuses whoever connects
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/"


def left_over(folder):
    return sorted(path.name for path in folder.iterdir())


def test_fetches_checks_and_renames(served, tmp_path):
    reports = []
    folder = tmp_path / "new" / "folder"
    path = download(remote(served.url("good")), folder, lambda *report: reports.append(report))
    assert path == folder / NAME
    assert path.read_bytes() == CONTENT
    assert left_over(folder) == [".lock", NAME]
    assert served.requests == [("good", NAME, 0)]
    done = [report[1] for report in reports]
    assert done[0] == 0
    assert done == sorted(done)
    assert reports[-1] == (f"Downloading {NAME} from 127.0.0.1", len(CONTENT), len(CONTENT))


def test_a_file_that_is_there_is_not_fetched(served, tmp_path):
    (tmp_path / NAME).write_bytes(b"here")
    assert download(remote(served.url("good")), tmp_path).read_bytes() == b"here"
    assert served.requests == []


def test_resumes_after_cuts_on_the_same_mirror(served, tmp_path):
    path = download(remote(served.url("cut")), tmp_path)
    assert path.read_bytes() == CONTENT
    assert [start for _, _, start in served.requests] == [
        0,
        served.cut_after,
        2 * served.cut_after,
        3 * served.cut_after,
    ]


def test_another_mirror_goes_on_where_the_first_was_cut(served, tmp_path, monkeypatch):
    monkeypatch.setattr(download_module, "_ATTEMPTS", 1)
    path = download(remote(served.url("cut"), served.url("good")), tmp_path)
    assert path.read_bytes() == CONTENT
    assert served.requests == [("cut", NAME, 0), ("good", NAME, served.cut_after)]


def test_what_a_killed_run_left_is_resumed(served, tmp_path):
    (tmp_path / f"{NAME}.partial").write_bytes(CONTENT[:1234])
    assert download(remote(served.url("good")), tmp_path).read_bytes() == CONTENT
    assert served.requests == [("good", NAME, 1234)]


def test_a_complete_partial_file_is_kept(served, tmp_path):
    (tmp_path / f"{NAME}.partial").write_bytes(CONTENT)
    assert download(remote(served.url("good")), tmp_path).read_bytes() == CONTENT
    assert served.requests == [("good", NAME, len(CONTENT))]  # answered 416: there is nothing more


@pytest.mark.parametrize("left", [b"x" * 1234, CONTENT + b"more", b"y" * len(CONTENT)])
def test_a_partial_file_of_other_content_or_length_is_fetched_whole(served, tmp_path, left):
    (tmp_path / f"{NAME}.partial").write_bytes(left)
    assert download(remote(served.url("good")), tmp_path).read_bytes() == CONTENT
    assert [start for _, _, start in served.requests] == [len(left), 0]


@pytest.mark.parametrize(("mode", "starts"), [("norange", [1234]), ("skewed", [1234, 0])])
def test_a_server_that_cannot_resume_sends_the_whole(served, tmp_path, mode, starts):
    (tmp_path / f"{NAME}.partial").write_bytes(CONTENT[:1234])
    assert download(remote(served.url(mode)), tmp_path).read_bytes() == CONTENT
    assert [start for _, _, start in served.requests] == starts


@pytest.mark.parametrize("mode", ["error", "wrong", "hang", "endless", "huge"])
def test_a_bad_mirror_gives_way_to_the_next(served, tmp_path, monkeypatch, mode):
    monkeypatch.setattr(transfer, "TIMEOUT", 0.3)
    monkeypatch.setattr(transfer, "MAX_BYTES", 200_000)
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
    assert "HTTP 500" in text
    assert "wrong content, md5" in text
    assert left_over(tmp_path) == [".lock"]


def test_content_is_checked_unpacked_where_mirrors_pack_differently(mirror, tmp_path):
    mirror.files[NAME] = gzip.compress(CONTENT, 1)
    path = download(remote(mirror.url("good"), md5_of="content"), tmp_path)
    assert gzip.decompress(path.read_bytes()) == CONTENT
    mirror.files[NAME] = gzip.compress(CONTENT)[:-100]
    path.unlink()
    with pytest.raises(DataError, match="cannot be read"):
        download(remote(mirror.url("good"), md5_of="content"), tmp_path)


def test_progress_can_cancel_and_the_next_run_resumes(served, tmp_path):
    def cancel(what, done, total):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(remote(served.url("good")), tmp_path, cancel)
    kept = (tmp_path / f"{NAME}.partial").stat().st_size
    assert 0 < kept < len(CONTENT)
    assert download(remote(served.url("good")), tmp_path).read_bytes() == CONTENT
    assert served.requests[-1] == ("good", NAME, kept)


def test_a_folder_that_cannot_be_written_is_a_data_error(served, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DataError, match="cannot be stored"):
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
    assert served.requests == [("good", NAME, 0)]
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_processes_take_turns(served, tmp_path):
    file = remote(served.url("cut"))
    code = (
        "from pathlib import Path; from vaeviz.data.download import RemoteFile, download;"
        f"print(download(RemoteFile({file.name!r}, {file.mirrors!r}, {file.md5!r}, 'file'), Path({str(tmp_path)!r})))"
    )
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [process.communicate(timeout=60)[0].strip() for process in running]
    assert answers == [str(tmp_path / NAME)] * 2
    assert (tmp_path / NAME).read_bytes() == CONTENT
    assert len(served.requests) == 4  # one process fetched, in four pieces; the other found the file
