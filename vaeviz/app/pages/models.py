"""Models: one card for each checkpoint."""

import streamlit as st

from vaeviz.app import markup
from vaeviz.app.cards import HERE, show_card
from vaeviz.app.guard import guard, show_error
from vaeviz.files.places import shipped
from vaeviz.installation import PROGRAM


def show() -> None:
    """Draw the page."""
    known = shipped()
    st.html(HERE / "cards.css")
    with st.container(key="models", gap="small"):
        if not known:
            show_error("No models yet", f"Train one: {PROGRAM} train digits --out checkpoints/digits")
            return
        st.html(markup.page_title("Models", f"{len(known)} models. All rates and bounds are in nats per image."))
        for name, folder in known.items():
            with guard(f"{name} cannot be shown"):
                show_card(name, folder)


with guard():
    show()
