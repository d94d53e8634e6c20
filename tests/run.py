"""Set up what the tests need and run them all: `python3 tests/run.py`, with arguments for pytest if any.

Needs nothing but Python: it makes `.venv`, installs what is missing where that may be done, and names the command
where not. The last lines are pytest's summary.
"""

import os
import shutil
import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
TOOLS = {"chromium": "chromium", "node": "nodejs", "npm": "npm", "firefox-esr": "firefox-esr"}  # command -> Debian's


def main(arguments: list[str]) -> int:
    """Run lint, types and tests; return the exit status of the first that fails."""
    if not (3, 11) <= sys.version_info < (3, 14):
        print(f"vaeviz needs Python 3.11 to 3.13; this is {sys.version.split()[0]}. Run: python3.11 tests/run.py")
        return 2
    if not install_tools():
        return 2
    if not (BIN / "python").exists():
        if find_spec("ensurepip") is None:
            print("This Python cannot make virtual environments. On Debian: sudo apt-get install python3-venv")
            return 2
        venv.create(VENV, with_pip=True)
    pip = [BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # two processes; those of the browser's tests keep an event loop running, which other tests cannot have
    pytest = [BIN / "pytest", "--numprocesses=2", "--dist=loadfile"]
    steps = [
        [*pip, "-r", "tests/requirements.txt"],
        ["npm", "ci", "--prefix", "tests", "--silent", "--no-fund", "--no-audit"],
        [BIN / "ruff", "check"],
        [BIN / "ruff", "format", "--check"],
        [BIN / "pyright", "--pythonpath", BIN / "python"],
        *([*pytest, *chosen] for chosen in ([arguments] if arguments else [["-m", "not browser"], ["-m", "browser"]])),
    ]
    for step in steps:
        status = subprocess.run([str(word) for word in step], cwd=ROOT).returncode
        if status:
            print(f"Failed: {' '.join(Path(word).name if word == step[0] else str(word) for word in step)}")
            return status
    return 0


def install_tools() -> bool:
    """Install the programs that the tests of the page drive, or say how; return whether they are there."""
    missing = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
    if not missing:
        return True
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        return True
    print(f"The tests of the page need {' and '.join(missing)}. Install them, on Debian: sudo {' '.join(command)}")
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
