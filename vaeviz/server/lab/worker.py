"""The process behind one laboratory, ``python -m vaeviz.server.lab.worker``: trains between two messages of its page.

It hears and speaks by `vaeviz.server.lab.wire`, and ends when stdin does, so that it never outlives its server.
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

NICENESS = 15  # a picture under a hand, and the server, go first
SESSION = Path("/proc/self/autogroup")
SESSION_NICENESS = 5  # there 15 would leave next to nothing where anything else runs; 5 holds up no drag (bench labs)
RANKING = 50  # tries to rank the session
WAITING = 256  # operations that wait; more stay in the pipe


def main() -> None:
    """Serve the page until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt in the terminal is the server's to handle
    if hasattr(os, "setsid"):
        os.setsid()  # a session of its own, for `give_way` to rank
    out = take_stdout()
    ops: queue.Queue[dict[str, Any]] = queue.Queue(WAITING)
    threading.Thread(target=listen, args=(sys.stdin.buffer, ops), daemon=True).start()
    import torch  # here: the end of stdin is heard while it loads

    from vaeviz.collapse.experiments import begin
    from vaeviz.server.lab.run_controller import RunController

    torch.set_num_threads(1)
    begin("lab", {}).frame()  # brings in the data and the rest of torch: a process that stands by is ready for all
    give_way()  # not before: who begins waits for the imports

    def write(data: bytes) -> None:
        out.write(data)
        out.flush()

    desk = RunController(write)
    desk.say(state="ready", text="")
    while True:
        for op in arrived(ops, desk.wait()):
            desk.take(op)
        desk.work()


def give_way() -> None:
    """Step back behind the server and its pages, where the system has ranks.

    Linux may share the processor out by session first, and by niceness only within each. Then, in the server's session,
    this process would take from a browser on the same machine; in one of its own, that is to be ranked.
    """
    if hasattr(os, "nice"):
        os.nice(max(0, NICENESS - os.nice(0)))
    for _ in range(RANKING):
        try:
            SESSION.write_text(str(SESSION_NICENESS))
        except BlockingIOError:  # all processes together may do so ten times a second
            time.sleep(0.1)
        except OSError:
            return  # no such sharing here
        else:
            return


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
