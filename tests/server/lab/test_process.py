import asyncio
import os
import signal
import sys

import pytest

from vaeviz.server.lab import process as lab_process
from vaeviz.server.lab.pool import Labs, Limits
from vaeviz.server.lab.process import ended_by, spawn
from vaeviz.server.workers import BusyError


def test_four_may_train_at_once() -> None:
    assert Limits().at_once >= 4


@pytest.mark.parametrize(("status", "words"), [(1, "status 1"), (0, "status 0"), (-9, "SIGKILL"), (-77, "signal 77")])
def test_an_unexpected_end_is_reported(status: int, words: str) -> None:
    assert words in ended_by(status)
    assert "Start again" in ended_by(status)


def test_a_worker_that_cannot_be_started_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab_process, "COMMAND", ("/nowhere/python",))
    with pytest.raises(BusyError, match="could not be started") as caught:
        asyncio.run(spawn())
    assert "nowhere" not in str(caught.value)


def test_a_spare_that_could_not_be_started_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab_process, "COMMAND", ("/nowhere/python",))
    labs = Labs()

    async def tell(text: str) -> None:
        raise AssertionError(text)

    async def visit() -> None:
        for _ in range(2):
            labs.keep_spare()
            assert labs._spare is not None
            await asyncio.wait([labs._spare])
            labs._drop()
            assert labs._spare is None
            labs.keep_spare()
            await labs.close()
        labs.keep_spare()
        monkeypatch.setattr(lab_process, "COMMAND", (sys.executable, "-c", ""))
        async with labs.place("token", tell) as worker:
            assert await worker.receive() is None
        await labs.close()

    asyncio.run(visit())


def test_a_worker_that_has_ended_sends_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab_process, "COMMAND", (sys.executable, "-c", ""))

    async def talk() -> int:
        worker = await spawn()
        assert await worker.receive() is None
        await worker.send({"op": "play"})
        await worker.send({"op": "play"})
        return await worker.end()

    assert asyncio.run(talk()) == 0


def test_the_status_of_a_worker_that_another_program_ended_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab_process, "COMMAND", ("cat",))

    async def statuses() -> set[int]:
        found = set()
        for _ in range(60):  # one that polls loses about one status in ten
            worker = await spawn()
            os.kill(worker.process.pid, signal.SIGKILL)
            await worker.receive()
            found.add(await worker.end())
        return found

    assert asyncio.run(statuses()) == {-signal.SIGKILL}
