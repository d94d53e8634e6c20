"""Models: one card for each checkpoint."""

import streamlit as st

from vaeviz.app import markup
from vaeviz.app.cards import HERE, show_card
from vaeviz.app.figures import offer_latent_space, offer_rate_distortion
from vaeviz.app.guard import guard, show_error
from vaeviz.app.model_card import read_figures
from vaeviz.files.places import shipped, train_command


def show() -> None:
    """Draw the page."""
    known = shipped()
    st.html(HERE / "cards.css")
    with st.container(key="models", gap="small"):
        if not known:
            show_error("No models yet", f"Train one: {train_command('digits', 'digits')}")
            return
        st.html(markup.page_title("Models", f"{len(known)} models. All rates and bounds are in nats per image."))
        figures = {name: read_figures(folder) for name, folder in known.items()}
        offer_rate_distortion(one.evaluation for one in figures.values() if one.evaluation is not None)
        for name, folder in known.items():
            with guard(f"{name} cannot be shown"):
                show_card(name, folder, figures[name], below=offer_latent_space)


with guard():
    show()
