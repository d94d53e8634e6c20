import site
import subprocess
import sys

from vaeviz.installation import PACKAGE
from vaeviz.server.jobs import environment
from vaeviz.server.jobs.environment import child_environment


def test_files_in_the_working_directory_are_not_taken_for_modules(tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    (tmp_path / "vaeviz").mkdir()
    (tmp_path / "vaeviz" / "__init__.py").write_text("raise SystemExit('the wrong package')")
    (tmp_path / "random.py").write_text("raise SystemExit('the wrong module')")
    code = "import random, vaeviz; print(vaeviz.__file__)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=child_environment(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(PACKAGE / "__init__.py")


def test_the_users_own_path_comes_after_a_clone(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert child_environment()["PYTHONPATH"] == f"{PACKAGE.parent}:/elsewhere"


def test_the_folder_of_installed_packages_is_not_put_before_the_standard_library(monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setattr(environment, "PACKAGE", PACKAGE.__class__(site.getsitepackages()[0]) / "vaeviz")
    assert "PYTHONPATH" not in child_environment()
