"""Start-up of the server, and settings that avoid the pauses of a Streamlit app with a model in its process."""

import asyncio
import gc
import logging
import socket
import sys
from asyncio import base_events
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from typing import Any

from vaeviz.server import jobs, workers
from vaeviz.server.lab.pool import labs
from vaeviz.server.routes import ENDPOINTS, SOCKET, WEIGHTS_ENDPOINT

GIL_TURN = 0.0005  # seconds; Python's default of 0.005 doubles the slowest round trips while a script runs

log = logging.getLogger(__name__)


def warm() -> None:
    """Prepare the process for live use; call it once, before the server starts.

    Streamlit's listening socket has protocol number 0, so asyncio leaves Nagle's algorithm on, which delays small
    frames by 40 ms; `send_at_once` turns it off. While a script runs, an image waits for the GIL whenever it
    passes from one thread to another; `GIL_TURN` keeps these waits short. `lifespan` also starts `freeze_new_objects`.
    """
    sys.setswitchinterval(GIL_TURN)
    send_at_once()


def lifespan(*modules: str) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """Return the app's lifespan; ``modules`` are imported with those of the live routes, see `load`."""

    @asynccontextmanager
    async def running(app: Any) -> AsyncIterator[None]:
        loading = asyncio.create_task(asyncio.to_thread(load, *modules))
        freezing = asyncio.create_task(freeze_new_objects())
        try:
            yield
        finally:
            freezing.cancel()
            jobs.pool.close()
            await labs.close()
            await loading
            workers.close()

    return running


def load(*modules: str) -> None:
    """Import what the first page asks for, in the time that the browser takes to load Streamlit's own files.

    The garbage collector is off meanwhile, as imports leave almost no garbage.
    """
    gc.disable()
    try:
        for module in (*modules, SOCKET, ENDPOINTS, WEIGHTS_ENDPOINT):
            import_module(module)
    finally:
        gc.enable()
    gc.freeze()


def send_at_once() -> bool:
    """Set TCP_NODELAY on every TCP connection that asyncio opens from now on; uvloop does this itself.

    Returns False if this Python lacks the hook; then small frames may be late, without other effects.
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
    """Call ``gc.freeze`` whenever new modules have been imported and importing has stopped; never return.

    Streamlit collects garbage after every script run, which holds the GIL for about 0.1 s once torch is loaded; the
    collector skips frozen objects. The first run of a page imports what the page needs, and a first UMAP adds several
    thousand objects. No collection happens here: Streamlit has just done one, and a drag may have begun.
    """
    frozen = seen = 0
    while True:
        now = len(sys.modules)
        if now == seen and now != frozen:
            gc.freeze()
            frozen = now
        seen = now
        await asyncio.sleep(interval)
