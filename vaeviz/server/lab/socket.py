"""The laboratory's socket: one page and one worker process that trains for it and ends with the socket."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import anyio
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from vaeviz.errors import ConfigError
from vaeviz.server import tokens
from vaeviz.server.access import POLICY, AccessError, authorise, require_token
from vaeviz.server.lab.pool import Labs, labs
from vaeviz.server.lab.process import Worker, ended_by
from vaeviz.server.lab.wire import FRAME, parse_op
from vaeviz.server.workers import BusyError

NORMAL, BUSY = 1000, 1013  # close codes of RFC 6455
MESSAGE_PAUSE = 0.001  # seconds from one message of a page to its next
WAITING = 256  # operations that may wait for the worker
TICK = 2.0  # seconds between two checks of the time and the token
MAX_SECONDS = 2 * 3600.0  # of one laboratory, in total
IDLE_LIMIT = 1800.0  # seconds without a message from the page, including "seen", after which the laboratory ends
IDLE_LIMIT_WITH_QUEUE = 180.0  # the same while others wait

SESSION_OVER = "This session has ended; reload the page."
TOO_FAST = "Too many operations at once; start again."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ending:
    """The close code and reason of a connection's end; without a reason the page has disconnected."""

    code: int = NORMAL
    text: str = ""


async def lab_socket(websocket: WebSocket) -> None:
    """Serve ``WS /vaeviz/lab?token={token}``; `vaeviz.server.lab.wire` defines the messages."""
    if not await authorise(websocket):
        return
    try:
        ending = await Conversation(websocket, require_token(websocket), labs).run()
    except AccessError as refusal:
        ending = Ending(POLICY, str(refusal))
    await _part(websocket, ending)


class Conversation:
    """Receiving, forwarding and a timer, which run concurrently; the first to end ends all."""

    def __init__(self, websocket: WebSocket, token: str, places: Labs) -> None:
        self._websocket, self._token, self._labs = websocket, token, places
        self._ops: asyncio.Queue[dict[str, Any]] = asyncio.Queue(WAITING)
        self._last_message = asyncio.get_running_loop().time()

    async def run(self) -> Ending:
        """Return why it ended; the worker has ended by then."""
        return await _first(self._listen, self._serve, self._watch)

    async def _listen(self) -> Ending:
        """Queue every operation as soon as it arrives."""
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                return Ending()
            if not tokens.valid(self._token):
                return Ending(POLICY, SESSION_OVER)
            self._last_message = asyncio.get_running_loop().time()
            try:
                self._ops.put_nowait(parse_op(message.get("text")))
            except ConfigError as error:
                await self._say(error=str(error))
            except asyncio.QueueFull:
                return Ending(POLICY, TOO_FAST)
            await asyncio.sleep(MESSAGE_PAUSE)

    async def _serve(self) -> Ending:
        """Wait for a worker, then pass messages between it and the page."""
        try:
            async with self._labs.place(self._token, self._report_queue) as worker:
                await self._say(state="starting", text="Starting the laboratory")
                with anyio.fail_after(MAX_SECONDS):
                    return await _first(partial(self._feed, worker), partial(self._forward, worker))
        except BusyError as refusal:
            return Ending(BUSY, str(refusal))
        except TimeoutError:
            return Ending(text=f"A laboratory lasts {MAX_SECONDS / 3600:.0f} hours at most; start again.")

    async def _feed(self, worker: Worker) -> Ending:
        while True:
            await worker.send(await self._ops.get())

    async def _forward(self, worker: Worker) -> Ending:
        """Forward the worker's messages; it waits until the page has seen a frame, so nothing accumulates here."""
        while (received := await worker.receive()) is not None:
            kind, body = received
            if kind == FRAME:
                await self._websocket.send_bytes(body)
            else:
                await self._websocket.send_text(body.decode())
                self._labs.keep_spare()
        return Ending(text=ended_by(await worker.end()))

    async def _watch(self) -> Ending:
        """End an idle laboratory."""
        while True:
            await asyncio.sleep(TICK)
            if not tokens.valid(self._token):
                return Ending(POLICY, SESSION_OVER)
            silence = asyncio.get_running_loop().time() - self._last_message
            if silence > (IDLE_LIMIT_WITH_QUEUE if self._labs.crowded else IDLE_LIMIT):
                return Ending(text=f"There was no input for {silence / 60:.0f} minutes; start again to continue.")

    async def _report_queue(self, text: str) -> None:
        await self._say(state="waiting", text=text)

    async def _say(self, **message: str) -> None:
        await self._websocket.send_text(json.dumps(message))


async def _first(*works: Callable[[], Awaitable[Ending]]) -> Ending:
    """Return the result of the first to end, and cancel the others; a disconnected page ends them all."""
    found: list[Ending] = []

    async def end_all(work: Callable[[], Awaitable[Ending]]) -> None:
        try:
            found.append(await work())
        except WebSocketDisconnect:
            found.append(Ending())
        group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        for work in works:
            group.start_soon(end_all, work)
    return found[0]


async def _part(websocket: WebSocket, ending: Ending) -> None:
    """Send the reason, then close, unless the page has disconnected."""
    if not ending.text or websocket.application_state is not WebSocketState.CONNECTED:
        return
    try:
        message = {"state": "ended", "text": ending.text} if ending.code == NORMAL else {"error": ending.text}
        await websocket.send_text(json.dumps(message))
        await websocket.close(ending.code, ending.text)
    except WebSocketDisconnect:
        log.debug("A page disconnected before the reason was sent: %s", ending.text)
