"""Two guards: the core imports alone, and a ring imports only what lies within it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import vaeviz

ROOT = Path(vaeviz.__file__).parent
HEAVY = ("streamlit", "plotly", "umap", "numba", "sklearn", "pandas", "playwright")
RINGS = [
    {"errors", "config", "markdown"},
    {"latent"},
    {"families"},
    {"files"},
    {"data"},
    {"training", "latents"},
    {"metrics"},
    {"collapse", "api", "plot"},
    {"server"},
    {"bench", "commands", "__main__"},
    {"app"},
]


def modules():
    for path in sorted(ROOT.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")
        yield name, path


def part(module: str) -> str:
    """Return the top-level part of the package that a module belongs to."""
    return module.split(".")[1]


def ring(module: str) -> int:
    return next(index for index, names in enumerate(RINGS) if part(module) in names)


def test_every_module_has_a_ring():
    unknown = {part(name) for name, _ in modules() if name != "vaeviz"} - set().union(*RINGS)
    assert not unknown


@pytest.mark.parametrize(("name", "path"), [case for case in modules() if case[0] != "vaeviz"])
def test_a_module_imports_from_its_ring_and_those_within_only(name, path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            imported |= (
                {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "vaeviz" else {node.module}
            )
        elif isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
    ours = {module for module in imported if module.startswith("vaeviz.") and module != "vaeviz.__version__"}
    outside = {module for module in ours if ring(module) > ring(name)}
    assert not outside


def test_the_core_imports_without_the_screen_or_anything_heavy():
    core = [name for name, _ in modules() if name == "vaeviz" or part(name) not in ("app", "bench", "commands")]
    core.remove("vaeviz.__main__")
    code = f"""
import importlib, sys
for name in {core!r}:
    importlib.import_module(name)
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_package_imports_nothing_heavy():
    code = "import sys, vaeviz; print([name for name in ('torch', 'numpy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
