"""Uploaded image files are opened in a child process, which is killed and replaced if a file takes too long."""

import logging
import signal
import subprocess
import sys
import time
from contextlib import suppress
from threading import Lock, Timer

import numpy as np
from jaxtyping import Float32

from vaeviz.errors import DataError
from vaeviz.server.decode.image_wire import HEAD, READY, REFUSED, REQUEST
from vaeviz.server.jobs.environment import child_environment
from vaeviz.server.workers import BusyError

COMMAND = (sys.executable, "-m", "vaeviz.server.decode.image_worker")
TIME_LIMIT = 8.0  # seconds for one image; 24 million pixels take 1 to 4 s
START_LIMIT = 60.0  # seconds for the process to import its modules

log = logging.getLogger(__name__)

Shape = tuple[int, int, int]  # (C, H, W)
Process = subprocess.Popen[bytes]


class ImageProcess:
    """One child process, started at the first image and kept; it serves one thread at a time."""

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self.time_limit = time_limit
        self._turn = Lock()
        self._process: Process | None = None
        self._ready = False

    def open(self, data: bytes, image_shape: Shape) -> Float32[np.ndarray, "channel height width"]:
        """Return the pixels, in [0, 1], of an image file, fitted to a model of ``image_shape``; see `fit_image`.

        Raises
        ------
        DataError
            If the file is not an image that can be opened, or takes too long.
        BusyError
            If the system cannot start a process.
        """
        with self._turn:
            process = self._warm()
            start = time.monotonic()
            answer = _exchange(process, REQUEST.pack(*image_shape, len(data)) + data, self.time_limit)
            if answer is None:
                late = time.monotonic() - start >= self.time_limit
                status = _end(process)
                log.warning("The process that opens images ended with status %d.", status)
                self._start()  # it imports its modules while this image is refused
                raise DataError(_too_late(self.time_limit) if late else _brought_down(status))
        kind, body = answer
        if kind == REFUSED:
            raise DataError(body.decode())
        return np.frombuffer(body, "<f4").astype(np.float32).reshape(image_shape)

    def close(self) -> None:
        """End the process; an image that is being opened is refused, and a later one starts a new process."""
        if self._process is not None:
            self._process.kill()
        with self._turn:
            if self._process is not None:
                _end(self._process)
                self._process = None

    def _warm(self) -> Process:
        """Return a process that waits for a request."""
        if self._process is not None and self._process.poll() is not None:  # another program ended it
            _end(self._process)
            self._process = None
        process = self._process or self._start()
        if not self._ready:
            if _exchange(process, b"", START_LIMIT) != (READY, b""):
                status = _end(process)
                self._process = None
                raise BusyError(f"The process that opens images did not start (status {status}); try again.")
            self._ready = True
        return process

    def _start(self) -> Process:
        """Start a process, without waiting until it is ready."""
        self._process, self._ready = None, False
        try:
            self._process = subprocess.Popen(
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**child_environment(), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,  # only the server handles an interrupt in the terminal
            )
        except OSError as error:
            log.warning("The process that opens images could not be started: %r", error)
            raise BusyError(f"Images cannot be opened now ({error.strerror}); try again in a minute.") from error
        return self._process


def _exchange(process: Process, request: bytes, limit: float) -> tuple[bytes, bytes] | None:
    """Send a request and return the kind and the body of the answer; None if the process ended or ``limit`` passed."""
    assert process.stdin is not None
    assert process.stdout is not None
    timer = Timer(limit, process.kill)
    timer.start()
    try:
        process.stdin.write(request)
        process.stdin.flush()
        head = process.stdout.read(HEAD.size)
        if len(head) < HEAD.size:
            return None
        kind, length = HEAD.unpack(head)
        body = process.stdout.read(length)
        return (kind, body) if len(body) == length else None
    except BrokenPipeError:
        return None
    finally:
        timer.cancel()


def _end(process: Process) -> int:
    """Kill a process, wait until it is gone, and return its status."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        with suppress(BrokenPipeError):  # unread input is lost
            pipe.close()
    return process.wait()


def _too_late(limit: float) -> str:
    return f"The image took longer than the limit of {limit:g} s to open. Scale it down, or save it as PNG."


def _brought_down(status: int) -> str:
    known = -status in set(signal.Signals)
    name = signal.Signals(-status).name if known else f"status {status}"
    return f"The image crashed the process that opens it ({name}). Save it again as PNG, or send another image."


image_process = ImageProcess()
