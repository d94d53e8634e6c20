"""The page's own modules: their tests in Node, their types and their style, one run each."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from vaeviz.installation import WEB

HERE = Path(__file__).parent
TOOLS = HERE.parent / "node_modules" / ".bin"
FILES = sorted(map(str, HERE.rglob("*.test.mjs")))
SOURCES = [str(WEB), str(WEB.parent / "bench"), str(HERE), str(HERE.parent / "e2e")]


def run(*command: str) -> str:
    """Run a command; return its output, or fail with it."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tool(name: str) -> str:
    found = TOOLS / name
    if not found.exists():
        pytest.fail(f"{name} is not installed. Run: npm ci --prefix tests")
    return str(found)


def test_every_module_s_tests_pass_in_node() -> None:
    node = shutil.which("node")
    assert node, "Node is needed for the tests of the page: apt install nodejs"
    output = run(node, "--test", "--test-reporter=tap", *FILES)
    counts = dict(re.findall(r"^# (pass|fail|skipped) (\d+)$", output, re.MULTILINE))
    assert int(counts["pass"]) > 700
    assert counts["fail"] == counts["skipped"] == "0"


def test_the_modules_types_hold() -> None:
    assert run(tool("tsc"), "--project", "tsconfig.json") == ""


def test_the_modules_are_formatted_and_pass_the_linter() -> None:
    run(tool("biome"), "ci", "--config-path=lint.json", "--error-on-warnings", *SOURCES)


SENTENCE = re.compile(r"[`\"/][^`\"]{40,}")  # a text that is read as one is not broken


def test_no_line_is_longer_than_120_but_for_its_text() -> None:
    files = [*WEB.rglob("*.js"), *HERE.rglob("*.mjs")]
    long = [
        file.name
        for file in files
        for line in file.read_text().splitlines()
        if len(line) > 120 and not SENTENCE.search(line)
    ]
    assert long == []
