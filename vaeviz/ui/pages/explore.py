"""Explore: one model, its latent dimensions, its picture, its map."""

import streamlit as st

from vaeviz.checkpoint import shipped
from vaeviz.ui import cache, long_work, state
from vaeviz.ui.components.workspace import WorkspaceData, reported, workspace
from vaeviz.ui.guard import guard, show_error
from vaeviz.ui.opening import follow

KEY = "workspace"
MEMORY = "explore"


def show() -> None:
    """Draw the page."""
    known = shipped()
    if not known:
        show_error("No models yet", "Train one: python -m vaeviz train digits --out checkpoints/digits")
        return
    memory: state.Memory = st.session_state.setdefault(MEMORY, state.Memory())
    query = state.our_part(st.query_params.to_dict())
    facts = follow(memory, query, reported(long_work.mount_key(KEY)), known)
    if query != memory.query:
        others = {key: value for key, value in st.query_params.to_dict().items() if key not in state.KEYS}
        st.query_params.from_dict({**others, **memory.query})
    data = WorkspaceData(tuple(known), facts, cache.session_token(), memory.given, memory.serial, memory.notice)
    long_work.offer_codes(facts.name, known[facts.name], facts.has_codes)
    workspace(data, key=long_work.mount_key(KEY))


with guard():
    show()
