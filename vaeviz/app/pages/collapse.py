"""Collapse: why latent dimensions collapse, on models that train live, and which remedies help."""

import streamlit as st

from vaeviz import server as live
from vaeviz.app import cache
from vaeviz.app.guard import guard
from vaeviz.app.mount import mount
from vaeviz.server.pages.payloads import collapse_payload

with guard():
    base = live.base_path(st.get_option("server.baseUrlPath"))
    mount(collapse_payload(cache.session_token(), base), key="collapse-page")
