"""One reader of JSON, one of safetensors, one write: what they take, what they refuse, and in which words."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from files.damage import joined, parts
from safetensors.numpy import save

from vaeviz.errors import LONGEST, CheckpointError, VaevizError
from vaeviz.files import (
    ArraySpec,
    check_arrays,
    read_bytes,
    read_json,
    read_tensors,
    reading,
    write_file,
    write_tensors,
)

ARRAYS = {
    "half": np.arange(3, dtype=np.float16),
    "mask": np.array([[True, False]]),
    "one": np.array(7, np.int64),
    "none": np.zeros((0, 4), np.float32),
}


def test_json_is_read_as_it_was_written():
    value = {"a": [1, -2.5, None, True, "\u00e9 \U0001f600"], "b": {"[": '"\\'}}
    assert read_json(json.dumps(value)) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 33 + "]" * 33, "nested deeper than 32"),
        ('"' + "[" * 100, "not valid JSON"),
        ("NaN", "only finite numbers"),
        ("[-Infinity]", "only finite numbers"),
        ("1e999", "too large"),
        ("9" * 30, "64 bits"),
        (str(2**63), "64 bits"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "the key 'c' twice"),
        ('"\\ud800"', "surrogate"),
        ("\ufeff1", "not valid JSON"),
        ("", "not valid JSON"),
        (b"\xff", "not UTF-8"),
        (b'"' + b"a" * 2**22 + b'"', "at most 4,194,304"),
    ],
)
def test_json_that_is_not_plain_is_refused(text, message):
    with pytest.raises(CheckpointError, match=message):
        read_json(text)


def test_brackets_in_strings_and_many_flat_ones_are_no_depth():
    assert read_json(json.dumps(["[" * 100, {}])) == ["[" * 100, {}]
    assert len(read_json("[" + "[]," * 1000 + "[]]")) == 1001


def test_a_string_without_an_end_costs_no_time():
    with pytest.raises(CheckpointError):
        read_json('"' + '\\"' * 1_000_000)


def test_arrays_come_back_whole_and_their_own(tmp_path):
    digest = write_tensors(tmp_path / "a", ARRAYS, {"made": 1})
    found = read_tensors((tmp_path / "a").read_bytes())
    assert (found.header, found.digest) == ({"made": 1}, digest)
    for name, array in ARRAYS.items():
        assert found.arrays[name].dtype == array.dtype
        assert found.arrays[name].shape == array.shape
        np.testing.assert_array_equal(found.arrays[name], array)
        assert found.arrays[name].flags.writeable


def edited(**entry):
    header, body = parts(save(ARRAYS))
    header["half"] |= entry
    return joined(header, body)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "truncated"),
        (b"\0" * 7, "truncated"),
        (save(ARRAYS)[:-1], "truncated|expected|is at"),
        (save(ARRAYS) + b"tail", "too long"),
        ((2**21).to_bytes(8, "little") + b" " * 2**22, "at most 1,048,576"),
        (joined([], b""), "allowed: an object"),
        (joined({"a": 1}, b""), "entry of a"),
        (joined({"__metadata__": {"vaeviz": 3}}, b""), "metadata"),
        (joined({"__metadata__": {"vaeviz": "[NaN]"}}, b""), "finite"),
        (edited(dtype="F8_E8M0"), "half has type F8_E8M0; allowed: F64"),
        (edited(dtype="BF16"), "half has type BF16"),
        (edited(dtype=["F16"]), "has type"),
        (edited(shape=[2]), "do not fit"),
        (edited(shape=[True]), "damaged"),
        (edited(shape=[-3]), "damaged"),
        (edited(shape=[1] * 17 + [3]), "at most 16"),
        (edited(data_offsets=[0, 6]), "is at|expected"),
        (edited(data_offsets=[6, 0]), "expected|fit"),
        (edited(surprise=1), "damaged"),
    ],
)
def test_safetensors_that_are_not_whole_are_refused(data, message):
    with pytest.raises(CheckpointError, match=message):
        read_tensors(data)


def test_a_truth_value_is_zero_or_one():
    header, body = parts(save({"mask": np.array([True])}))
    with pytest.raises(CheckpointError, match="neither true nor false"):
        read_tensors(joined(header, b"\x02" * len(body)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"more": np.zeros(1)}, "has the arrays more, which"),
        ({"x": None}, "lacks the arrays x"),
        ({"x": np.zeros((2, 3), np.float64)}, "type float64; allowed: float32 or float16"),
        ({"x": np.zeros((3, 3), np.float32)}, r"shape \(3, 3\), the rest of the file needs \(2, any\)"),
        ({"x": np.zeros(2, np.float32)}, r"shape \(2,\)"),
        ({"x": np.array([[0], [np.nan]], np.float32)}, "not finite"),
        ({"x": np.array([[0], [-np.inf]], np.float16)}, "not finite"),
        ({"x": np.array([[0], [5]], np.float16)}, "from 0 to 5; allowed: -1 to 4"),
    ],
)
def test_an_array_is_what_was_declared(change, message):
    specs = {"x": ArraySpec(("float32", "float16"), (2, None), -1, 4)}
    good = {"x": np.zeros((2, 3), np.float32)}
    check_arrays(good, specs)
    with pytest.raises(CheckpointError, match=message):
        check_arrays({name: part for name, part in (good | change).items() if part is not None}, specs)


def test_only_regular_files_of_a_bounded_size_are_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    done = threading.Event()

    def read() -> None:
        with pytest.raises(CheckpointError, match="not a regular file"):
            read_bytes(tmp_path / "pipe")
        done.set()

    threading.Thread(target=read, daemon=True).start()
    assert done.wait(10)
    with pytest.raises(CheckpointError, match=r"not a regular file|directory"):
        read_bytes(tmp_path)
    with pytest.raises(CheckpointError, match="not a regular file"):
        read_bytes(Path("/dev/zero"))
    (tmp_path / "large").write_bytes(b"12345")
    with pytest.raises(CheckpointError, match="5 bytes; at most 4"):
        read_bytes(tmp_path / "large", 4)


def test_an_error_names_the_file_and_the_remedy_and_stays_short(tmp_path):
    (tmp_path / "file").write_bytes(b"{}")
    with pytest.raises(CheckpointError) as caught, reading(tmp_path / "file", "Make it again."):
        raise VaevizError("x" * 10_000)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'file'} cannot be read (xxx")
    assert message.endswith("Make it again.")
    assert len(message) <= LONGEST
    with pytest.raises(CheckpointError, match=r"none cannot be read .*No such file"), reading(tmp_path / "none", "Do."):
        pass


WRITER = """
import os, signal, sys
from pathlib import Path
from vaeviz.files import writing
def killed(descriptor):
    os.kill(os.getpid(), signal.SIGKILL)
os.fsync = killed
writing.write_file(Path(sys.argv[1]), b"new" * 1000)
"""


def test_a_killed_write_leaves_the_old_file_and_what_it_left_goes_later(tmp_path):
    path = tmp_path / "file"
    write_file(path, b"old")
    killed = subprocess.run([sys.executable, "-c", WRITER, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    (left,) = tmp_path.glob(".file.*.partial")
    other = tmp_path / ".other.abc.partial"
    other.write_bytes(b"")
    write_file(path, b"newer")
    assert left.exists()  # it could be another writer's, still at work
    for one in (left, other):
        os.utime(one, (time.time() - 4000,) * 2)
    write_file(path, b"newest")
    assert path.read_bytes() == b"newest"
    assert sorted(one.name for one in tmp_path.iterdir()) == [".other.abc.partial", "file"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CheckpointError, match=r"cannot be written .* choose another folder"):
        write_file(tmp_path / "file" / "below", b"")


def test_torch_takes_the_arrays(tmp_path):
    write_tensors(tmp_path / "a", {"x": torch.ones(2, 3).t().numpy()}, {})
    found = torch.from_numpy(read_tensors((tmp_path / "a").read_bytes()).arrays["x"])
    assert found.shape == (3, 2)
