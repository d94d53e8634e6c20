"""The page's modules: small, without HTML from text, importing only one another, in folders without circles."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from vaeviz.installation import WEB

MODULES = {file.relative_to(WEB).as_posix(): file for file in sorted(WEB.rglob("*.js"))}


def imports_of(module: Path) -> list[str]:
    return re.findall(
        r'(?:^import |^\} from |\bimport\(|^import .*? from )"([^"\n]+)"', module.read_text(), re.MULTILINE
    )


@pytest.mark.parametrize("name", MODULES)
def test_modules_are_small_and_build_no_html_from_text(name: str) -> None:
    text = MODULES[name].read_text()
    assert len(text.splitlines()) <= 300
    assert ("DOMParser" in text) == (name == "core/dom.js")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)


@pytest.mark.parametrize("name", MODULES)
def test_modules_import_only_one_another(name: str) -> None:
    module = MODULES[name]
    for source in imports_of(module):
        assert re.match(r"\.\.?/", source)
        assert (module.parent / source).resolve().is_relative_to(WEB)
        assert (module.parent / source).is_file()


def test_no_two_folders_import_each_other() -> None:
    folders: dict[Path, set[Path]] = {}
    for module in MODULES.values():
        used = {(module.parent / source).resolve().parent for source in imports_of(module)}
        folders.setdefault(module.parent, set()).update(used - {module.parent})
    order = list(TopologicalSorter(folders).static_order())  # raises CycleError, which names the circle
    assert order[0] == WEB / "core"
