"""Paths of shipped files and the name of the command, in a clone and in an installed package.

The files next to the package in a clone are in ``vaeviz/shipped`` in a wheel, in the same layout; see pyproject.toml.
"""

from pathlib import Path

PACKAGE = Path(__file__).parent
WEB = PACKAGE / "web"  # the page's ES modules and style sheets
_WHEEL = PACKAGE / "shipped"
INSTALLED = _WHEEL.is_dir()
SHIPPED = _WHEEL if INSTALLED else PACKAGE.parent  # contains app.py, .streamlit and checkpoints
PROGRAM = "vaeviz" if INSTALLED else "python -m vaeviz"
