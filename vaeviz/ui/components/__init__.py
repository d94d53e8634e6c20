"""Components of ours: one folder each, with a typed wrapper and plain ES modules that the live routes serve."""

from pathlib import Path

PARTS = {"workspace": Path(__file__).parent / "workspace"}  # part -> folder of its .js and .css
