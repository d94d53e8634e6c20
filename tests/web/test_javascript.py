"""The page's own modules, tested in Node: one pytest case a file."""

import shutil
import subprocess
from pathlib import Path

import pytest

FILES = sorted(Path(__file__).parent.rglob("*.test.mjs"))


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_in_node(file):
    node = shutil.which("node")
    assert node, "Node is needed for the tests of the page: apt install nodejs"
    done = subprocess.run([node, "--test", "--test-reporter=tap", str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass 0" not in done.stdout
