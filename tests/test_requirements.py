"""What is imported is required, and what is required has one tested version."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
BENCH = PROJECT["optional-dependencies"]["bench"]
SOURCES = [ROOT / "app.py", *sorted((ROOT / "vaeviz").rglob("*.py"))]


def parsed(lines: list[str]) -> dict[str, Requirement]:
    """Return name -> requirement."""
    return {canonicalize_name(one.name): one for one in map(Requirement, lines)}


def pinned() -> list[str]:
    """Return the lines of requirements.txt that say something."""
    return [line for line in (ROOT / "requirements.txt").read_text().splitlines() if line and not line.startswith("#")]


def imported(path: Path) -> set[str]:
    """Return the packages of others that a file imports, wherever in it, by their top-level names."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
    return names - set(sys.stdlib_module_names) - {"vaeviz"}


def test_what_is_imported_is_required():
    known = packages_distributions()
    lacking = {}
    for path in SOURCES:
        allowed = PROJECT["dependencies"] + (BENCH if path.is_relative_to(ROOT / "vaeviz" / "bench") else [])
        for name in imported(path):
            distributions = {canonicalize_name(one) for one in known.get(name, [name])}
            if not distributions & parsed(allowed).keys():
                lacking[str(path.relative_to(ROOT))] = name
    assert not lacking


def test_what_is_required_is_imported():
    known = packages_distributions()
    used = {canonicalize_name(one) for path in SOURCES for name in imported(path) for one in known.get(name, [name])}
    assert not parsed(PROJECT["dependencies"]).keys() - used


@pytest.mark.parametrize("line", PROJECT["dependencies"])
def test_a_requirement_has_one_tested_version_within_its_bounds(line):
    wanted = Requirement(line)
    lines = [one for one in map(Requirement, pinned()) if canonicalize_name(one.name) == canonicalize_name(wanted.name)]
    assert len(lines) == 1
    (pin,) = lines[0].specifier
    assert pin.operator == "=="
    assert wanted.specifier.contains(pin.version)


def test_requirements_serve_as_constraints():
    lines = [Requirement(line) for line in pinned()]
    assert not [str(one) for one in lines if one.extras or one.url]
    assert [one.operator for line in lines for one in line.specifier] == ["=="] * len(lines)


def test_the_extras_of_what_is_required_are_pinned_and_nothing_else():
    wanted = parsed(PROJECT["dependencies"])
    added = {name for one in wanted.values() for extra in one.extras for name in added_by(one.name, extra)}
    assert added
    assert parsed(pinned()).keys() == wanted.keys() | added


def added_by(name: str, extra: str) -> set[str]:
    """Return the names of what a distribution requires for one of its extras only."""
    lines = [one for one in map(Requirement, requires(name) or []) if one.marker]
    return {
        canonicalize_name(one.name)
        for one in lines
        if one.marker and one.marker.evaluate({"extra": extra}) and not one.marker.evaluate({"extra": ""})
    }


def test_the_tests_build_on_the_tested_versions():
    lines = (ROOT / "tests" / "requirements.txt").read_text().splitlines()
    assert "-r ../requirements.txt" in lines
    others = parsed([line for line in lines if line and line[0] not in "#-"])
    assert not others.keys() & parsed(pinned()).keys()
    for name, wanted in parsed(BENCH).items():
        assert name in others, f"{wanted} is what the benchmarks need, and the tests run them"
