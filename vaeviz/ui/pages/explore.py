"""Explore: one model, its latent dimensions, its picture, its map."""

import streamlit as st

from vaeviz.checkpoint import shipped
from vaeviz.ui import cache, long_work
from vaeviz.ui.address import KEYS, our_part
from vaeviz.ui.components.workspace import WorkspaceData, reported, workspace
from vaeviz.ui.guard import guard, show_error
from vaeviz.ui.opening import follow, second_facts
from vaeviz.ui.state import Memory

KEY = "workspace"
MEMORY = "explore"


def show() -> None:
    """Draw the page."""
    known = shipped()
    if not known:
        show_error("No models yet", "Train one: python -m vaeviz train digits --out checkpoints/digits")
        return
    memory: Memory = st.session_state.setdefault(MEMORY, Memory())
    query = our_part(st.query_params.to_dict())
    facts = follow(memory, query, reported(long_work.mount_key(KEY)), known)
    second = second_facts(memory, known)
    if query != memory.query:
        others = {key: value for key, value in st.query_params.to_dict().items() if key not in KEYS}
        st.query_params.from_dict({**others, **memory.query})
    data = WorkspaceData(
        models=tuple(known),
        model=facts,
        token=cache.session_token(),
        view=memory.given,
        serial=memory.serial,
        notice=memory.notice,
        second=second,
        second_notice=memory.second_notice,
        answers=memory.answers,
    )
    long_work.offer_codes(facts.name, known[facts.name], facts.has_codes)
    workspace(data, key=long_work.mount_key(KEY))


with guard():
    show()
