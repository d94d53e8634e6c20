"""Small pieces of HTML for the cards; all text in them is escaped, except what `typeset` returned."""

import re
from collections.abc import Iterable, Sequence
from html import escape

Row = tuple[str, str, str]  # label, value, note

MINUS = "\N{MINUS SIGN}"
_VARIABLE = re.compile(r"(?<!\w)([pqxzcknNIR\u03b2\u03c3])(?![A-Za-z])")  # standing alone, as in p(x|z) or n = 5


class Html(str):
    """Text that is already HTML."""


def typeset(text: str) -> Html:
    """Return a text with the variables of its formulas in italics: st.html removes MathML.

    Only for text written in the program: in other text a single letter need not be a variable.
    """
    parts = _VARIABLE.split(text)  # text and variables in turn
    return Html("".join(f"<i>{part}</i>" if index % 2 else escape(part) for index, part in enumerate(parts)))


def _html(text: str) -> str:
    return text if isinstance(text, Html) else escape(text)


def definitions(rows: Iterable[Row]) -> str:
    """Return a list of terms, each with its value and a note in small print."""
    lines = [f"<dt>{_html(label)}</dt><dd>{_html(value)}{_note(note)}</dd>" for label, value, note in rows]
    return f'<dl class="vv-facts">{"".join(lines)}</dl>'


def figures(rows: Iterable[Row]) -> str:
    """Return a table with one number in each row, and a note."""
    lines = [
        f'<tr><th scope="row">{_html(label)}</th><td>{_html(value)}</td><td>{_html(note)}</td></tr>'
        for label, value, note in rows
    ]
    return f'<table class="vv-figures">{"".join(lines)}</table>'


def columns(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table with a header; the first column names the rows."""
    head = "".join(f'<th scope="col">{_html(name)}</th>' for name in names)
    lines = [
        f'<tr><th scope="row">{_html(first)}</th>{"".join(f"<td>{_html(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    ]
    return f'<table class="vv-columns"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


def page_title(title: str, text: str) -> str:
    """Return the page's title and, beside it, a short text."""
    return f'<h1 class="vv-page">{_html(title)} <small>{_html(text)}</small></h1>'


def heading(title: str, text: str) -> str:
    """Return a card's title and the line below it."""
    return f'<h2 class="vv-title">{_html(title)}</h2><p class="vv-note">{_html(text)}</p>'


def note(text: str) -> str:
    """Return a paragraph in small print."""
    return f'<p class="vv-note">{_html(text)}</p>'


def label(text: str) -> str:
    """Return the title of a part of a card."""
    return f'<h3 class="vv-label">{_html(text)}</h3>'


def row_names(names: Sequence[str], height: int) -> str:
    """Return names for the rows of an image ``height`` CSS pixels tall."""
    lines = "".join(f'<span title="{_html(name)}">{_html(name)}</span>' for name in names)
    return f'<div class="vv-rows" style="height: {height:d}px" aria-hidden="true">{lines}</div>'


def progress(text: str, done: int, total: int) -> str:
    """Return a progress bar, indeterminate if the total is not known (0)."""
    share = f'value="{done:d}" max="{total:d}"' if total > 0 else ""
    percent = f"{100 * min(done, total) // total} %" if total > 0 else ""
    return (
        f'<div class="vv-progress"><span role="status">{_html(text)}</span>'
        f'<progress aria-label="{_html(text)}" {share}></progress><span>{percent}</span></div>'
    )


def number(value: float, digits: int = 2) -> str:
    """Return a number with a true minus sign."""
    return f"{value:.{digits}f}".replace("-", MINUS)


def _note(text: str) -> str:
    return f" <small>{_html(text)}</small>" if text else ""
