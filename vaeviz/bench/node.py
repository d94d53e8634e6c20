"""Run the page's JavaScript in Node, to measure the computation without a browser."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from vaeviz.errors import VaevizError
from vaeviz.installation import WEB

FOLDER = Path(__file__).parent


class NodeError(VaevizError):
    """Node is missing, or the page's JavaScript failed in it."""


def run(script: str, *arguments: object) -> Any:
    """Run a script of this folder and return its output, parsed as JSON.

    The script gets the folder of the page's modules, then ``arguments``.

    Raises
    ------
    NodeError
        If Node is missing or the script failed.
    """
    node = shutil.which("node")
    if not node:
        raise NodeError("Node was not found, but this benchmark needs it. Install it: `sudo apt-get install nodejs`.")
    command = [node, str(FOLDER / script), str(WEB), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NodeError(f"{script} failed in Node (20 or later is needed). Its output:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)
