"""The texts with formulas that the Collapse page shows with its plots, from ``docs/theory.md``."""

import re
from functools import cache
from pathlib import Path

from vaeviz.markdown import line_to_html

FILE = Path(__file__).parents[1] / "docs" / "theory.md"


@cache
def texts() -> dict[str, str]:
    """Return the HTML of each text, by its heading in the file.

    Raises
    ------
    TextError
        If a formula cannot be read.
    """
    _, *parts = re.split(r"^## (\S+)$", FILE.read_text("utf-8"), flags=re.MULTILINE)
    return {name: line_to_html(" ".join(text.split())) for name, text in zip(parts[::2], parts[1::2], strict=True)}
