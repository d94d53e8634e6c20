"""The decode socket: one connection per page; of the waiting requests, only the newest is answered."""

import asyncio
import logging
from collections import Counter
from functools import partial

import anyio
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from vaeviz.config import condition_size
from vaeviz.errors import VaevizError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.server import tokens, workers
from vaeviz.server.access import POLICY, AccessError, authorise, require_token
from vaeviz.server.decode.answers import answer
from vaeviz.server.decode.model_cache import require_checkpoint
from vaeviz.server.decode.wire import FrameError, Request, error_answer, parse_request

MAX_SOCKETS = 1024
FRAME_PAUSE = 0.001  # seconds from one frame of a page to its next; a drag leaves 16 ms between them
MAX_PER_TOKEN = 16  # sockets of one session: open tabs, overlapping reconnects
BUSY = 1013  # close code of RFC 6455: try again later

log = logging.getLogger(__name__)
_open: Counter[str] = Counter()  # sockets by token


class LatestOnly:
    """The waiting requests of one socket: at most one of each kind; a new one replaces the previous one."""

    def __init__(self) -> None:
        self._waiting: dict[type[Request], Request] = {}
        self._some = asyncio.Event()

    def put(self, request: Request) -> None:
        """Add ``request``; it replaces a waiting one of its kind."""
        self._waiting[type(request)] = request
        self._some.set()

    async def take(self) -> Request:
        """Wait for a request and remove it; the kinds alternate."""
        await self._some.wait()
        request = self._waiting.pop(next(iter(self._waiting)))
        if not self._waiting:
            self._some.clear()
        return request


async def live_socket(websocket: WebSocket) -> None:
    """Serve ``WS /vaeviz/live?model={digest}&token={token}``."""
    if not await authorise(websocket):
        return
    try:
        token = require_token(websocket)
        checkpoint = require_checkpoint(websocket.query_params.get("model", ""))
    except AccessError as refusal:
        await _close(websocket, POLICY, str(refusal))
        return
    if _open.total() >= MAX_SOCKETS or _open[token] >= MAX_PER_TOKEN:
        await _close(websocket, BUSY, "Too many connections are open; close a tab and try again.")
        return
    _open[token] += 1
    try:
        await _converse(websocket, checkpoint, token)
    finally:
        _open[token] -= 1
        if not _open[token]:
            del _open[token]


async def _converse(websocket: WebSocket, checkpoint: Checkpoint, token: str) -> None:
    """Receive and answer concurrently until the page disconnects or its token is revoked."""
    waiting = LatestOnly()
    allowed = True
    async with anyio.create_task_group() as both:
        both.start_soon(_answer, websocket, checkpoint, waiting)
        allowed = await _listen(websocket, checkpoint, token, waiting)
        both.cancel_scope.cancel()
    if not allowed:
        await _close(websocket, POLICY, "This session has ended; reload the page.")


async def _listen(websocket: WebSocket, checkpoint: Checkpoint, token: str, waiting: LatestOnly) -> bool:
    """Receive every frame at once, so that a fast page does not wait for its outdated requests.

    Returns True when the page has disconnected, False when its token has been revoked.
    """
    model = checkpoint.header.model
    size = condition_size(model)
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return True
        if not tokens.valid(token):
            return False
        try:
            frame = message.get("bytes")
            if frame is None:
                raise FrameError(None, "The request is text; allowed: binary frames.")
            waiting.put(parse_request(frame, model.latent_dim, size, model.image_shape))
        except FrameError as error:
            if not await _send(websocket, error_answer(error.seq, str(error))):
                return True
        await asyncio.sleep(FRAME_PAUSE)  # reading pauses meanwhile, so that a flood does not delay the others


async def _answer(websocket: WebSocket, checkpoint: Checkpoint, waiting: LatestOnly) -> None:
    """Compute one answer at a time until the page disconnects; a socket has at most one request in the queue."""
    while True:
        request = await waiting.take()
        try:
            work = partial(answer, checkpoint, request)
            frame = await workers.run(workers.decoders(), work)
        except VaevizError as error:
            frame = error_answer(request.seq, str(error))
        if not await _send(websocket, frame):
            return


async def _send(websocket: WebSocket, frame: bytes | str) -> bool:
    """Send one frame; return False if the page has disconnected."""
    if websocket.application_state is not WebSocketState.CONNECTED:
        return False  # another send has failed
    try:
        await (websocket.send_text(frame) if isinstance(frame, str) else websocket.send_bytes(frame))
    except WebSocketDisconnect:
        return False
    return True


async def _close(websocket: WebSocket, code: int, reason: str) -> None:
    """Send the reason, then close, unless the page has disconnected."""
    if not await _send(websocket, error_answer(None, reason)):
        return
    try:
        await websocket.close(code, reason)
    except WebSocketDisconnect:
        log.debug("A page disconnected before its socket was closed: %s", reason)
