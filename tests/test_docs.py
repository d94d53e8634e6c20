"""The README is held to its word: every code block runs, the tree is the tree, the table is what was measured."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from vaeviz.commands.listing import figures_table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^## ([^\n]+)$|^```(\w+)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def blocks(language: str) -> list[tuple[str, str]]:
    """Return (heading, code) of each block in one language."""
    heading, found = "", []
    for title, kind, code in BLOCKS:
        heading = title or heading
        if kind == language:
            found.append((heading, code))
    return found


SHELL, PYTHON = blocks("sh"), blocks("python")
ELSEWHERE = {"Run": "the start is tests/test_app.py", "Test": "this very run"}


def test_no_block_is_of_a_kind_that_is_not_run():
    assert {kind for _, kind, _ in BLOCKS if kind} == {"sh", "python"}


@pytest.mark.slow
@pytest.mark.parametrize(("heading", "code"), SHELL, ids=[f"{n}-{heading}" for n, (heading, _) in enumerate(SHELL)])
def test_the_commands_run(heading, code, tmp_path):
    if "streamlit run" in code or "tests/run.py" in code:
        pytest.skip(f"This block does not end by itself or is this run; {ELSEWHERE[heading]}")
    for name in ("vaeviz", "checkpoints", "app.py"):
        (tmp_path / name).symlink_to(ROOT / name)
    here = code.replace(".venv/bin/python", sys.executable)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    bash = shutil.which("bash")
    subprocess.run([bash, "-euc", here], cwd=tmp_path, env=environment, check=True, timeout=600)


@pytest.mark.parametrize("code", [code for _, code in PYTHON if "import streamlit" not in code])
def test_the_python_runs(code, tmp_path):
    subprocess.run([sys.executable, "-"], input=code, text=True, cwd=ROOT, check=True, timeout=120)


def test_the_page_runs():
    (code,) = (code for _, code in PYTHON if "import streamlit" in code)
    page = AppTest.from_string(code).run(timeout=30)
    assert not page.exception
    assert any("latent dimensions" in text.value for text in page.markdown)


def test_the_table_is_what_was_measured():
    table = README.split("<!-- figures -->")[1].split("<!-- /figures -->")[0]
    assert table.strip() == figures_table().strip()


def test_the_tree_names_what_is_there():
    tree = re.search(r"## The tree\n\n```\n(.*?)```", README, re.DOTALL).group(1)
    top = re.findall(r"^(\w[\w./]*)\s{2,}", tree, re.MULTILINE)
    inner = re.findall(r"^  (\w[\w./]*)\s{2,}", tree, re.MULTILINE)
    assert all((ROOT / name).exists() for name in top)
    assert all((ROOT / "vaeviz" / name).exists() for name in inner)
    mentioned = set(re.findall(r"\w+\.py|\w+/", tree))
    for path in (ROOT / "vaeviz").iterdir():
        if path.suffix == ".py" and not path.stem.startswith("__"):
            assert path.name in mentioned, f"{path.name} is missing from the README's tree"
        if path.is_dir() and path.name != "__pycache__":
            assert f"{path.name}/" in mentioned, f"{path.name}/ is missing from the README's tree"


def test_every_image_is_there():
    assert all((ROOT / name).exists() for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README))
