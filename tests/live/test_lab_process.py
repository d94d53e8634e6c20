import asyncio
import sys

import pytest

from vaeviz.live import lab_process
from vaeviz.live.lab_process import ended_by, spawn
from vaeviz.live.labs import Limits
from vaeviz.live.workers import BusyError


def test_four_may_train_at_once() -> None:
    assert Limits().at_once >= 4


@pytest.mark.parametrize(("status", "words"), [(1, "status 1"), (0, "status 0"), (-9, "SIGKILL"), (-77, "signal 77")])
def test_an_end_that_nobody_asked_for_is_told(status: int, words: str) -> None:
    assert words in ended_by(status)
    assert "Begin again" in ended_by(status)


def test_one_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab_process, "COMMAND", ("/nowhere/python",))
    with pytest.raises(BusyError, match="could not be started"):
        asyncio.run(spawn())


def test_one_that_has_ended_is_heard_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab_process, "COMMAND", (sys.executable, "-c", ""))

    async def talk() -> int:
        worker = await spawn()
        assert await worker.hear() is None
        await worker.send({"op": "play"})
        await worker.send({"op": "play"})
        return await worker.end()

    assert asyncio.run(talk()) == 0
