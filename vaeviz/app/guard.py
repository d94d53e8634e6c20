"""Show a `VaevizError` in place; every other exception is a bug and keeps its traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from vaeviz.errors import VaevizError
from vaeviz.files.places import for_visitors


@contextmanager
def guard(title: str = "This cannot be shown") -> Iterator[None]:
    """Show a `VaevizError` where the block would have drawn.

    Use it inside a fragment too: an error in a fragment's rerun does not reach a guard around the page.
    """
    try:
        yield
    except VaevizError as error:
        show_error(title, str(error))


def show_error(title: str, text: str) -> None:
    """Draw a message for visitors; ``text`` may come from a file, so it is never parsed as Markdown."""
    with st.container(border=True):
        st.markdown(f"**{title}**")
        st.text(for_visitors(text))
