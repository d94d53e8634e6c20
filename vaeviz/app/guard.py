"""Errors of ours shown in place; every other exception is a bug and keeps its traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from vaeviz.errors import VaevizError
from vaeviz.files.places import for_visitors


@contextmanager
def guard(title: str = "This cannot be shown") -> Iterator[None]:
    """Show a `VaevizError` where the block would have drawn.

    Use it inside a fragment too: what a fragment's own rerun raises never reaches a guard around the page.
    """
    try:
        yield
    except VaevizError as error:
        show_error(title, str(error))


def show_error(title: str, text: str) -> None:
    """Draw a message for visitors; ``text`` may hold words from a file, so it is never read as Markdown."""
    with st.container(border=True):
        st.markdown(f"**{title}**")
        st.text(for_visitors(text))
