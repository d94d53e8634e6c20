"""What a child process that runs a module of this package is started with."""

import os
from pathlib import Path

import vaeviz


def child_environment() -> dict[str, str]:
    """Return this process's environment, with the package found wherever the child is started."""
    root = str(Path(vaeviz.__file__).parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
