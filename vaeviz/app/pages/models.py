"""Models: one card for each checkpoint."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import streamlit as st

from vaeviz.app import markup
from vaeviz.app.cards import HERE, show_card
from vaeviz.app.figures import offer_latent_space, offer_rate_distortion
from vaeviz.app.guard import guard, show_error
from vaeviz.errors import CheckpointError
from vaeviz.files.places import shipped, train_command
from vaeviz.metrics.evaluation import Evaluation, read_evaluation


def show() -> None:
    """Draw the page."""
    known = shipped()
    st.html(HERE / "cards.css")
    with st.container(key="models", gap="small"):
        if not known:
            show_error("No models yet", f"Train one: {train_command('digits', 'digits')}")
            return
        st.html(markup.page_title("Models", f"{len(known)} models. All rates and bounds are in nats per image."))
        offer_rate_distortion(_measured(known.values()))
        for name, folder in known.items():
            with guard(f"{name} cannot be shown"):
                show_card(name, folder, below=offer_latent_space)


def _measured(folders: Iterable[Path]) -> list[Evaluation]:
    """Return the evaluations that can be read; a damaged one is described on its model's card."""
    found = []
    for folder in folders:
        with suppress(CheckpointError):
            found.append(read_evaluation(folder))
    return [one for one in found if one is not None]


with guard():
    show()
