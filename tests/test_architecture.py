"""Guards of the imports: rings, short chains, no circles of folders, and what is light stays light."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import vaeviz

ROOT = Path(vaeviz.__file__).parent
LONGEST_CHAIN = 14  # modules
HEAVY = ("streamlit", "plotly", "umap", "numba", "sklearn", "pandas", "playwright")
RINGS = [
    {"errors", "installation", "settings", "config", "markdown"},
    {"latent", "codes"},
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


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("vaeviz", ("torch", "numpy")),
        ("vaeviz.files.places", ("torch",)),
        ("vaeviz.files.header", ("torch",)),
        ("vaeviz.files.checkpoint", ("torch",)),
        ("vaeviz.metrics.evaluation", ("torch",)),
        ("vaeviz.__main__", ("torch", "numpy")),
    ],
)
def test_what_is_light_imports_nothing_heavy(module, without):
    code = f"import sys, {module}; print([name for name in {without!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield all that runs: what is for the type checker alone is left out."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)):
            yield node
            yield from nodes(node)


def imports() -> Mapping[str, set[str]]:
    """Return module -> the modules of the package that it imports, at its head or in a function."""
    paths = {name: path for name, path in modules() if name != "vaeviz"}
    found: dict[str, set[str]] = {}
    for name, path in paths.items():
        asked = set()
        for node in nodes(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                asked |= {one if one in paths else node.module for one in whole}
            elif isinstance(node, ast.Import):
                asked |= {alias.name for alias in node.names}
        found[name] = (asked & set(paths)) - {name}
    return found


def test_no_chain_of_imports_is_long():
    imported = imports()

    @cache
    def longest(module: str) -> tuple[str, ...]:
        return module, *max((longest(other) for other in imported[module]), key=len, default=())

    chain = max((longest(module) for module in imported), key=len)
    assert len(chain) <= LONGEST_CHAIN, " > ".join(chain)


def test_no_two_folders_import_each_other():
    pairs = {(part(name), part(other)) for name, others in imports().items() for other in others}
    assert not {(one, other) for one, other in pairs if one != other and (other, one) in pairs}
