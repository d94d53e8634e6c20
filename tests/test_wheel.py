"""The wheel: what is in it, and the app that it installs, in a folder that has nothing to do with the repository."""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest
from e2e.screen import PATIENCE, Screen
from playwright.sync_api import Browser, expect

from vaeviz.collapse.lessons.reader import read_all
from vaeviz.files.places import shipped

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
BASE = "/explorer"
# An account without a home that owns nothing. It may read everything, since the tests' own Python often lies in a
# home that is closed to others, and it writes nothing but temporary files.
NOBODY = (
    *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
    *("env", "--unset=HOME"),
)
TRAPS = {"vaeviz/__init__.py": "the package", "random.py": "the standard library", "streamlit.py": "Streamlit"}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone; what it requires is that of the tests. Return the folder of its programs."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder)
    scripts, packages = (Path(sysconfig.get_path(kind, "venv", _paths(folder))) for kind in ("scripts", "purelib"))
    (packages / "tests.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install", "--quiet", "--no-index"]
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    return scripts


def _paths(folder: Path) -> dict[str, str]:
    return {"base": str(folder), "platbase": str(folder), "installed_base": str(folder)}


@pytest.fixture
def nobody() -> Sequence[str]:
    """What a command begins with to be run by an account that owns nothing."""
    if shutil.which("setpriv") is None or os.geteuid() != 0:
        pytest.skip("only root can become another account, by setpriv")
    return NOBODY


def environment() -> dict[str, str]:
    """Return this environment without what points into the repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VAEVIZ_", "NUMBA_"))}


def output(command: Sequence[str | Path], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=True)
    return done.stdout


@contextmanager
def running(command: Sequence[str | Path], folder: Path) -> Iterator[str]:
    """Run the app until the block ends; its address is printed once its socket listens."""
    process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        line = next((line for line in process.stdout if "URL:" in line), None)
        assert line is not None, f"The app ended with {process.wait()} before it had an address."
        yield line.split("URL:")[1].strip()
    finally:
        process.terminate()
        process.communicate(timeout=30)
    assert process.returncode in (0, -signal.SIGTERM)


def test_it_holds_the_pages_the_texts_and_the_models_and_no_tests(wheel: Path):
    with ZipFile(wheel) as opened:
        names = set(opened.namelist())
    kinds = {".py", ".js", ".css", ".wasm", ".md", ".svg"}
    package = {str(file.relative_to(ROOT)) for file in (ROOT / "vaeviz").rglob("*") if file.suffix in kinds}
    models = {f"vaeviz/shipped/{file.relative_to(ROOT)}" for file in (ROOT / "checkpoints").glob("*/*")}
    entry = {"vaeviz/shipped/app.py", "vaeviz/shipped/.streamlit/config.toml"}
    assert not (package | models | entry) - names
    assert not [name for name in names if name.startswith("tests/") or "/test_" in name]
    assert {name.split("/")[0].split("-")[0] for name in names} == {"vaeviz"}


def test_the_command_lists_what_it_can_do_and_the_models(programs: Path, tmp_path: Path):
    text = output([programs / "vaeviz", "--help"], tmp_path)
    assert text.startswith("usage: vaeviz ")
    assert "Open the explorer in the browser." in text
    models = output([programs / "vaeviz", "list"], tmp_path)
    assert [line.split()[0] for line in models.splitlines()] == sorted(shipped())
    assert not list(tmp_path.iterdir())


def test_errors_name_the_command_as_it_is_typed(programs: Path, tmp_path: Path):
    command = [programs / "vaeviz", "evaluate", "nothing"]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert done.returncode == 2
    assert "`vaeviz train`" in done.stderr


@pytest.mark.browser
def test_the_app_opens_in_an_empty_folder(programs: Path, browser: Browser, tmp_path: Path):
    with running([programs / "vaeviz", "app", "--port", "0"], tmp_path) as address, browser.new_page() as page:
        screen = Screen(page, address).open()
        assert len(set(screen.pixels().tolist())) > 2
        lists_the_lessons(screen)
        assert not screen.troubles
    assert not list(tmp_path.iterdir())


@pytest.mark.browser
def test_the_app_opens_below_a_path_for_an_account_that_owns_nothing(
    programs: Path, browser: Browser, nobody: Sequence[str], tmp_path: Path
):
    for name, what in TRAPS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"raise SystemExit('{name} was taken for {what}')")
    command = [*nobody, programs / "vaeviz", "app", "--port", "0", "--base-path", BASE]
    with running(command, tmp_path) as address, browser.new_page() as page:
        assert address.endswith(BASE)
        screen = Screen(page, address).open()
        assert len(set(screen.pixels().tolist())) > 2
        lists_the_lessons(screen)
        screen.goto(path="collapse")
        expect(screen.by("lab-frame-rate")).to_have_text("paused", timeout=1000 * PATIENCE)
        screen.until(lambda: screen.by("lab-figure-step").text_content() == "0")
        assert not screen.troubles


def lists_the_lessons(screen: Screen) -> None:
    screen.goto({"tab": "lessons"}, "collapse")
    lessons, _ = read_all()
    expect(screen.by("lesson-list").get_by_role("listitem")).to_have_count(len(lessons), timeout=1000 * PATIENCE)
    expect(screen.by("lesson-list")).to_contain_text(lessons[0].title)


def test_umap_can_be_imported_where_nothing_can_be_written(programs: Path, nobody: Sequence[str], tmp_path: Path):
    code = "from vaeviz.latents.umap_import import import_umap; print(import_umap().__name__)"
    assert output([*nobody, programs / "python", "-c", code], tmp_path).strip() == "UMAP"


def test_maps_of_a_shipped_model_that_cannot_be_written_are_refused(
    programs: Path, nobody: Sequence[str], tmp_path: Path
):
    command = [*nobody, programs / "vaeviz", "codes", "digits-cvae-z4", "--add", "--maps", "pca"]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert done.returncode == 2
    assert "cannot be written to (Permission denied)" in done.stderr
    assert "set VAEVIZ_CHECKPOINTS" in done.stderr


def test_a_data_set_that_cannot_be_stored_is_refused(programs: Path, nobody: Sequence[str], tmp_path: Path):
    command = [*nobody, programs / "vaeviz", "evaluate", "mnist-vae-z8", "--limit", "10"]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert done.returncode == 2
    assert "cannot be stored in" in done.stderr
    assert "VAEVIZ_DATA" in done.stderr
