"""The public names: cheap to import, documented on one page, typed."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import vaeviz

PAGE = (Path(vaeviz.__file__).parent / "docs" / "api.md").read_text()
FUNCTIONS = [name for name in vaeviz.__all__ if inspect.isfunction(getattr(vaeviz, name))]
FIGURES = vaeviz.plot.__all__


def test_importing_is_cheap():
    heavy = ("torch", "streamlit", "plotly", "umap", "numba", "sklearn", "scipy", "pandas")
    code = f"import sys, vaeviz; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there_and_listed():
    assert set(vaeviz.__all__) <= set(dir(vaeviz))
    assert all(getattr(vaeviz, name) is not None for name in vaeviz.__all__)


def test_models_is_a_function_whatever_has_been_imported():
    code = "import vaeviz, vaeviz.api.training, vaeviz.plot, vaeviz.data; print(callable(vaeviz.models))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def heading(name: str, function) -> str:
    return f"### {name}({', '.join(inspect.signature(function).parameters)})"


def test_the_page_has_every_function_with_its_parameters():
    wanted = [heading(f"vaeviz.{name}", getattr(vaeviz, name)) for name in FUNCTIONS]
    wanted += [heading(f"vaeviz.plot.{name}", getattr(vaeviz.plot, name)) for name in FIGURES]
    found = re.findall(r"^### vaeviz\..*$", PAGE, re.MULTILINE)
    assert sorted(found) == sorted(wanted)


def test_every_function_has_a_docstring_and_types():
    for name, function in [
        *((n, getattr(vaeviz, n)) for n in FUNCTIONS),
        *((n, getattr(vaeviz.plot, n)) for n in FIGURES),
    ]:
        assert inspect.getdoc(function), name
        signature = inspect.signature(function)
        assert signature.return_annotation is not inspect.Signature.empty, name
        assert all(one.annotation is not inspect.Parameter.empty for one in signature.parameters.values()), name
