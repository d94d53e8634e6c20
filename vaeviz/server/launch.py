"""A quick start, and cures for the pauses that make a Streamlit app with a model in it feel slow."""

import asyncio
import gc
import logging
import socket
import sys
from asyncio import base_events
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from vaeviz.server import jobs, workers
from vaeviz.server.decode.picture_process import picture_process
from vaeviz.server.lab.pool import labs
from vaeviz.server.routes import ENDPOINTS, SOCKET

GIL_TURN = 0.0005  # seconds; Python's own 0.005 doubles the slowest round trips beside a busy script

log = logging.getLogger(__name__)


def warm() -> None:
    """Prepare the process for live use; call it once, before the server starts.

    Streamlit's listening socket has protocol number 0, so asyncio leaves Nagle's delay on, which holds small frames
    back for 40 ms: `send_at_once` turns it off. While a script runs, a picture waits for the GIL at every step
    between its threads: `GIL_TURN` keeps those turns short. The third cure, `freeze_new_objects`, is `lifespan`'s.
    """
    sys.setswitchinterval(GIL_TURN)
    send_at_once()


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Load what draws pictures while the browser loads the page; stop threads and processes with the server."""
    loading = asyncio.create_task(asyncio.to_thread(load))
    freezing = asyncio.create_task(freeze_new_objects())
    try:
        yield
    finally:
        freezing.cancel()
        jobs.pool.close()
        await labs.close()
        await loading
        picture_process.close()
        workers.close()


def load() -> None:
    """Import torch and what uses it, with the collector off: nothing that an import leaves behind is garbage."""
    gc.disable()
    try:
        import_module("torch")  # by itself and first: a page that needs it waits here, and for nothing else
        for module in (SOCKET, ENDPOINTS):
            import_module(module)
    finally:
        gc.enable()
    gc.freeze()


def send_at_once() -> bool:
    """Set TCP_NODELAY on every TCP connection that asyncio opens from now on; uvloop does so by itself.

    Returns False where this Python has no such hook: then small frames may be late, nothing else.
    """
    if not callable(getattr(base_events, "_set_nodelay", None)):
        log.warning("This Python's asyncio has no _set_nodelay: small frames may wait 40 ms. Install uvloop.")
        return False
    setattr(base_events, "_set_nodelay", _set_nodelay)  # noqa: B010 (a private name: unknown to type checkers)
    return True


def _set_nodelay(sock: socket.socket) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


async def freeze_new_objects(interval: float = 1.0) -> None:
    """Freeze whenever modules have been imported and importing has come to rest; never returns.

    Streamlit collects garbage after every script run, which holds the GIL for about 0.1 s once torch is loaded;
    what is frozen is out of its sight. The first page run imports what the page needs, a first UMAP several
    thousand objects more. Nothing is collected here: Streamlit has just done so, and a drag may have begun.
    """
    frozen = seen = 0
    while True:
        now = len(sys.modules)
        if now == seen and now != frozen:
            gc.freeze()
            frozen = now
        seen = now
        await asyncio.sleep(interval)
