"""Compare: a model that is told the class beside one that is not."""

import streamlit as st

from vaeviz.checkpoint import shipped
from vaeviz.ui import pairing
from vaeviz.ui.guard import guard
from vaeviz.ui.instrument import Page, memory_of, show

PAGE = Page(
    name="compare",
    key="compare-workspace",
    lacking=(
        "Nothing to compare yet",
        "It takes two models of one data set, one of them told the class. Train them: python -m vaeviz train digits "
        "--out checkpoints/digits-vae, and the same with --condition class --out checkpoints/digits-cvae",
    ),
    offers=pairing.offered,
    unfit="has no model of the same data set to stand beside: one of the two is told the class, the other is not.",
    settle=pairing.settle,
    more=pairing.more,
)

with guard():
    known = PAGE.offers(shipped())
    if known and not st.query_params:
        pairing.start(memory_of(PAGE.name), known)
    show(PAGE)
