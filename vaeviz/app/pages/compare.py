"""Compare: a class-conditional model beside an unconditional one."""

import streamlit as st

from vaeviz.app.guard import guard
from vaeviz.app.instrument import Page, memory_of, show
from vaeviz.app.pairing import pairs_among
from vaeviz.files.places import shipped
from vaeviz.installation import PROGRAM

with guard():
    models = shipped()
    pairs = pairs_among(models)
    page = Page(
        name="compare",
        key="compare-workspace",
        lacking=(
            "Nothing to compare yet",
            "This page needs an unconditional and a class-conditional model of one data set. Train them: "
            f"{PROGRAM} train digits --out checkpoints/digits-vae, then {PROGRAM} train digits --condition class --out "
            "checkpoints/digits-cvae",
        ),
        offers=pairs.offered,
        unfit=pairs.unfit,
        settle=pairs.settle,
        more=pairs.more,
    )
    if pairs.partners and not st.query_params:
        pairs.start(memory_of(page.name), models)
    show(page)
