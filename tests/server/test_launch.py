import asyncio
import gc
import socket
import subprocess
import sys
from asyncio import base_events
from collections.abc import Iterator
from types import ModuleType

import pytest

from vaeviz.server import launch


@pytest.fixture(autouse=True)
def restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(base_events, "_set_nodelay", base_events._set_nodelay)
    turn = sys.getswitchinterval()
    yield
    sys.setswitchinterval(turn)
    gc.unfreeze()


def accepted_nodelay() -> int:
    """Accept a connection on a socket bound as Streamlit binds it, and return its TCP_NODELAY."""

    async def serve() -> int:
        seen: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            seen.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()
            await writer.wait_closed()

        listening = socket.socket(family=socket.AF_INET)
        listening.bind(("127.0.0.1", 0))
        server = await asyncio.start_server(accept, sock=listening)
        async with server:
            _, writer = await asyncio.open_connection(*listening.getsockname())
            answer = await seen
            writer.close()
            await writer.wait_closed()
        return answer

    loop = asyncio.SelectorEventLoop()
    try:
        return loop.run_until_complete(serve())
    finally:
        loop.close()


def test_small_frames_leave_at_once() -> None:
    assert launch.send_at_once()
    assert accepted_nodelay() != 0


def test_a_python_without_the_hook_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr(base_events, "_set_nodelay")
    assert not launch.send_at_once()
    assert "Install uvloop" in caplog.text
    assert not hasattr(base_events, "_set_nodelay")


def test_other_sockets_are_not_touched() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        launch._set_nodelay(datagrams)


def test_warm_keeps_turns_short() -> None:
    launch.warm()
    assert sys.getswitchinterval() < 0.001


def test_what_is_loaded_is_out_of_later_collections() -> None:
    gc.unfreeze()
    launch.load()
    assert gc.get_freeze_count() > 10_000
    assert gc.isenabled()


def test_the_server_listens_before_numpy_is_there_and_loads_no_torch() -> None:
    code = """
import sys
from vaeviz import server as live
from vaeviz.installation import WEB
live.warm(), live.routes(WEB)
assert "numpy" not in sys.modules
from vaeviz.server.launch import load
load("vaeviz.app.instrument")
assert "vaeviz.app.instrument" in sys.modules
sys.exit("torch" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_modules_that_come_later_are_frozen_once_they_have_all_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frozen: list[int] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(len(sys.modules)))

    async def watch() -> None:
        task = asyncio.create_task(launch.freeze_new_objects(interval=0))
        for _ in range(5):
            await asyncio.sleep(0)
        assert len(frozen) == 1
        monkeypatch.setitem(sys.modules, "vaeviz_test_late", ModuleType("late"))
        for _ in range(20):
            await asyncio.sleep(0)
        task.cancel()

    asyncio.run(watch())
    assert len(frozen) == 2
