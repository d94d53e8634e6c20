"""The page's names of the toy's runs against those of Python."""

import json
import subprocess
from pathlib import Path

from vaeviz.collapse.toy.recipes import DECODERS, recipes

SCRIPT = Path(__file__).with_name("runs.mjs")


def test_the_address_can_name_every_run_and_no_other():
    page = json.loads(subprocess.run(["node", SCRIPT], check=True, capture_output=True, text=True).stdout)
    assert page["runs"] == list(recipes())
    assert page["keys"]["toy_run"]["default"] in DECODERS
