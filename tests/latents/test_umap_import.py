import os
import subprocess
import sys
from pathlib import Path

IMPORT = "from vaeviz.latents.umap_import import import_umap; print(import_umap().cache)"
REFUSAL = "cannot cache function 'f': no locator available for file 'f.py'"


def import_umap(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Import UMAP in a process in which its package is ``code``."""
    (folder / "umap.py").write_text(code)
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{Path(__file__).parents[2]}"}
    environment.pop("NUMBA_CACHE_DIR", None)
    return subprocess.run([sys.executable, "-c", IMPORT], env=environment, capture_output=True, text=True)


def test_where_numba_finds_no_folder_it_has_a_temporary_one_that_goes_with_the_process(tmp_path):
    done = import_umap(
        tmp_path,
        f"""
import numba
if not numba.config.CACHE_DIR:
    raise RuntimeError({REFUSAL!r})
class UMAP:
    cache = numba.config.CACHE_DIR
""",
    )
    folder = Path(done.stdout.strip())
    assert folder.name.startswith("vaeviz-numba-")
    assert not folder.exists()


def test_where_numba_finds_a_folder_nothing_is_changed(tmp_path):
    done = import_umap(tmp_path, "import os\nclass UMAP:\n    cache = os.environ.get('NUMBA_CACHE_DIR')")
    assert done.stdout.strip() == "None"


def test_another_failure_is_not_hidden(tmp_path):
    done = import_umap(tmp_path, "raise RuntimeError('something else')")
    assert done.returncode == 1
    assert "something else" in done.stderr
