"""Shipped models are shown, dragged, exported and animated without torch, in a fresh interpreter."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "without_torch.py"


@pytest.mark.parametrize("page", ["explore", "conditions", "compare"])
def test_a_page_and_all_that_it_fetches_need_no_torch(page):
    paths = os.pathsep.join(map(str, (SCRIPT.parents[1], SCRIPT.parent)))
    environment = {**os.environ, "PYTHONPATH": paths}
    run = subprocess.run([sys.executable, str(SCRIPT), page], env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
