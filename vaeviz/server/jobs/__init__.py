"""Long computations in child processes, so that the page stays responsive; ``pool`` has the jobs of this server."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from vaeviz.server.jobs.job import Job, Snapshot
from vaeviz.server.jobs.pool import Pool

__all__ = ["Job", "Pool", "Snapshot", "codes_command", "pool"]

pool = Pool(max(1, (os.cpu_count() or 1) // 2))


def codes_command(folder: Path, methods: Sequence[str], seed: int) -> list[str]:
    """Return the command that adds maps to a checkpoint, and encodes its data set first if it has no codes."""
    command = [sys.executable, "-m", "vaeviz", "codes", str(folder.absolute()), "--add", "--progress-json"]
    return [*command, "--seed", str(seed), "--maps", *methods]
