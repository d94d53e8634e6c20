"""The decode socket: one conversation per page; of the requests that wait, the newest wins."""

import asyncio
import logging
from collections import Counter
from functools import partial

import anyio
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from vaeviz.errors import VaevizError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.latent import condition_size
from vaeviz.server import tokens, workers
from vaeviz.server.access import POLICY, AccessError, authorise, require_token
from vaeviz.server.decode.answers import answer
from vaeviz.server.decode.model_cache import require_checkpoint
from vaeviz.server.decode.wire import FrameError, Request, error_answer, parse_request

MAX_SOCKETS = 1024
FRAME_PAUSE = 0.001  # seconds from one frame of a page to its next; a drag leaves 16 ms between them
MAX_PER_TOKEN = 16  # sockets of one session: tabs that were left open, reconnects that overlap
BUSY = 1013  # close code of RFC 6455: try again later

log = logging.getLogger(__name__)
_open: Counter[str] = Counter()  # sockets by token


class LatestOnly:
    """The requests that wait on one socket: at most one of each kind; a new one replaces the one before it."""

    def __init__(self) -> None:
        self._waiting: dict[type[Request], Request] = {}
        self._some = asyncio.Event()

    def put(self, request: Request) -> None:
        """Let ``request`` wait in the place of the last of its kind."""
        self._waiting[type(request)] = request
        self._some.set()

    async def take(self) -> Request:
        """Wait for a request and take it; kinds take turns."""
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
    """Listen and answer side by side until the page leaves or its token ends."""
    waiting = LatestOnly()
    allowed = True
    async with anyio.create_task_group() as both:
        both.start_soon(_answer, websocket, checkpoint, waiting)
        allowed = await _listen(websocket, checkpoint, token, waiting)
        both.cancel_scope.cancel()
    if not allowed:
        await _close(websocket, POLICY, "This session has ended; reload the page.")


async def _listen(websocket: WebSocket, checkpoint: Checkpoint, token: str, waiting: LatestOnly) -> bool:
    """Take every frame in at once, so that a fast page never waits in a queue of its own stale requests.

    Returns True when the page has left, False when its token has ended.
    """
    model = checkpoint.model
    told = condition_size(model)
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return True
        if not tokens.valid(token):
            return False
        try:
            frame = message.get("bytes")
            if frame is None:
                raise FrameError(None, "Requests are binary frames, found text.")
            waiting.put(parse_request(frame, model.latent_dim, told))
        except FrameError as error:
            if not await _send(websocket, error_answer(error.seq, str(error))):
                return True
        await asyncio.sleep(FRAME_PAUSE)  # its transport stands still meanwhile: a flood does not hold up the others


async def _answer(websocket: WebSocket, checkpoint: Checkpoint, waiting: LatestOnly) -> None:
    """Compute one answer at a time, until the page has left; one socket so never has two places in the queue."""
    while True:
        request = await waiting.take()
        try:
            work = partial(answer, checkpoint.model, request)
            frame = await workers.run(workers.decoders(), work)
        except VaevizError as error:
            frame = error_answer(request.seq, str(error))
        if not await _send(websocket, frame):
            return


async def _send(websocket: WebSocket, frame: bytes | str) -> bool:
    """Send one frame; return False if the page has left."""
    if websocket.application_state is not WebSocketState.CONNECTED:
        return False  # another send has found out
    try:
        await (websocket.send_text(frame) if isinstance(frame, str) else websocket.send_bytes(frame))
    except WebSocketDisconnect:
        return False
    return True


async def _close(websocket: WebSocket, code: int, reason: str) -> None:
    """Say why, then close; a page that has left already needs no goodbye."""
    if not await _send(websocket, error_answer(None, reason)):
        return
    try:
        await websocket.close(code, reason)
    except WebSocketDisconnect:
        log.debug("A page left before its socket was closed: %s", reason)
