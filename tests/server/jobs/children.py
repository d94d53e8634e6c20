"""Children for the tests of jobs: real processes, and waiting for them with a deadline."""

import sys

from vaeviz.server.jobs import Job, Snapshot

DEADLINE = 30.0  # seconds; nothing here takes one
REPORT = "import json; report = lambda **fields: print(json.dumps(fields), flush=True); "
FOREVER = REPORT + "import os, threading; report(stage=str(os.getpid()), done=1, total=4); threading.Event().wait()"


def child(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def started(code: str) -> Job:
    job = Job(child(code))
    assert job.start(lambda: None)
    return job


def ended(job: Job) -> Snapshot:
    assert job.join(DEADLINE)
    return job.snapshot()


def process_of(job: Job) -> int:
    """Return the id of a child that reports it as its stage."""
    return int(job.wait_for(lambda now: now.stage.isdigit(), DEADLINE).stage)
