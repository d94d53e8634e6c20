"""The process of one laboratory, ``python -m vaeviz.server.lab.worker``: it trains between messages of its page.

Its messages are defined in `vaeviz.server.lab.wire`. It ends when stdin is closed, so it never outlives its server.
"""

import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

NICENESS = 15  # decoding during a drag, and the server, go first
SESSION = Path("/proc/self/autogroup")
SESSION_NICENESS = 5  # 15 would starve it beside other work; 5 delays no drag (`bench labs`)
RANKING = 50  # attempts to set the session's niceness
WAITING = 256  # operations that wait; more stay in the pipe


def main() -> None:
    """Serve the page until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # only the server handles an interrupt in the terminal
    if hasattr(os, "setsid"):
        os.setsid()  # a new session, whose niceness `lower_priority` sets
    out = take_stdout()
    ops: queue.Queue[dict[str, Any]] = queue.Queue(WAITING)
    threading.Thread(target=listen, args=(sys.stdin.buffer, ops), daemon=True).start()
    import torch  # here, so that the end of stdin is noticed while torch loads

    from vaeviz.collapse.experiments import begin
    from vaeviz.server.lab.run_controller import RunController

    torch.set_num_threads(1)
    begin("lab", {}).frame()  # loads the data and the rest of torch, so that a spare process is ready
    lower_priority()  # only now, as the first page waits for the imports

    def write(data: bytes) -> None:
        out.write(data)
        out.flush()

    controller = RunController(write)
    controller.send_text(state="ready", text="")
    while True:
        for op in waiting_operations(ops, controller.wait()):
            controller.take(op)
        controller.work()


def lower_priority() -> None:
    """Lower this process's priority below the server and its pages, if the system supports it.

    Linux may share the processor between sessions first, and use niceness only within each session. In the server's
    session this process would then slow down a browser on the same machine; in its own session it has its own niceness.
    """
    if hasattr(os, "nice"):
        os.nice(max(0, NICENESS - os.nice(0)))
    for _ in range(RANKING):
        try:
            SESSION.write_text(str(SESSION_NICENESS))
        except BlockingIOError:  # the system allows ten such changes per second for all processes together
            time.sleep(0.1)
        except OSError:
            return  # the system does not share by session
        else:
            return


def take_stdout() -> BinaryIO:
    """Return stdout, and redirect all other output to stderr."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def listen(source: BinaryIO, ops: queue.Queue[dict[str, Any]]) -> None:
    """Queue one operation per line; when the lines end, end the process at once."""
    for line in source:
        ops.put(json.loads(line))
    os._exit(0)


def waiting_operations(ops: queue.Queue[dict[str, Any]], patience: float | None) -> Iterator[dict[str, Any]]:
    """Yield the waiting operations, after up to ``patience`` seconds for the first one (None: without limit)."""
    try:
        yield ops.get(block=patience != 0, timeout=patience)
        while True:
            yield ops.get_nowait()
    except queue.Empty:
        return


if __name__ == "__main__":
    main()
