"""Models: what each checkpoint says of itself."""

import streamlit as st

from vaeviz.checkpoint import read_header, shipped
from vaeviz.errors import VaevizError
from vaeviz.ui.guard import guard, show_error


def show() -> None:
    """List the headers."""
    rows, problems = [], []
    for name, folder in shipped().items():
        try:
            header = read_header(folder)
        except VaevizError as error:
            problems.append(str(error))
            continue
        rows.append(
            {
                "model": name,
                "family": header.model.family,
                "latent dimensions": header.model.latent_dim,
                "condition": header.model.condition.kind if header.model.condition else "none",
                "data set": header.train.dataset if header.train else "unknown",
                "made by": header.command,
            }
        )
    st.title("Models")
    st.dataframe(rows, hide_index=True)
    for problem in problems:
        show_error("A model cannot be opened", problem)


with guard():
    show()
