"""Where what comes with the package lies, and how its command is typed: in a clone and in an installed package.

The wheel holds what lies beside the package in a clone, in the same order, in ``vaeviz/shipped``; see pyproject.toml.
"""

from pathlib import Path

PACKAGE = Path(__file__).parent
_WHEEL = PACKAGE / "shipped"
INSTALLED = _WHEEL.is_dir()
SHIPPED = _WHEEL if INSTALLED else PACKAGE.parent  # of app.py, .streamlit and checkpoints
PROGRAM = "vaeviz" if INSTALLED else "python -m vaeviz"
