"""The process behind one laboratory, ``python -m vaeviz.live.lab_worker``: trains between two messages of its page.

It hears and speaks by `vaeviz.live.lab_wire`, and ends when stdin does, so that it never outlives its server.
"""

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO

STARTING, NICENESS = 5, 15  # a picture under a hand, and the server, go first; loading waits for nobody's training
WAITING = 256  # operations that wait; more stay in the pipe


def main() -> None:
    """Serve the page until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt in the terminal is the server's to handle
    give_way(STARTING)
    out = take_stdout()
    ops: queue.Queue[dict[str, Any]] = queue.Queue(WAITING)
    threading.Thread(target=listen, args=(sys.stdin.buffer, ops), daemon=True).start()
    import torch  # here: the end of stdin is heard while it loads

    from vaeviz.live.lab_desk import Desk

    torch.set_num_threads(1)
    give_way(NICENESS)

    def write(data: bytes) -> None:
        out.write(data)
        out.flush()

    desk = Desk(write)
    desk.say(state="ready", text="")
    while True:
        for op in arrived(ops, desk.wait()):
            desk.take(op)
        desk.work()


def give_way(niceness: int) -> None:
    """Step back to this rank, where the system has ranks and this process is not behind it already."""
    if hasattr(os, "nice"):
        os.nice(max(0, niceness - os.nice(0)))


def take_stdout() -> BinaryIO:
    """Return stdout, and let whatever else prints there end on stderr."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def listen(source: BinaryIO, ops: queue.Queue[dict[str, Any]]) -> None:
    """Take in one operation a line; where the lines end, so does the process, whatever it is doing."""
    for line in source:
        ops.put(json.loads(line))
    os._exit(0)


def arrived(ops: queue.Queue[dict[str, Any]], patience: float | None) -> Iterator[dict[str, Any]]:
    """Yield what has come, waiting for the first as long as ``patience`` says (None: until there is one)."""
    try:
        yield ops.get(block=patience != 0, timeout=patience)
        while True:
            yield ops.get_nowait()
    except queue.Empty:
        return


if __name__ == "__main__":
    main()
