"""The page's own JavaScript, measured in Node: no browser, no drawing, nothing but the computing."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from vaeviz.errors import VaevizError

FOLDER = Path(__file__).parent
PARTS = FOLDER.parent / "web"  # by its place: what measures imports no screen


class NodeError(VaevizError):
    """There is no Node to run the page's JavaScript in, or it failed."""


def run(script: str, *arguments: object) -> Any:
    """Run a script of this folder on the page's parts and return what it printed, read as JSON.

    The script gets the folder of the parts and then ``arguments``.

    Raises
    ------
    NodeError
        If Node is missing or the script failed.
    """
    node = shutil.which("node")
    if not node:
        raise NodeError("Node was not found; it runs the page's JavaScript. Install it: `sudo apt-get install nodejs`.")
    command = [node, str(FOLDER / script), str(PARTS), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NodeError(f"{script} failed in Node (20 or later is needed). It printed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)
