"""The process that opens pictures: it answers as the functions themselves do, and is replaced when it fails."""

import io
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from vaeviz.data.imaging import MAX_PIXELS, fit_image, read_image
from vaeviz.errors import DataError
from vaeviz.server.decode import image_process
from vaeviz.server.decode.image_process import ImageProcess
from vaeviz.server.workers import BusyError, SlotsEach

READY = "import sys; sys.stdout.buffer.write(b'R\\0\\0\\0\\0'); sys.stdout.flush(); sys.stdin.buffer.read(16); "


def png(side: int = 40) -> bytes:
    levels = np.zeros((side, side), np.uint8)
    levels[side // 4 : side // 2, side // 4 : side // 3] = 255
    file = io.BytesIO()
    Image.fromarray(levels).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def opener() -> Iterator[ImageProcess]:
    opener = ImageProcess()
    yield opener
    opener.close()


@pytest.mark.parametrize("shape", [(1, 8, 8), (3, 20, 30)])
def test_the_pixels_are_those_of_this_process(opener: ImageProcess, shape: tuple[int, int, int]) -> None:
    np.testing.assert_array_equal(opener.open(png(), shape), fit_image(read_image(png()), shape))


def test_a_refusal_keeps_the_process(opener: ImageProcess) -> None:
    opener.open(png(), (1, 8, 8))
    before = opener._process
    with pytest.raises(DataError, match="cannot be read as an image"):
        opener.open(b"", (1, 8, 8))
    with pytest.raises(DataError, match="nearly the same level"):
        opener.open(png(1), (1, 8, 8))
    opener.open(png(), (1, 8, 8))
    assert opener._process is before


def test_a_process_that_takes_too_long_is_killed_and_replaced(
    opener: ImageProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        image_process, "COMMAND", (sys.executable, "-c", READY + "import threading; threading.Event().wait()")
    )
    opener.time_limit = 0.2
    opener._warm()
    stuck = opener._process
    monkeypatch.undo()
    with pytest.raises(DataError, match=r"longer than the limit of 0\.2 s"):
        opener.open(png(), (1, 8, 8))
    assert stuck is not None
    assert stuck.returncode == -9
    opener.time_limit = 60.0
    assert opener.open(png(), (1, 8, 8)).shape == (1, 8, 8)


def test_a_process_that_an_image_crashes_is_replaced(opener: ImageProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_process, "COMMAND", (sys.executable, "-c", READY + "import os; os.abort()"))
    opener._warm()
    monkeypatch.undo()
    with pytest.raises(DataError, match="SIGABRT"):
        opener.open(png(), (1, 8, 8))
    assert opener.open(png(), (1, 8, 8)).shape == (1, 8, 8)


def test_a_process_that_was_ended_from_outside_is_replaced_unnoticed(opener: ImageProcess) -> None:
    opener.open(png(), (1, 8, 8))
    assert opener._process is not None
    opener._process.kill()
    opener._process.wait()
    assert opener.open(png(), (1, 8, 8)).shape == (1, 8, 8)


@pytest.mark.parametrize("command", [("/nowhere/python",), (sys.executable, "-c", "")])
def test_a_process_that_cannot_be_started_is_reported(
    opener: ImageProcess, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(image_process, "COMMAND", command)
    with pytest.raises(BusyError, match="try again") as refused:
        opener.open(png(), (1, 8, 8))
    assert "nowhere" not in str(refused.value)
    monkeypatch.undo()
    assert opener.open(png(), (1, 8, 8)).shape == (1, 8, 8)


@pytest.mark.skipif(sys.platform == "win32", reason="memory is not bounded there")
def test_memory_is_bounded(opener: ImageProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "from vaeviz.server.decode import image_worker; image_worker.MAX_MEMORY = 2**29; image_worker.main()"
    monkeypatch.setattr(image_process, "COMMAND", (sys.executable, "-c", code))
    side = int(MAX_PIXELS**0.5)
    file = io.BytesIO()
    Image.new("I;16", (side, side), 9).save(file, "PNG")
    with pytest.raises(DataError, match="cannot be read as an image"):
        opener.open(file.getvalue(), (1, 8, 8))
    assert opener.open(png(), (1, 8, 8)).shape == (1, 8, 8)


def test_a_session_counts_for_itself() -> None:
    door = SlotsEach(1, "wait")
    with door.of("a"), door.of("b"):
        with pytest.raises(BusyError, match="wait"), door.of("a"):
            pass
        assert sum(door.inside.values()) == 2
    assert not door.inside
