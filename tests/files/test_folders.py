import re
import subprocess
import sys
from pathlib import Path

import pytest

from vaeviz.errors import CheckpointError
from vaeviz.files.folders import OWN_COPY, locked, require_writable

HOLDER = """
import sys
from pathlib import Path
from vaeviz.files.folders import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_trial_makes_the_folder_and_leaves_nothing_in_it(tmp_path):
    require_writable(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_error_of_ours(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(
        CheckpointError, match=r"file/run cannot be written to \(.+\)\. Free some space, or give another"
    ):
        require_writable(tmp_path / "file" / "run")
    with pytest.raises(CheckpointError, match="cannot be written to"), locked(tmp_path / "file" / "run"):
        pass


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that not even root can write to")
def test_a_read_only_folder_is_an_error_of_ours_with_the_advice_that_was_given():
    with pytest.raises(CheckpointError, match=re.escape(OWN_COPY)):
        require_writable(Path("/proc"), OWN_COPY)


def test_a_disk_without_room_is_found(tmp_path, limited_files):
    with limited_files(10_000), pytest.raises(CheckpointError, match=r"cannot be written to \(File too large\)"):
        require_writable(tmp_path, size=20_000)
    require_writable(tmp_path, size=20_000)


def test_a_folder_is_held_by_one_at_a_time_and_freed_when_its_holder_dies(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(CheckpointError, match="Another run is training into"), locked(tmp_path):
            pass
        holder.kill()
    with locked(tmp_path), pytest.raises(CheckpointError, match="Another run"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass
